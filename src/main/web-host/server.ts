/** The loopback server of the web host: the renderer, its pipe, its bytes, and the origins of opened services. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { contract } from '../../shared/contract/index.ts';
import { serve } from '../../shared/rpc/serve.ts';
import { serveBlob } from '../core/blobs.ts';
import type { Core } from '../core/core.ts';
import type { Entry } from './entry.ts';
import { decide, domain, type Decision } from './gate.ts';
import { findPage, safetyHeaders, sendPage } from './pages.ts';
import { socketPipe } from './pipe.ts';

export interface WebServer {
  readonly port: number;
  /** Names a browser of the person used last: under a name below `localhost`, services can be framed. */
  usesNames(): boolean;
  stop(): Promise<void>;
}

export interface WebServerOptions {
  /** Tried first; any free port when it is taken. */
  readonly port: number;
  readonly pages: string;
  readonly entry: Entry;
  /** Lets a second start ask for a new address. */
  readonly controlKey: string;
  /** The core, as soon as it is there: requests before that wait for it. */
  readonly core: Promise<Core>;
}

/** Listens on 127.0.0.1 alone. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 });
  let named = true;

  server.on('upgrade', (request, socket, head) => {
    const decision = decisionOf(request, true);
    if (decision.kind === 'service') {
      void options.core.then((core) => core.gateway.upgrade(decision.id, request, socket, head));
      return;
    }
    if (
      decision.kind === 'refused' ||
      request.url !== '/rpc' ||
      !options.entry.admits(request.headers.cookie, port())
    ) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      const pipe = socketPipe(accepted);
      void options.core.then((core) =>
        serve(contract, core.handlers, pipe, (error, call) => core.report(error, call)),
      );
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const decision = decisionOf(request, false);
    if (decision.kind === 'service') {
      (await options.core).gateway.handle(decision.id, request, response);
      return;
    }
    const frames = `http://*.${domain}:${port()}`;
    for (const [name, value] of Object.entries(safetyHeaders(frames))) response.setHeader(name, value);
    if (decision.kind === 'refused') return refuse(response, decision.status, decision.why);
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (url.pathname === '/control/address' && request.method === 'POST')
      return newAddress(request, response);
    const isBlob = url.pathname.startsWith('/blobs/');
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && !(isBlob && request.method === 'PUT')) return refuse(response, 405, 'Only GET');
    named = url.hostname !== 'localhost';
    const token = url.searchParams.get('token');
    const cookie = token === null ? undefined : options.entry.redeem(token, port());
    if (cookie !== undefined) {
      response.writeHead(302, { 'set-cookie': cookie, location: '/', 'cache-control': 'no-store' }).end();
      return;
    }
    if (!options.entry.admits(request.headers.cookie, port())) {
      return refuse(response, 401, 'This address was used before. Start Sardonyx again: it opens a new one.');
    }
    if (isBlob) return serveBlob(await options.core, url.pathname.slice('/blobs/'.length), request, response);
    sendPage(response, await findPage(options.pages, url.pathname));
  }

  function newAddress(request: IncomingMessage, response: ServerResponse): void {
    const given = Buffer.from(request.headers.authorization ?? '');
    const expected = Buffer.from(`Bearer ${options.controlKey}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return refuse(response, 403, 'Not yours');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ address: addressOf(port(), options.entry) }));
  }

  const port = () => (server.address() as AddressInfo).port;
  const decisionOf = (request: IncomingMessage, upgrade: boolean): Decision =>
    decide(
      {
        method: request.method ?? 'GET',
        upgrade,
        host: request.headers.host,
        origin: request.headers.origin,
        fetchSite: request.headers['sec-fetch-site'],
      },
      port(),
    );

  await listen(server, options.port);
  return {
    port: port(),
    usesNames: () => named,
    stop: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The address that a browser opens: its token is good once. */
export function addressOf(port: number, entry: Entry): string {
  return `http://app.${domain}:${port}/?token=${entry.newToken()}`;
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${why}\n`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || port === 0) return reject(error);
      server.listen(0, '127.0.0.1');
    });
    server.once('listening', resolve);
    server.listen(port, '127.0.0.1');
  });
}
