import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { exec, readExit } from './exec.ts';
import { serveSockets } from './testing/sockets.ts';
import type { SocketServer } from './testing/sockets.ts';

let server: SocketServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const on = (channel: number, words: string): Buffer =>
  Buffer.concat([Buffer.from([channel]), Buffer.from(words)]);
const status = (code: number): string =>
  JSON.stringify({
    status: 'Failure',
    message: `exit code ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  });
const target = { namespace: 'n', pod: 'ide-0', container: 'ide', command: ['sh', '-c', 'echo a b'] };

describe('a command in a container', () => {
  test.each(['v5.channel.k8s.io', 'v4.channel.k8s.io'])(
    'by %s has its streams apart and ends with its status',
    async (protocol) => {
      const heard: Buffer[] = [];
      server = await serveSockets(protocol, (socket) => {
        socket.on('message', (message: Buffer) => {
          heard.push(message);
          if (message[0] !== 0) return;
          socket.send(on(1, 'out'));
          socket.send(on(2, 'err'));
          socket.send(on(3, status(7)));
          socket.close(1000);
        });
      });
      const running = await exec(server.client, target);
      running.resize(100, 40);
      running.stdin.end('in');
      expect(await Promise.all([text(running.stdout), text(running.stderr), running.exit])).toEqual([
        'out',
        'err',
        { code: 7, message: 'exit code 7' },
      ]);
      const closing = protocol.startsWith('v5') ? [Buffer.from([255, 0])] : [];
      expect(heard).toEqual([on(4, '{"Width":100,"Height":40}'), on(0, 'in'), ...closing]);
      expect(server.asked[0]?.url).toBe(
        '/api/v1/namespaces/n/pods/ide-0/exec?command=sh&command=-c&command=echo+a+b&container=ide&stdin=true&stdout=true&stderr=true&tty=false',
      );
    },
  );

  test('whose connection is lost has no status', async () => {
    server = await serveSockets('v5.channel.k8s.io', (socket) => socket.terminate());
    const running = await exec(server.client, target);
    expect(await running.exit).toEqual({ code: undefined, message: 'The connection was lost' });
  });

  test('that writes more than is read waits', async () => {
    let sent = 0;
    server = await serveSockets('v5.channel.k8s.io', (socket) => {
      const chunk = Buffer.alloc(64 * 1024, 1);
      const more = (): void => {
        if (sent === 500) socket.close(1000);
        else if (socket.bufferedAmount < 256 * 1024) {
          sent += 1;
          socket.send(chunk, more);
        }
      };
      more();
    });
    const running = await exec(server.client, target);
    for (let still = 0, before = -1; still < 500; still += 1) {
      if (sent !== before) still = 0;
      before = sent;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sent).toBeLessThan(400);
    expect((await text(running.stdout)).length).toBe(500 * (64 * 1024 - 1));
  });

  test.each([
    ['{"status":"Success"}', { code: 0 }],
    ['{"status":"Failure","message":"no such container"}', { code: undefined, message: 'no such container' }],
    ['garbage', { code: undefined, message: 'garbage' }],
  ])('the last word %s means %j', (words, result) => {
    expect(readExit(words)).toEqual(result);
  });
});
