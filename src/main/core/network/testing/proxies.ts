/** A CONNECT proxy and a SOCKS5 proxy for tests: both ask for a password and lead every name to loopback. */
import { once } from 'node:events';
import { createServer as createHttp, request, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer as createTcp, type AddressInfo, type Socket } from 'node:net';

export interface TestProxy {
  /** `host:port` of the proxy. */
  readonly at: string;
  /** What it was asked for, for example `CONNECT some.test:443`. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** `user` / `secret`; forwards plain http too, as real ones do. With a certificate it is reached by https. */
export async function startConnectProxy(tls?: { cert: string; key: string }): Promise<TestProxy> {
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from('user:secret').toString('base64')}`;
  const forward: RequestListener = (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '');
    asked.push(`${incoming.method} ${url.host}`);
    if (incoming.headers['proxy-authorization'] !== wanted) {
      outgoing.writeHead(407, { 'proxy-authenticate': 'Basic realm="test"' }).end();
      return;
    }
    const onward = request(
      {
        host: '127.0.0.1',
        port: url.port,
        path: url.pathname,
        method: incoming.method,
        headers: incoming.headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  };
  const server = tls ? createHttps(tls, forward) : createHttp(forward);
  server.on('connect', (incoming, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    socket.on('error', () => {});
    if (incoming.headers['proxy-authorization'] !== wanted) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n',
      );
      return;
    }
    const onward = connect(Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  return listening(server, asked);
}

/** RFC 1928 with RFC 1929; `user` / `secret`. */
export async function startSocksProxy(): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createTcp((socket) => {
    socket.on('error', () => {});
    void (async () => {
      const greeting = await next(socket);
      socket.write(Buffer.from([5, greeting.includes(2, 2) ? 2 : 255]));
      if (!greeting.includes(2, 2)) return socket.end();
      const login = await next(socket);
      const right = login.subarray(2).toString('latin1') === 'user\u0006secret';
      socket.write(Buffer.from([1, right ? 0 : 1]));
      if (!right) return socket.end();
      const order = await next(socket);
      const name = order.subarray(5, 5 + (order[4] ?? 0)).toString();
      const port = order.readUInt16BE(order.length - 2);
      asked.push(`${name}:${port}`);
      const onward = connect(port, '127.0.0.1', () => {
        socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
    })();
  });
  return listening(server, asked);
}

async function next(socket: Socket): Promise<Buffer> {
  return ((await once(socket, 'data')) as [Buffer])[0];
}

async function listening(server: ReturnType<typeof createTcp>, asked: string[]): Promise<TestProxy> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    at: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
