/** Serves the built interface with the policy of the real hosts, over a core in memory. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { contract, type AppHandlers } from '../../shared/contract/index.ts';
import { serve } from '../../shared/rpc/serve.ts';

/** The Content-Security-Policy that the hosts send. */
export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self' blob:; frame-src http://*.sardonyx.localhost:* http://127.0.0.1:*; require-trusted-types-for 'script'";

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** A server on 127.0.0.1 for the files of a folder; `cut` breaks every pipe, as a crash of the core would. */
export async function serveRenderer(
  folder: string,
  handlers: AppHandlers,
): Promise<{ url: string; cut(): void; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    if (path === '/service') {
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(
          '<!doctype html><html lang="en"><title>Workspace</title><main><h1>Workspace</h1><textarea aria-label="Code"></textarea></main></html>',
        );
      return;
    }
    readFile(join(folder, path === '/' ? 'index.html' : path)).then(
      (body) =>
        response
          .writeHead(200, {
            'Content-Type': types[extname(path === '/' ? '.html' : path)] ?? 'text/html',
            'Content-Security-Policy': policy,
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server, path: '/rpc' });
  sockets.on('connection', (socket) => {
    serve(
      contract,
      handlers,
      {
        send: (message) => socket.send(JSON.stringify(message)),
        receive: (listener) =>
          socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString('utf8')))),
        closed: (listener) => socket.once('close', () => listener()),
        close: () => socket.close(),
      },
      (error, call) => console.error(call, error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => sockets.clients.forEach((client) => client.terminate());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    cut,
    stop: () => {
      cut();
      sockets.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
