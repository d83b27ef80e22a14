/** The loopback port of the core process: opened services, each at an origin of its own, and bytes for the app's pages. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveBlob } from '../core/blobs.ts';
import type { Core } from '../core/core.ts';
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
  readonly core: Promise<Pick<Core, 'gateway' | 'blob' | 'receive'>>;
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
    else await serveBlob(ready, verdict.path, request, response);
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
