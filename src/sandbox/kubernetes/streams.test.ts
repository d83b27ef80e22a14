import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { KubernetesObject, NodeAgent } from './model.ts';
import { serveChannelForward } from './port-forward.ts';
import { startTestCluster, type TestCluster } from './testing/cluster.ts';

const data = process.env['SARDONYX_DATA'];
const pod = '/api/v1/namespaces/user-bob/pods/streams';
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
  cluster.kubernetes.store.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'streams', namespace: 'user-bob' },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'lab/ide:1',
          resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
        },
      ],
    },
  });
});
afterAll(() => cluster.stop());

interface Channels {
  socket: WebSocket;
  messages: Buffer[];
  closed: Promise<number>;
}

function open(
  address: string,
  protocols: string[],
  headers: Record<string, string> = { authorization: 'Bearer bob-token' },
): Channels {
  const url = `${cluster.kubernetes.url.replace('https', 'wss')}${pod}${address}`;
  const socket = new WebSocket(url, protocols, { ca: cluster.kubernetes.certificateAuthority, headers });
  const messages: Buffer[] = [];
  socket.on('message', (message: Buffer) => messages.push(message));
  return { socket, messages, closed: once(socket, 'close').then(([code]) => Number(code)) };
}

function texts(messages: Buffer[], channel: number): string {
  return Buffer.concat(
    messages.filter((message) => message[0] === channel).map((message) => message.subarray(1)),
  ).toString();
}

async function refusal(channels: Channels): Promise<{ status: number; message: string }> {
  const [, response] = (await once(channels.socket, 'unexpected-response')) as [
    unknown,
    import('node:http').IncomingMessage,
  ];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  channels.closed.catch(() => undefined);
  channels.socket.on('error', () => undefined).terminate();
  return {
    status: response.statusCode ?? 0,
    message: String((JSON.parse(text) as { message: unknown }).message),
  };
}

describe('exec', () => {
  test.skipIf(!data)(
    'the status of a failed command has the length of the recorded one (needs SARDONYX_DATA)',
    async () => {
      const file = path.join(data ?? '', 'kubernetes-api', '13-kubectl-exec.json');
      const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as {
        exchanges: { firstFrames?: string[] }[];
      };
      const frames = exchanges[1]?.firstFrames ?? [];
      const command =
        '/exec?command=sh&command=-c&command=echo+hello%3B+exit+3&container=main&stderr=true&stdout=true';
      const channels = open(command, ['v5.channel.k8s.io']);
      expect(await channels.closed).toBe(1000);
      const [first, output, status] = channels.messages;
      // A frame is written as: 82, its length (7e and two bytes from 126 on), its content.
      expect(`<- 8201${first?.toString('hex')}`).toBe(frames[0]);
      expect(`<- 8207${output?.toString('hex')}`).toBe(frames[1]);
      const length = Number.parseInt(frames[2]?.slice(7, 11) ?? '', 16);
      expect(status?.length).toBe(length);
      expect(`<- 827e00d5${status?.toString('hex')}`.startsWith(frames[2] ?? 'none')).toBe(true);
    },
  );

  test('input ends by closing its channel, and the terminal tells its size', async () => {
    const channels = open('/exec?command=cat&stdin=true&stdout=true&tty=true', ['v5.channel.k8s.io']);
    await once(channels.socket, 'open');
    channels.socket.send(Buffer.concat([Buffer.from([4]), Buffer.from('{"Width":80,"Height":24}')]));
    channels.socket.send(Buffer.concat([Buffer.from([0]), Buffer.from('typed')]));
    channels.socket.send(Buffer.from([255, 0]));
    expect(await channels.closed).toBe(1000);
    expect(texts(channels.messages, 1)).toContain('typed');
    expect(texts(channels.messages, 1)).toContain('size 80x24\n');
    expect(JSON.parse(texts(channels.messages, 3))).toEqual({ metadata: {}, status: 'Success' });
  });

  test('a program that is not there is told on the status channel', async () => {
    const channels = open('/exec?command=no-such-program&stdout=true', ['v4.channel.k8s.io']);
    await channels.closed;
    expect(JSON.parse(texts(channels.messages, 3))).toMatchObject({
      status: 'Failure',
      reason: 'BadRequest',
    });
  });

  test('the token may travel as a sub-protocol, as browsers must do it', async () => {
    const token = `base64url.bearer.authorization.k8s.io.${Buffer.from('bob-token').toString('base64url')}`;
    const channels = open('/exec?command=echo&command=hi&stdout=true', [token, 'v5.channel.k8s.io'], {});
    await channels.closed;
    expect(channels.socket.protocol).toBe('v5.channel.k8s.io');
    expect(texts(channels.messages, 1)).toBe('hi\n');
  });

  test('strangers, unknown containers and unknown protocols are refused before the upgrade', async () => {
    const stranger = await refusal(
      open('/exec?command=id', ['v5.channel.k8s.io'], { authorization: 'Bearer alice-token' }),
    );
    expect(stranger.status).toBe(403);
    expect(stranger.message).toContain('User "alice" cannot get resource "pods/exec"');
    const container = await refusal(open('/exec?command=id&container=none', ['v5.channel.k8s.io']));
    expect(container).toEqual({ status: 400, message: 'container none is not valid for pod streams' });
    expect((await refusal(open('/exec?command=id', ['v9.channel.k8s.io']))).status).toBe(403);
  });

  test('attach shows what is printed from now on', async () => {
    const channels = open('/attach?stdout=true', ['v5.channel.k8s.io']);
    await once(channels.socket, 'message');
    const printed = once(channels.socket, 'message');
    cluster.node.print('now');
    await printed;
    expect(texts(channels.messages, 1)).toBe('now\n');
    channels.socket.close();
    await channels.closed;
  });
});

describe('port forwarding by pairs of channels', () => {
  test('both channels begin with the port, bytes come back on the data channel', async () => {
    const channels = open('/portforward?ports=8888', ['v4.channel.k8s.io']);
    await once(channels.socket, 'open');
    channels.socket.send(Buffer.concat([Buffer.from([0]), Buffer.from('hello')]));
    while (texts(channels.messages, 0).length < 7) await once(channels.socket, 'message');
    expect(texts(channels.messages, 0).slice(2)).toBe('hello');
    expect(channels.messages[0]).toEqual(Buffer.from([0, 8888 & 0xff, 8888 >> 8]));
    expect(channels.messages[1]).toEqual(Buffer.from([1, 8888 & 0xff, 8888 >> 8]));
    channels.socket.close();
    await channels.closed;
  });

  test('a refused port is told on the error channel, then the connection ends', async () => {
    const channels = open('/portforward?ports=9999', ['v4.channel.k8s.io']);
    expect(await channels.closed).toBe(1000);
    expect(texts(channels.messages, 1).slice(2)).toMatch(
      /^error forwarding port 9999 to pod .*connection refused$/,
    );
  });
});

describe('backpressure of a forward', () => {
  const servers: WebSocketServer[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      for (const client of server.clients) client.terminate();
      server.close();
    }
  });
  const object: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: '' },
  };

  async function forward(
    target: Duplex,
  ): Promise<{ client: WebSocket; server: WebSocket; paused: Promise<void> }> {
    const listening = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    servers.push(listening);
    await once(listening, 'listening');
    const accepted = once(listening, 'connection');
    const client = new WebSocket(`ws://127.0.0.1:${(listening.address() as AddressInfo).port}`);
    const [server] = (await accepted) as [WebSocket];
    await once(client, 'open');
    const paused = new Promise<void>((resolve) => {
      const pause = server.pause.bind(server);
      vi.spyOn(server, 'pause').mockImplementation(() => {
        pause();
        resolve();
      });
    });
    const node = { connect: async () => target } as unknown as NodeAgent;
    serveChannelForward(server, object, [80], node);
    return { client, server, paused };
  }

  test('a client that does not read holds the program that writes, and gets everything once it reads', async () => {
    const total = 64 * 1024 * 1024;
    let produced = 0;
    const target = new Duplex({
      read() {
        const size = Math.min(65_536, total - produced);
        produced += size;
        this.push(size === 0 ? null : Buffer.alloc(size));
      },
      write: (_chunk, _encoding, done) => done(),
    });
    const held = once(target, 'pause');
    const { client, server } = await forward(target);
    client.pause();
    await held;
    expect(produced).toBeLessThan(total / 2);
    expect(server.bufferedAmount).toBeLessThan(total / 2);
    let received = 0;
    client.on('message', (message: Buffer) => (received += message[0] === 0 ? message.length - 1 : 0));
    client.resume();
    await once(target, 'end');
    target.destroy();
    await once(client, 'close');
    expect(received).toBe(total + 2);
  });

  test('a program that does not read holds the client', async () => {
    const message = Buffer.alloc(256 * 1024);
    const everything = 32 * (message.length - 1);
    let written = 0;
    let reads = false;
    let held = () => {};
    let complete = () => {};
    const completed = new Promise<void>((resolve) => (complete = resolve));
    const target = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        written += chunk.length;
        if (written >= everything) complete();
        if (reads) done();
        else held = done;
      },
    });
    const { client, server, paused } = await forward(target);
    for (let turn = 0; turn < 32; turn += 1) client.send(message);
    await paused;
    expect(server.isPaused).toBe(true);
    expect(target.writableLength).toBeLessThan(2 * 1024 * 1024);
    expect(written).toBeLessThan(everything);
    reads = true;
    held();
    await completed;
    expect(written).toBe(everything);
    client.close();
  });
});
