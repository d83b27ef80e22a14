/** Calls of Argo's server: who asks, which address, how JSON is answered. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Who asks, and what they may do with a resource of a namespace. */
export interface Asker {
  readonly name: string;
  may(verb: string, resource: string, namespace: string, name?: string): boolean;
}

/** A request of somebody known. */
export interface ArgoCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: URL;
  readonly asker: Asker;
  /** The server stops. */
  readonly signal: AbortSignal;
}

/** The parts of `/api/v1/workflows/NAMESPACE[/NAME[/PART[/LAST]]]`, decoded; undefined for other addresses. */
export function workflowAddress({
  address,
}: Pick<ArgoCall, 'address'>):
  | { namespace: string; name: string | undefined; part: string | undefined; last: string | undefined }
  | undefined {
  const match = /^\/api\/v1\/workflows\/([^/]*)(?:\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?)?\/?$/.exec(
    address.pathname,
  );
  if (match === null) return undefined;
  const [namespace = '', name, part, last] = match.slice(1).map((text) => text && decodeURIComponent(text));
  return { namespace, name, part, last };
}

/** Whether anything may be at an address: without it nobody's token is asked for. */
export function isNamed(path: string): boolean {
  return path.startsWith('/api/v1/') || path.startsWith('/artifact-files/');
}

/** Sends JSON as the server's gateway does. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}
