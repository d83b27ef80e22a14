import { once } from 'node:events';
import net from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { createForward } from './forward.ts';
import type { Forward, ForwardPod, ForwardStatus } from './forward.ts';

/** A cluster of at most one pod, which answers each connection by its name and then echoes. */
class Cluster {
  pod: ForwardPod | undefined;
  refuse: Error | undefined;
  /** Reported after the connection was made, as a closed port is. */
  late: Error | undefined;
  connects = 0;
  readonly #listeners = new Set<() => void>();

  set(pod: ForwardPod | undefined): void {
    this.pod = pod;
    for (const listener of this.#listeners) listener();
  }

  readonly options = {
    hold: 2_000,
    findPod: () => this.pod,
    onPodChange: (listener: () => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
    connect: (pod: ForwardPod): Promise<Duplex> => {
      this.connects += 1;
      if (this.refuse) return Promise.reject(this.refuse);
      const { late } = this;
      const [incoming, outgoing] = [new PassThrough(), new PassThrough()];
      outgoing.write(`${pod.name}:`);
      incoming.pipe(outgoing);
      const duplex = Duplex.from({ readable: late ? new PassThrough() : outgoing, writable: incoming });
      if (late) setImmediate(() => duplex.destroy(late));
      return Promise.resolve(duplex);
    },
  };
}

const a: ForwardPod = { name: 'a', uid: '1', port: 8888 };
const b: ForwardPod = { name: 'b', uid: '2', port: 8888 };

let forward: Forward | undefined;
afterEach(async () => {
  await forward?.stop();
  forward = undefined;
});

function make(cluster: Cluster): Forward {
  forward = createForward(cluster.options);
  return forward;
}

function until(one: Forward, state: ForwardStatus['state']): Promise<ForwardStatus> {
  if (one.status().state === state) return Promise.resolve(one.status());
  return new Promise((resolve) => {
    const forget = one.onState((status) => {
      if (status.state !== state) return;
      forget();
      resolve(status);
    });
  });
}

async function ask(port: number, question: string): Promise<string> {
  const socket = net.connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.end(question);
  return text(socket);
}

describe('a forward', () => {
  test('is starting without a pod, ready with one, healing without it again', async () => {
    const cluster = new Cluster();
    const one = make(cluster);
    expect(one.status().state).toBe('starting');
    cluster.set(a);
    expect(one.status()).toMatchObject({ state: 'ready', generation: 0 });
    cluster.set(undefined);
    expect(one.status().state).toBe('healing');
    cluster.set(b);
    expect(one.status()).toMatchObject({ state: 'ready', generation: 1 });
  });

  test('holds a caller while there is no pod and serves it by the next one, at the same address', async () => {
    const cluster = new Cluster();
    cluster.pod = a;
    const one = make(cluster);
    const { port } = await one.listen();
    expect(await ask(port, 'x')).toBe('a:x');
    cluster.set(undefined);
    const held = ask(port, 'y');
    await new Promise((resolve) => setImmediate(resolve));
    cluster.set(b);
    expect(await held).toBe('b:y');
    expect((await one.listen()).port).toBe(port);
  });

  test('gives up on a caller after the hold with the reason', async () => {
    const cluster = new Cluster();
    forward = createForward({ ...cluster.options, hold: 20 });
    const error: unknown = await forward.connect().catch((one: unknown) => one);
    expect(isFailure(error) && error.data).toMatchObject({ code: 'unreachable', reason: 'no-ready-pod' });
  });

  test('a pod that cannot be reached is healing with the problem, and recovers without a caller', async () => {
    const cluster = new Cluster();
    cluster.pod = a;
    cluster.refuse = failure('unreachable', 'The API server is away', { reason: 'connection-refused' });
    const one = make(cluster);
    const held = one.connect();
    expect((await until(one, 'healing')).problem?.data.reason).toBe('connection-refused');
    cluster.refuse = undefined;
    (await held).destroy();
    await until(one, 'ready');
  });

  test('a port that nobody listens on is told, tried again by itself and ready when it opens', async () => {
    const cluster = new Cluster();
    cluster.pod = a;
    cluster.late = failure('unreachable', 'Nothing listens', { reason: 'port-closed' });
    const one = make(cluster);
    (await one.connect()).on('error', () => undefined);
    expect((await until(one, 'healing')).problem?.data.reason).toBe('port-closed');
    cluster.late = undefined;
    await until(one, 'ready');
    expect(cluster.connects).toBeGreaterThan(1);
  });

  test('a missing right is thrown at once instead of being waited for', async () => {
    const cluster = new Cluster();
    cluster.pod = a;
    cluster.refuse = failure('forbidden', 'No');
    const error: unknown = await make(cluster)
      .connect()
      .catch((one: unknown) => one);
    expect(isFailure(error) && error.code).toBe('forbidden');
    expect(cluster.connects).toBe(1);
  });

  test('a taken port is a conflict that names it', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as net.AddressInfo;
    const error: unknown = await make(new Cluster())
      .listen(port)
      .catch((one: unknown) => one);
    expect(isFailure(error) && error.data).toMatchObject({ code: 'conflict', values: { port } });
    taken.close();
  });

  test('stopping ends the address, the connections and those who wait', async () => {
    const cluster = new Cluster();
    cluster.pod = a;
    const one = make(cluster);
    const { port } = await one.listen();
    const socket = net.connect({ port, host: '127.0.0.1' });
    await once(socket, 'data');
    cluster.set(undefined);
    const waiting = one.connect().catch((error: unknown) => error);
    const closed = once(socket, 'close').catch(() => undefined);
    await one.stop();
    await closed;
    const error = await waiting;
    expect(isFailure(error) && error.code).toBe('cancelled');
    expect(one.status().state).toBe('stopped');
    await expect(ask(port, 'x')).rejects.toThrow(/ECONNREFUSED/);
  });
});
