/** One request to an MLflow server and its answer, whichever way leads there. */
import { request as askDirectly, type Agent, type IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';

export interface MlflowRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the server's address, without a slash at its beginning: `api/2.0/mlflow/runs/get`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds until the headers of the answer must be there. */
  readonly timeout: number;
}

export interface MlflowAnswer {
  readonly status: number;
  /** By name in lower case. */
  header(name: string): string | undefined;
  /** Must be read or destroyed. */
  readonly body: Readable;
}

/** A way to a server. No Origin is ever sent: MLflow refuses POST from pages that it does not know. */
export interface MlflowTransport {
  /** For people: no credentials, no path of an operation. */
  readonly address: string;
  readonly host: string;
  /** @throws Failure `unreachable`, `untrusted`, `cancelled` */
  send(request: MlflowRequest): Promise<MlflowAnswer>;
  /** What an error in the middle of a body means. */
  explain(error: unknown): Promise<Failure>;
}

/** Straight to an address. Redirects are handed back: credentials belong to this server. */
export function networkTransport(network: Pick<Network, 'fetch' | 'explain'>, address: URL): MlflowTransport {
  return {
    address: address.href.replace(/\/$/, ''),
    host: address.host,
    async send({ path, ...rest }) {
      const response = await network.fetch(new URL(path, address), { ...rest, redirect: 'manual' });
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        body: readable(response),
      };
    },
    explain: (error) => network.explain(error, address.href),
  };
}

/**
 * Over connections that somebody else opens, for example a forward to a pod. The Host is `localhost`, which MLflow lets in
 * unless told otherwise (3.5: `--allowed-hosts`).
 * @param name what people call the server
 */
export function connectedTransport(name: string, agent: Agent): MlflowTransport {
  const explain = async (error: unknown) =>
    isFailure(error)
      ? error
      : failure('unreachable', `${name} cannot be reached`, {
          reason: 'mlflow-connection',
          values: { host: name },
          words: error instanceof Error ? error.message : String(error),
        });
  return {
    address: 'http://localhost:5000',
    host: name,
    send: ({ method, path, headers, body, signal, timeout }) =>
      new Promise<MlflowAnswer>((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
        const asked = askDirectly(
          { agent, method, path: `/${path}`, headers: { ...headers, ...length, host: 'localhost' }, signal },
          (answer) => {
            clearTimeout(timer);
            resolve({
              status: answer.statusCode ?? 0,
              header: (wanted) => single(answer.headers, wanted),
              body: answer,
            });
          },
        );
        const timer = setTimeout(() => asked.destroy(late(name, timeout)), timeout);
        asked.on('error', (error) => {
          clearTimeout(timer);
          if (signal.aborted) reject(failure('cancelled', 'Cancelled'));
          else void explain(error).then(reject);
        });
        asked.end(body);
      }),
    explain,
  };
}

/** Types of the web's streams differ between Node's and the page's. */
function readable({ body }: { readonly body: unknown }): Readable {
  return body === null ? Readable.from([]) : Readable.fromWeb(body as ReadableStream);
}

function single(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The server took too long. @param milliseconds that it had */
export function late(host: string, milliseconds: number): Failure {
  return failure('unreachable', `${host} takes too long`, {
    reason: 'mlflow-slow',
    values: { host, seconds: Math.round(milliseconds / 1000) },
  });
}
