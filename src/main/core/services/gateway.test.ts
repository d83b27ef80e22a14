import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createGateway, type Gateway, type Target } from './gateway.ts';

/** A program like an IDE: needs its token or its cookie, frames nowhere, and echoes what it was sent. */
let service: Server;
let front: Server;
let gateway: Gateway;
let seen: { headers: IncomingMessage['headers']; body: string }[];
let down: boolean;

const listen = async (server: Server) => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

beforeEach(async () => {
  seen = [];
  down = false;
  service = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += String(part);
    });
    request.on('end', () => {
      seen.push({ headers: request.headers, body });
      if (request.url === '/login') {
        response
          .writeHead(302, { location: '/', 'set-cookie': 'ide=1; Path=/; HttpOnly; Domain=localhost' })
          .end();
        return;
      }
      response
        .writeHead(200, { 'x-frame-options': 'DENY', 'content-type': 'text/plain' })
        .end(`${request.url} ${body}`);
    });
  });
  const sockets = new WebSocketServer({ server: service });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${String(data)}`)));
  await listen(service);
  gateway = createGateway();
  front = createServer((request, response) => gateway.handle('ide-1', request, response));
  front.on('upgrade', (request, socket, head) => gateway.upgrade('ide-1', request, socket, head));
  await listen(front);
});
afterEach(() => {
  gateway.remove('ide-1');
  for (const server of [service, front]) {
    server.closeAllConnections();
    server.close();
  }
});

const frontPort = () => (front.address() as AddressInfo).port;
const serviceOrigin = () => `http://ide-1.sardonyx.localhost:${frontPort()}`;
const target = (signIn: Target['signIn']): Target => ({
  signIn,
  language: () => 'fr',
  origins: { service: serviceOrigin(), app: 'http://app.sardonyx.localhost:1' },
  connect: async () => {
    if (down) throw new Error('the pod is gone');
    const socket = connect((service.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    // A forward gives a stream that is no socket.
    return Duplex.from({ readable: socket, writable: socket });
  },
});

function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = '') {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>(
    (resolve, reject) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port: frontPort(),
          path,
          method,
          headers: { host: new URL(serviceOrigin()).host, ...headers },
        },
        (response) => {
          let text = '';
          response.on('data', (part) => {
            text += String(part);
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body);
    },
  );
}

const pathOf = (address: string) => address.slice(serviceOrigin().length);
async function enter(): Promise<string> {
  const entered = await ask(pathOf(gateway.address('ide-1', '/lab')));
  expect(entered).toMatchObject({ status: 302, headers: { location: '/lab' } });
  return (entered.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
}

describe('the gateway before an opened service', () => {
  test('lets nobody in who does not come from Sardonyx', async () => {
    gateway.add('ide-1', target({ kind: 'token', token: 's3cret' }));
    expect((await ask('/lab')).status).toBe(403);
    expect((await ask('/.sardonyx/enter?ticket=guess&to=/')).status).toBe(403);
    expect(seen).toHaveLength(0);
  });

  test('a ticket is good once, then a cookie admits, and the token is added on the way', async () => {
    gateway.add('ide-1', target({ kind: 'token', token: 's3cret' }));
    const path = pathOf(gateway.address('ide-1', '/lab'));
    const first = await ask(path);
    expect((await ask(path)).status).toBe(403);
    const cookie = (first.headers['set-cookie'] ?? [''])[0]?.split(';')[0] ?? '';
    const page = await ask('/lab?x=1', { cookie }, 'POST', 'hello');
    expect(page).toMatchObject({ status: 200, text: '/lab?x=1 hello' });
    expect(page.headers['x-frame-options']).toBeUndefined();
    expect(page.headers['content-security-policy']).toContain('frame-ancestors');
    expect(seen.at(-1)?.headers).toMatchObject({ authorization: 'token s3cret' });
    expect(seen.at(-1)?.headers.cookie).toBeUndefined();
  });

  test('does not lead elsewhere than to the service', async () => {
    gateway.add('ide-1', target({ kind: 'none' }));
    const address = new URL(gateway.address('ide-1', '/'));
    address.searchParams.set('to', '//evil.example/');
    expect((await ask(address.pathname + address.search)).status).toBe(403);
  });

  test('sends the password form once and hands its cookie over without a domain', async () => {
    gateway.add('ide-1', target({ kind: 'form', path: '/login', password: 'p&w' }));
    const cookie = await enter();
    expect(seen[0]).toMatchObject({ body: 'password=p%26w' });
    expect(cookie).toContain('ide=1');
    await ask('/', { cookie });
    expect(seen.at(-1)?.headers.cookie).toBe('ide=1');
  });

  test('another opened service, whose requests carry the cookie too, is refused', async () => {
    gateway.add('ide-1', target({ kind: 'none' }));
    const cookie = await enter();
    const foreign = { cookie, origin: 'http://ide-2.sardonyx.localhost:1', 'sec-fetch-site': 'same-site' };
    expect((await ask('/api', foreign, 'POST')).status).toBe(403);
    expect(seen).toHaveLength(0);
  });

  describe('connections that it keeps for the next request', () => {
    /** Streams that hear nothing when the other side ends, as through a tunnel that tells it late. */
    const deafTarget = (kept: Socket[]): Target => ({
      ...target({ kind: 'none' }),
      connect: async () => {
        const socket = connect((service.address() as AddressInfo).port, '127.0.0.1');
        await once(socket, 'connect');
        socket.on('error', () => undefined);
        kept.push(socket);
        const stream = new Duplex({
          read: () => undefined,
          write: (chunk, _, done) =>
            socket.destroyed ? done(new Error('the connection was lost')) : socket.write(chunk, () => done()),
          destroy: (error, done) => (socket.destroy(), done(error)),
        });
        socket.on('data', (part) => stream.push(part));
        return stream;
      },
    });

    test('one that died unnoticed does not fail the next request', async () => {
      const kept: Socket[] = [];
      gateway.add('ide-1', deafTarget(kept));
      const cookie = await enter();
      expect((await ask('/first', { cookie })).status).toBe(200);
      kept[0]?.destroy();
      expect(await ask('/second', { cookie })).toMatchObject({ status: 200, text: '/second ' });
      expect(kept).toHaveLength(2);
    });

    test('one is let go before the service lets it go', async () => {
      const kept: Socket[] = [];
      service.keepAliveTimeout = 2_000;
      gateway.add('ide-1', deafTarget(kept));
      const cookie = await enter();
      expect((await ask('/first', { cookie }, 'PUT', 'a')).status).toBe(200);
      const [first] = kept;
      let endedByService = false;
      first?.once('end', () => (endedByService = true));
      if (first && !first.destroyed) await once(first, 'close');
      expect(endedByService).toBe(false);
      expect((await ask('/second', { cookie }, 'PUT', 'b')).status).toBe(200);
    });
  });

  test('carries WebSockets both ways', async () => {
    gateway.add('ide-1', target({ kind: 'token', token: 's3cret' }));
    const cookie = await enter();
    const socket = new WebSocket(`ws://127.0.0.1:${frontPort()}/ws`, {
      headers: { cookie, origin: serviceOrigin() },
    });
    await once(socket, 'open');
    socket.send('there');
    expect(String((await once(socket, 'message'))[0])).toBe('echo there');
    socket.terminate();
  });

  test('refuses a WebSocket without the cookie', async () => {
    gateway.add('ide-1', target({ kind: 'none' }));
    const socket = new WebSocket(`ws://127.0.0.1:${frontPort()}/ws`, {
      headers: { origin: serviceOrigin() },
    });
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('403');
  });

  test('while nothing answers a page says so in the language of the person and asks again by itself', async () => {
    gateway.add('ide-1', target({ kind: 'none' }));
    const cookie = await enter();
    gateway.reconnect('ide-1');
    down = true;
    const page = await ask('/lab', { cookie, accept: 'text/html' });
    expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(page.text).toContain('En attente du service');
    down = false;
    expect((await ask('/lab', { cookie })).status).toBe(200);
  });
});
