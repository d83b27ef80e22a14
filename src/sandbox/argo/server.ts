/** Argo's server: the API for workflows over HTTP, with the person's token of the Kubernetes API. Source: Argo Workflows 3.7, `--auth-mode client`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FaultGate } from '../faults.ts';
import { withFaults } from '../faults.ts';
import type { VerifyToken } from '../kubernetes/authentication.ts';
import { mayAccess } from '../kubernetes/authorization.ts';
import type { NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { StatusError } from '../kubernetes/status.ts';
import { listen } from '../listen.ts';
import { isNamed, sendJson, type Asker } from './calls.ts';
import { answerArtifact } from './artifact-answer.ts';
import type { LogStore } from './log-store.ts';
import { answerLog } from './log-answer.ts';
import { ArgoRefusal } from './retry.ts';
import { answerWorkflows } from './workflow-answers.ts';

export interface ArgoServerOptions {
  readonly port: number;
  readonly store: ObjectStore;
  readonly agent: NodeAgent;
  readonly logs: LogStore;
  readonly verifyToken: VerifyToken;
  readonly faults: FaultGate;
}

export interface ArgoServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** HTTP status by code of gRPC (https://github.com/grpc-ecosystem/grpc-gateway, `HTTPStatusFromCode`). */
const httpStatus: Readonly<Record<number, number>> = {
  3: 400,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  12: 501,
  13: 500,
  16: 401,
};
const codeOfStatus: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  409: 6,
  422: 3,
  429: 8,
};

function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const code =
    error instanceof ArgoRefusal
      ? error.code
      : error instanceof StatusError
        ? (codeOfStatus[error.code] ?? 13)
        : 13;
  const message = error instanceof Error ? error.message : String(error);
  sendJson(response, httpStatus[code] ?? 500, { code, message });
}

/** Starts it on 127.0.0.1. */
export async function startArgoServer(options: ArgoServerOptions): Promise<ArgoServer> {
  const stopping = new AbortController();

  const askerOf = async (request: IncomingMessage): Promise<Asker> => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new ArgoRefusal(16, 'token not valid. see https://argo-workflows.readthedocs.io/en/latest/faq/');
    const person = await options.verifyToken(token);
    if (person === undefined) throw new ArgoRefusal(16, 'Unauthorized');
    const known = { name: person.name, groups: [...person.groups, 'system:authenticated'] };
    return {
      name: person.name,
      may: (verb, resource, namespace, name) => {
        const group = resource.startsWith('pods') ? '' : 'argoproj.io';
        return mayAccess(known, { verb, group, resource, namespace, name }, options.store) !== undefined;
      },
    };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = new URL(request.url ?? '/', 'http://sandbox');
    if (address.pathname === '/api/v1/version') {
      sendJson(response, 200, { version: 'v3.7.6', platform: `${process.platform}/${process.arch}` });
      return;
    }
    if (!isNamed(address.pathname)) throw new ArgoRefusal(5, 'Not Found');
    const asker = await askerOf(request);
    if (address.pathname === '/api/v1/userinfo') {
      sendJson(response, 200, { subject: asker.name });
      return;
    }
    const call = { request, response, address, asker, signal: stopping.signal };
    if (await answerArtifact(call, options)) return;
    if (await answerLog(call, options)) return;
    if (await answerWorkflows(call, options.store)) return;
    throw new ArgoRefusal(12, 'Not Implemented');
  };

  const server = createServer(
    withFaults(options.faults, (request, response) => {
      answer(request, response).catch((error: unknown) => sendFailure(response, error));
    }),
  );
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
