import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer, WebSocket } from 'ws';
import { z } from 'zod';
import { failure } from '../../shared/contract/errors.ts';
import { mutation, query, stream, type Handlers } from '../../shared/contract/operation.ts';
import { socketPipe } from './pipe.ts';
import { connect, type Connection } from '../../shared/rpc/connect.ts';
import { portPipe, type AnyPort } from '../../shared/rpc/port-pipe.ts';
import { serve } from '../../shared/rpc/serve.ts';
import { window, type Pipe } from '../../shared/rpc/wire.ts';

const contract = {
  catalog: {
    size: query(z.object({ name: z.string() }), z.int()),
    rename: mutation(z.object({ name: z.string() }), z.object({})),
    wait: query(z.object({ name: z.string() }), z.string()),
    broken: query(z.object({}), z.string()),
    numbers: stream(z.object({ upTo: z.number() }), z.number()),
    nothing: query(z.object({}), z.string().optional()),
    quiet: stream(z.object({}), z.number()),
    present: stream(z.object({}), z.object({ serving: z.int() })),
  },
};
type TestContract = typeof contract;

interface Bench {
  readonly connection: Connection<TestContract>;
  readonly seen: {
    produced: number;
    closed: number;
    aborted: string[];
    reported: unknown[];
    serving: number;
  };
  /** Breaks the present pipe. */
  cut(): void;
  stop(): Promise<void>;
}

function handlers(seen: Bench['seen']): Handlers<TestContract> {
  return {
    catalog: {
      size: async ({ name }) => name.length,
      rename: async () => {
        throw failure('conflict', 'Someone renamed it first', { reason: 'renamed', values: { by: 'bob' } });
      },
      wait: ({ name }, { signal }) =>
        new Promise((resolve) => {
          if (name === 'short') return resolve('done');
          signal.addEventListener('abort', () => seen.aborted.push(name));
        }),
      nothing: async () => undefined,
      broken: async () => {
        throw new Error('password=hunter2');
      },
      numbers: async function* ({ upTo }) {
        try {
          for (let number = 0; number < upTo; number += 1) {
            seen.produced += 1;
            yield number;
          }
        } finally {
          seen.closed += 1;
        }
      },
      quiet: async function* (_, { signal }) {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        yield 1;
      },
      present: async function* (_, { signal }) {
        yield { serving: seen.serving };
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    },
  };
}

const newSeen = (): Bench['seen'] => ({ produced: 0, closed: 0, aborted: [], reported: [], serving: 0 });

async function overPorts(): Promise<Bench> {
  const seen = newSeen();
  let near: Pipe | undefined;
  const connection = connect(contract, async () => {
    const { port1, port2 } = new MessageChannel();
    seen.serving += 1;
    serve(contract, handlers(seen), portPipe(port1 as unknown as AnyPort), (error) =>
      seen.reported.push(error),
    );
    near = portPipe(port2 as unknown as AnyPort);
    return near;
  });
  return { connection, seen, cut: () => near?.close(), stop: async () => connection.close() };
}

async function overSockets(): Promise<Bench> {
  const seen = newSeen();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    seen.serving += 1;
    serve(contract, handlers(seen), socketPipe(socket), (error) => seen.reported.push(error));
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const connection = connect(
    contract,
    () =>
      new Promise<Pipe>((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}`);
        socket.once('open', () => resolve(socketPipe(socket)));
        socket.once('error', reject);
      }),
  );
  return {
    connection,
    seen,
    cut: () => {
      for (const socket of server.clients) socket.terminate();
    },
    stop: async () => {
      connection.close();
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe.each([
  ['a MessagePort', overPorts],
  ['a WebSocket', overSockets],
])('over %s', (_, open) => {
  const start = async () => {
    const bench = await open();
    stops.push(bench.stop);
    return { ...bench, catalog: bench.connection.client.catalog };
  };

  test('a query answers its value', async () => {
    const { catalog } = await start();
    expect(await catalog.size({ name: 'jupyter' })).toBe(7);
  });

  test('a query that has nothing to say ends all the same', async () => {
    const { catalog } = await start();
    expect(await catalog.nothing({})).toBeUndefined();
  });

  test('malformed input is refused at the core and names the field', async () => {
    const { catalog } = await start();
    const wrong = { name: 7 } as unknown as { name: string };
    await expect(catalog.size(wrong)).rejects.toMatchObject({
      data: { code: 'invalid-input', field: 'name' },
    });
  });

  test('a failure arrives whole, with its reason and values', async () => {
    const { catalog } = await start();
    await expect(catalog.rename({ name: 'x' })).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'renamed', values: { by: 'bob' } },
    });
  });

  test('the text of an unexpected exception stays in the core and is reported there', async () => {
    const { catalog, seen } = await start();
    const error = await catalog.broken({}).catch((caught: unknown) => caught);
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(error).toMatchObject({ data: { code: 'internal' } });
    expect(seen.reported).toHaveLength(1);
  });

  test('of two calls at the same time one is cancelled and the other lives', async () => {
    const { catalog, seen } = await start();
    const abort = new AbortController();
    const long = catalog.wait({ name: 'long' }, { signal: abort.signal });
    const longFailed = expect(long).rejects.toMatchObject({ data: { code: 'cancelled' } });
    expect(await catalog.size({ name: 'settled' })).toBe(7);
    abort.abort();
    await longFailed;
    expect(await catalog.wait({ name: 'short' })).toBe('done');
    expect(seen.aborted).toEqual(['long']);
  });

  test('an endless source runs no further ahead than the window, and break closes it', async () => {
    const { catalog, seen } = await start();
    let read = 0;
    for await (const number of catalog.numbers({ upTo: 1e9 })) {
      expect(number).toBe(read);
      read += 1;
      if (read === 100) break;
    }
    await expect.poll(() => seen.closed).toBe(1);
    expect(seen.produced).toBeGreaterThanOrEqual(100);
    expect(seen.produced).toBeLessThanOrEqual(100 + 2 * window);
  });

  test('a source that stays quiet does not hold a cancelled stream', async () => {
    const { catalog } = await start();
    const abort = new AbortController();
    const reading = (async () => {
      for await (const _ of catalog.quiet({}, { signal: abort.signal }))
        throw new Error('nothing was expected');
      return 'ended';
    })();
    await catalog.size({ name: 'settled' });
    abort.abort();
    expect(await reading).toBe('ended');
  });

  test('after a lost pipe single calls fail as unreachable and a stream goes on by itself', async () => {
    const { catalog, cut, connection } = await start();
    const states: string[] = [];
    connection.onState((state) => states.push(state));
    const abort = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { serving } of catalog.present({}, { signal: abort.signal })) {
        seen.push(serving);
        if (seen.length === 2) return;
      }
    })();
    await expect.poll(() => seen.length).toBe(1);
    const waiting = expect(catalog.wait({ name: 'long' })).rejects.toMatchObject({
      data: { code: 'unreachable', reason: 'pipe-lost' },
    });
    cut();
    await waiting;
    await reading;
    expect(seen).toEqual([1, 2]);
    expect(states).toEqual(expect.arrayContaining(['lost', 'connected']));
    abort.abort();
  });

  test('a call that does not exist is refused, also one named like a part of every object', async () => {
    const { connection } = await start();
    const loose = connection.client as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<unknown>>
    >;
    expect(loose['constructor']?.['name']).not.toBeTypeOf('function');
  });
});
