import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { connectPort } from './port-connection.ts';
import { serveSockets } from './testing/sockets.ts';
import type { SocketServer } from './testing/sockets.ts';

let server: SocketServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const target = { namespace: 'n', pod: 'ide-0', port: 8888 };
const greeting = [Buffer.from([0, 0xb8, 0x22]), Buffer.from([1, 0xb8, 0x22])];
const data = (bytes: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from([0]), Buffer.from(bytes as string)]);

async function connected(
  handle: (socket: WebSocket) => void,
): Promise<Awaited<ReturnType<typeof connectPort>>> {
  server = await serveSockets('v4.channel.k8s.io', (socket) => {
    for (const message of greeting) socket.send(message);
    handle(socket);
  });
  return connectPort(server.client, target);
}

describe('a connection to a port', () => {
  test('asks for the port and offers the tunnel before the channels', async () => {
    const connection = await connected(() => undefined);
    expect(server?.asked[0]?.url).toBe('/api/v1/namespaces/n/pods/ide-0/portforward?ports=8888');
    connection.destroy();
  });

  test('carries bytes both ways and ends when the pod ends it', async () => {
    const connection = await connected((socket) => {
      socket.on('message', (message: Buffer) => {
        socket.send(data(message.toString('utf8', 1).toUpperCase()));
        socket.close(1000);
      });
    });
    const closed = once(connection, 'close');
    connection.write('hello');
    expect(await text(connection)).toBe('HELLO');
    await closed;
  });

  test('a closed port destroys the stream with a Failure that names it', async () => {
    const connection = await connected((socket) =>
      socket.send(Buffer.from('\x01dial tcp4 127.0.0.1:8888: connect: connection refused')),
    );
    const [error] = (await once(connection, 'error').catch((one: unknown) => [one])) as unknown[];
    expect(isFailure(error) && error.data).toMatchObject({
      code: 'unreachable',
      reason: 'port-closed',
      values: { pod: 'ide-0', port: 8888 },
    });
  });

  test('a cut connection is an error, not an end', async () => {
    const connection = await connected((socket) => {
      socket.send(data('half'));
      socket.once('message', () => socket.terminate());
    });
    connection.write('cut');
    const failed = once(connection, 'end').then(
      () => 'end',
      (error: unknown) => (isFailure(error) ? error.data.reason : error),
    );
    connection.resume();
    expect(await failed).toBe('connection-lost');
  });

  test('a reader who stands still keeps the server from sending on', async () => {
    const chunk = data(Buffer.alloc(64 * 1024));
    let sent = 0;
    const connection = await connected((socket) => {
      const more = (): void => {
        if (socket.bufferedAmount < 1024 * 1024 && sent < 512) {
          sent += 1;
          socket.send(chunk, more);
        }
      };
      more();
    });
    // The kernel's buffers, both ends' own and a megabyte at the server are all that may fill: far less than the 32 MiB offered.
    for (let still = 0, before = -1; still < 500; still += 1) {
      if (sent !== before) still = 0;
      before = sent;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sent).toBeLessThan(256);
    let read = 0;
    for await (const part of connection) {
      read += (part as Buffer).length;
      if (read === 512 * 64 * 1024) break;
    }
    expect(sent).toBe(512);
  });

  test('a server that stands still makes the writer wait', async () => {
    const connection = await connected((socket) => socket.pause());
    const chunk = Buffer.alloc(256 * 1024);
    let written = 0;
    while (connection.write(chunk)) written += 1;
    for (let turn = 0; turn < 64; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(connection.writableNeedDrain).toBe(true);
    expect(written).toBeLessThan(64);
    connection.destroy();
  });

  test('a refused upgrade is a Failure with the words of the API', async () => {
    server = await serveSockets('v4.channel.k8s.io', () => undefined, {
      refuse: () => [
        403,
        JSON.stringify({ message: 'pods "ide-0" is forbidden: cannot create resource "pods/portforward"' }),
      ],
    });
    const error: unknown = await connectPort(server.client, target).catch((one: unknown) => one);
    expect(isFailure(error) && error.data).toMatchObject({
      code: 'forbidden',
      words: expect.stringContaining('pods/portforward') as string,
    });
  });

  test('a refused token is renewed once for the upgrade', async () => {
    let token = 'old';
    server = await serveSockets('v4.channel.k8s.io', () => undefined, {
      access: {
        token: () => Promise.resolve(token),
        renewToken: async () => void (token = await Promise.resolve('new')),
      },
      refuse: (request) => (request.headers.authorization === 'Bearer new' ? undefined : [401, '']),
    });
    (await connectPort(server.client, target)).destroy();
    expect(server.asked.map((one) => one.headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('a half-open connection is found by a ping that nobody answers', async () => {
    server = await serveSockets('v4.channel.k8s.io', (socket) => socket.pause());
    const connection = await connectPort(server.client, { ...target, pingInterval: 30 });
    const [error] = (await once(connection.resume(), 'error').catch((one: unknown) => [one])) as unknown[];
    expect(isFailure(error) && error.data.reason).toBe('connection-lost');
  });
});
