import type http from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubernetesObject } from './objects.ts';
import { json, serve } from './testing/server.ts';
import type { TestServer } from './testing/server.ts';
import { watchCollection } from './watch.ts';
import type { Change, Watch, WatchState } from './watch.ts';

const pod = (uid: string, version: number, more: object = {}): { metadata: object } => ({
  metadata: { uid, name: uid, resourceVersion: String(version), managedFields: [{}], ...more },
});
const line = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`;

/** A server whose lists and watches the test answers one by one. */
class Script {
  readonly lists: (() => unknown)[] = [];
  readonly watches: ((response: http.ServerResponse, query: URLSearchParams) => void)[] = [];
  handle: http.RequestListener = (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    if (query.get('watch') !== 'true') {
      const next = this.lists.length > 1 ? this.lists.shift() : this.lists[0];
      return json(response, 200, next?.());
    }
    const next = this.watches.shift();
    if (!next) return response.writeHead(200).flushHeaders();
    response.writeHead(200);
    next(response, query);
  };
}

interface Observed {
  readonly watch: Watch;
  readonly changes: Change<KubernetesObject>[];
  readonly states: WatchState[];
  /** Resolves as soon as the condition holds after a batch or a state. */
  until(condition: () => boolean): Promise<void>;
  snapshot: ReadonlyMap<string, KubernetesObject>;
}

let server: TestServer;
let script: Script;
let stop: AbortController;
let observed: Observed | undefined;

beforeEach(async () => {
  script = new Script();
  stop = new AbortController();
  server = await serve(script.handle);
});
afterEach(async () => {
  stop.abort();
  await observed?.watch.done;
  await server.close();
});

function observe(options: { silence?: number } = {}): Observed {
  const changes: Change<KubernetesObject>[] = [];
  const states: WatchState[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const one of [...waiting]) one();
  };
  const result: Observed = {
    watch: watchCollection({
      client: server.client,
      path: '/api/v1/namespaces/n/pods',
      signal: stop.signal,
      gather: 5,
      backoff: [5, 20],
      ...options,
      onBatch(batch, snapshot) {
        changes.push(...batch);
        result.snapshot = snapshot;
        told();
      },
      onState(state) {
        states.push(state);
        told();
      },
    }),
    changes,
    states,
    snapshot: new Map(),
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
  observed = result;
  return result;
}

const kinds = (one: Observed): string[] =>
  one.changes.map((change) => `${change.kind} ${change.object.metadata?.uid}`);

describe('a watch', () => {
  test('lists, then tells what changes, without the bookkeeping of fields', async () => {
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [pod('a', 1), pod('b', 2)] }));
    script.watches.push((response, query) => {
      expect(query.get('resourceVersion')).toBe('5');
      expect(query.get('allowWatchBookmarks')).toBe('true');
      response.write(
        line('ADDED', pod('c', 6)) + line('MODIFIED', pod('a', 7)) + line('DELETED', pod('b', 8)),
      );
    });
    const seen = observe();
    await seen.until(() => seen.changes.length === 5);
    expect(kinds(seen)).toEqual(['added a', 'added b', 'added c', 'modified a', 'deleted b']);
    expect([...seen.snapshot.keys()]).toEqual(['a', 'c']);
    expect(seen.snapshot.get('a')?.metadata).not.toHaveProperty('managedFields');
    expect(seen.states).toEqual(['loading', 'live']);
  });

  test('an empty collection is told too', async () => {
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [] }));
    const seen = observe();
    let told = false;
    await seen.until(() => (told ||= seen.states.includes('live')));
    expect(seen.snapshot.size).toBe(0);
  });

  test('goes on from the last bookmark after an ordinary end, without a new list', async () => {
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [pod('a', 1)] }));
    script.watches.push((response) =>
      response.end(line('BOOKMARK', { metadata: { resourceVersion: '90' } })),
    );
    script.watches.push((response, query) => {
      expect(query.get('resourceVersion')).toBe('90');
      response.write(line('MODIFIED', pod('a', 91)));
    });
    const seen = observe();
    await seen.until(() => seen.changes.length === 2);
    expect(server.asked.filter((one) => !one.includes('watch=true'))).toHaveLength(1);
  });

  test.each(['in the stream', 'as status'])(
    'a forgotten version (410, %s) leads to a new list of which only the difference is told',
    async (way) => {
      script.lists.push(() => ({
        metadata: { resourceVersion: '5' },
        items: [pod('a', 1), pod('b', 2), pod('c', 3)],
      }));
      script.lists.push(() => ({
        metadata: { resourceVersion: '50' },
        items: [pod('a', 1), pod('b', 40), pod('d', 41)],
      }));
      script.watches.push((response) => {
        if (way === 'in the stream')
          response.end(
            line('ERROR', {
              kind: 'Status',
              code: 410,
              reason: 'Expired',
              message: 'too old resource version',
            }),
          );
        else response.destroy();
      });
      const original = script.handle;
      if (way === 'as status') {
        let refused = false;
        server.server.removeAllListeners('request');
        server.server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
          if (request.url?.includes('watch=true') && !refused) {
            refused = true;
            script.watches.shift();
            return json(response, 410, { code: 410, reason: 'Expired' });
          }
          original(request, response);
        });
      }
      const seen = observe();
      await seen.until(() => seen.changes.length >= 6);
      expect(kinds(seen).slice(3).sort()).toEqual(['added d', 'deleted c', 'modified b']);
    },
  );

  test('a line cut by a lost connection comes again, and characters cut by a chunk stay whole', async () => {
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [] }));
    const text = Buffer.from(line('ADDED', pod('a', 6, { labels: { name: 'école élève 🎓' } })));
    script.watches.push((response) => {
      response.write(text.subarray(0, 60), () => response.destroy());
    });
    script.watches.push((response, query) => {
      expect(query.get('resourceVersion')).toBe('5');
      let at = 0;
      const next = (): void => {
        if (at < text.length) response.write(text.subarray(at, (at += 1)), () => setImmediate(next));
      };
      next();
    });
    const seen = observe();
    await seen.until(() => seen.changes.length === 1);
    expect(seen.changes[0]?.object.metadata?.labels).toEqual({ name: 'école élève 🎓' });
    expect(seen.states).toContain('reconnecting');
  });

  test('a connection that is silent for too long counts as dead and is made again', async () => {
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [] }));
    script.watches.push((response) => response.flushHeaders());
    script.watches.push((response) => response.write(line('ADDED', pod('a', 6))));
    const seen = observe({ silence: 50 });
    await seen.until(() => seen.changes.length === 1);
    expect(seen.states).toEqual(['loading', 'live', 'reconnecting', 'live']);
  });

  test('a refused right is offline with the reason and tried again when woken', async () => {
    let allowed = false;
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [pod('a', 1)] }));
    const original = script.handle;
    server.server.removeAllListeners('request');
    server.server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) =>
      allowed ? original(request, response) : json(response, 403, { message: 'pods is forbidden' }),
    );
    const seen = observe();
    await seen.until(() => seen.states.at(-1) === 'offline');
    allowed = true;
    seen.watch.wake();
    await seen.until(() => seen.states.at(-1) === 'live');
    expect(kinds(seen)).toEqual(['added a']);
  });

  test('waking gives up a connection that still looks alive', async () => {
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [] }));
    let opened = 0;
    for (let one = 0; one < 2; one += 1) {
      script.watches.push((response) => {
        opened += 1;
        if (opened === 2) response.write(line('ADDED', pod('a', 6)));
        else response.flushHeaders();
      });
    }
    const seen = observe();
    await seen.until(() => seen.states.at(-1) === 'live');
    seen.watch.wake();
    await seen.until(() => seen.changes.length === 1);
    expect(opened).toBe(2);
  });

  test('nothing is told after the end', async () => {
    script.lists.push(() => ({ metadata: { resourceVersion: '5' }, items: [] }));
    script.watches.push((response) => response.write(line('ADDED', pod('a', 6))));
    const seen = observe();
    await seen.until(() => seen.states.at(-1) === 'live');
    stop.abort();
    const before = seen.changes.length;
    await seen.watch.done;
    expect(seen.changes).toHaveLength(before);
  });
});
