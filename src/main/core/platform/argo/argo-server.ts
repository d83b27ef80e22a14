/** Argo's own server, for what the Kubernetes API alone cannot do: retry, templates that wait, kept logs, offloaded statuses. */
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { failure, isFailure, type Failure, type FailureCode } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import type { KubernetesClient } from '../kubernetes/client.ts';
import { readText } from '../kubernetes/client.ts';
import { largestWorkflow, wholeBytes } from './argo-client.ts';
import type { WorkflowReading } from './read-workflow.ts';
import type { ReadingThread } from './workflow-thread.ts';

export interface ArgoServer {
  readonly address: string;
  /** A workflow with its nodes, wherever the server keeps them. @throws Failure */
  workflow(name: string, signal?: AbortSignal): Promise<WorkflowReading>;
  /** Runs what failed again, under the same name. @throws Failure */
  retry(name: string): Promise<void>;
  /** Goes on with templates that wait for a person. @throws Failure */
  resume(name: string): Promise<void>;
  /** The kept log of a node; the caller must end it. @throws Failure `not-found` where none was kept */
  keptLog(workflow: string, node: string, signal?: AbortSignal): Promise<Readable>;
}

/** Codes of gRPC, which the server's JSON errors carry. Source: google.rpc.Code. */
const grpcCodes: Readonly<Record<number, FailureCode>> = {
  3: 'invalid-input',
  5: 'not-found',
  6: 'conflict',
  7: 'forbidden',
  9: 'conflict',
  12: 'unsupported',
  14: 'busy',
  16: 'signed-out',
};
const statusCodes: Readonly<Record<number, FailureCode>> = {
  400: 'invalid-input',
  401: 'signed-out',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'busy',
  502: 'unreachable',
  503: 'busy',
  504: 'unreachable',
};

/**
 * Makes the adapter: it asks as the person, with the token of their cluster (none where a certificate signs them in there).
 * Source: Argo Workflows, api/openapi-spec/swagger.json (3.7).
 */
export function createArgoServer(parts: {
  readonly address: string;
  readonly namespace: string;
  readonly network: Network;
  readonly cluster: KubernetesClient;
  readonly thread: ReadingThread;
}): ArgoServer {
  const { network, cluster, thread } = parts;
  const address = parts.address.replace(/\/+$/, '');
  const namespace = encodeURIComponent(parts.namespace);
  const workflowPath = (name: string) => `/api/v1/workflows/${namespace}/${encodeURIComponent(name)}`;

  async function open(
    method: 'GET' | 'PUT',
    path: string,
    options: { body?: unknown; signal?: AbortSignal | undefined } = {},
  ): Promise<Readable> {
    const headers = await cluster.headers();
    let answer = await send(method, path, headers, options);
    if (answer.statusCode === 401 && cluster.access.renewToken) {
      await answer.body.dump();
      await cluster.renew(headers['authorization']);
      answer = await send(method, path, await cluster.headers(), options);
    }
    if (answer.statusCode < 300) return answer.body;
    const text = await readText(answer.body, 64 * 1024).catch(() => '');
    throw refusal(answer.statusCode, text, address);
  }

  async function send(
    method: 'GET' | 'PUT',
    path: string,
    headers: Record<string, string>,
    { body, signal }: { body?: unknown; signal?: AbortSignal | undefined },
  ) {
    try {
      return await request(`${address}${path}`, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
        dispatcher: network.dispatcher(address),
        headersTimeout: 30_000,
        bodyTimeout: 60_000,
      });
    } catch (error) {
      if (signal?.aborted) throw failure('cancelled', 'Cancelled');
      throw isFailure(error) ? error : await network.explain(error, address);
    }
  }

  async function put(name: string, verb: string): Promise<void> {
    const path = `${workflowPath(name)}/${verb}`;
    (await open('PUT', path, { body: { namespace: parts.namespace, name } })).resume();
  }

  return {
    address,
    async workflow(name, signal) {
      const body = await open('GET', workflowPath(name), { signal });
      return thread.read(await wholeBytes(body, largestWorkflow));
    },
    retry: (name) => put(name, 'retry'),
    resume: (name) => put(name, 'resume'),
    keptLog: (workflow, node, signal) =>
      open(
        'GET',
        `/artifact-files/${namespace}/workflows/${encodeURIComponent(workflow)}/${encodeURIComponent(node)}/outputs/main-logs`,
        { signal },
      ),
  };
}

/** What the server says no with: `{"code":7,"message":"..."}`, or any page of a proxy before it. */
function refusal(status: number, text: string, address: string): Failure {
  const said = parsed(text);
  const code =
    grpcCodes[said.code ?? 0] ?? statusCodes[status] ?? (status >= 500 ? 'internal' : 'unsupported');
  return failure(code, `Argo's server answered ${status}`, {
    reason: 'argo-server-refused',
    values: { host: new URL(address).host, status },
    words: (said.message ?? text).slice(0, 4_000),
    ...(code === 'busy' && { retryAfter: 1 }),
  });
}

function parsed(text: string): { code?: number; message?: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    const code = 'code' in value && typeof value.code === 'number' ? value.code : undefined;
    const message = 'message' in value && typeof value.message === 'string' ? value.message : undefined;
    return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
  } catch {
    return {};
  }
}
