/** The loopback port of the core process: opened services, each at an origin of its own, and bytes for the app's pages. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Core } from '../core/core.ts';
import { readRange } from './byte-range.ts';
import { decideRequest } from './core-request.ts';

export interface CoreServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface CoreServerOptions {
  /** Tried first: what an IDE keeps in the browser belongs to an origin, and the port is part of it. 0 for any. */
  readonly port: number;
  /** Lets the main process ask for bytes. */
  readonly key: string;
  /** Requests that come before it is there wait for it. */
  readonly core: Promise<Pick<Core, 'gateway' | 'blob'>>;
}

/** Listens on 127.0.0.1 alone; takes any free port when the wanted one is taken. */
export async function startCoreServer({ port, key, core }: CoreServerOptions): Promise<CoreServer> {
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new Set<{ destroy(): void }>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const verdict = verdictOf(request);
    if (verdict.kind === 'refused') return refuse(response, verdict.status);
    const ready = await core.catch(() => undefined);
    if (!ready) return refuse(response, 503);
    if (verdict.kind === 'service') ready.gateway.handle(verdict.id, request, response);
    else await sendBytes(ready, verdict.path, request, response);
  }

  server.on('upgrade', (request, socket, head) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const verdict = verdictOf(request);
    if (verdict.kind !== 'service') {
      socket.end('HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\n\r\n');
      return;
    }
    core.then(
      ({ gateway }) => gateway.upgrade(verdict.id, request, socket, head),
      () => socket.destroy(),
    );
  });

  const listening = () => (server.address() as AddressInfo).port;
  const verdictOf = (request: IncomingMessage) =>
    decideRequest(
      {
        host: request.headers.host,
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        authorization: request.headers.authorization,
      },
      listening(),
      key,
    );

  await listen(server, port);
  return {
    port: listening(),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function sendBytes(
  core: Pick<Core, 'blob'>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = await core.blob(path).catch(() => undefined);
  if (!found) return refuse(response, 404);
  const { bytes, type, etag } = found;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'private, max-age=3600');
  response.setHeader('accept-ranges', 'bytes');
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  // A range of other bytes than those that the reader has would be garbage (RFC 9110, 13.1.5).
  const isSame = [undefined, etag].includes(request.headers['if-range'] as string | undefined);
  const range = readRange(isSame ? request.headers.range : undefined, bytes.byteLength);
  if (range.kind === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${bytes.byteLength}`);
    return refuse(response, 416);
  }
  const part = range.kind === 'part' ? bytes.subarray(range.first, range.last + 1) : bytes;
  if (range.kind === 'part')
    response.setHeader('content-range', `bytes ${range.first}-${range.last}/${bytes.byteLength}`);
  response.writeHead(range.kind === 'part' ? 206 : 200, {
    'content-type': type,
    'content-length': part.byteLength,
  });
  response.end(request.method === 'HEAD' ? undefined : part);
}

function refuse(response: ServerResponse, status: number): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      // EACCES: Windows reserves changing ranges of ports.
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      if (!isTaken || port === 0) return reject(error);
      port = 0;
      server.listen(0, '127.0.0.1');
    });
    server.once('listening', resolve);
    server.listen(port, '127.0.0.1');
  });
}
