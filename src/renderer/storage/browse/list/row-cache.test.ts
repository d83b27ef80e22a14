import { describe, expect, test } from 'vitest';
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import { createRowCache, pageRows } from './row-cache.ts';

/** A server whose answers come when the test says so. */
function server() {
  const asked: { from: number; answer: (generation: number, name?: string) => void; fail: () => void }[] = [];
  let most = 0;
  let now = 0;
  let failures = 0;
  let open = 0;
  const cache = createRowCache(
    (from, count) =>
      new Promise((resolve, reject) => {
        most = Math.max(most, (open += 1));
        asked.push({
          from,
          answer: (generation, name = 'row') => {
            open -= 1;
            const rows = Array.from({ length: count }, (_, index): Row => ({
              kind: 'object',
              name: `${name} ${from + index}`,
              key: `${from + index}`,
            }));
            resolve({ rows, generation });
          },
          fail: () => ((open -= 1), reject(new Error('gone'))),
        });
      }),
    () => {},
    () => (failures += 1),
    () => now,
  );
  return {
    cache,
    asked,
    most: () => most,
    failures: () => failures,
    pass: (milliseconds: number) => (now += milliseconds),
  };
}

describe('the rows at hand', () => {
  test('are asked for by pages, once each', async () => {
    const { cache, asked } = server();
    const loaded = cache.load(10, 40);
    cache.want(12, 42);
    expect(asked.map((one) => one.from)).toEqual([0]);
    asked[0]?.answer(1);
    await loaded;
    expect(cache.get(41)?.name).toBe('row 41');
    cache.want(0, 50);
    expect(asked).toHaveLength(1);
  });

  test('few are in flight, and what has left the screen is not asked for', async () => {
    const { cache, asked, most } = server();
    for (let page = 0; page < 10; page += 1) cache.want(page * pageRows, page * pageRows + 30);
    const loaded = cache.load(900 * pageRows, 900 * pageRows + 30);
    asked.forEach((one) => one.answer(1));
    await expect.poll(() => asked.length).toBe(4);
    asked[3]?.answer(1);
    await loaded;
    expect(most()).toBe(3);
    expect(asked.map((one) => one.from / pageRows)).toEqual([0, 1, 2, 900]);
  });

  test('of an older arrangement stay until the new ones come', async () => {
    const { cache, asked } = server();
    const first = cache.load(0, 30);
    asked[0]?.answer(1, 'old');
    await first;
    const second = cache.load(0, 30);
    cache.outdate(2);
    expect(cache.get(0)?.name).toBe('old 0');
    asked[1]?.answer(2, 'new');
    await second;
    await expect.poll(() => cache.get(0)?.name).toBe('new 0');
    cache.outdate(2);
    expect(asked).toHaveLength(2);
  });

  test('that were asked for before a change are asked for again after it', async () => {
    const { cache, asked } = server();
    cache.want(0, 30);
    cache.outdate();
    asked[0]?.answer(1, 'old');
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.answer(2, 'new');
    await expect.poll(() => cache.get(0)?.name).toBe('new 0');
  });

  test('that could not be had are not asked for in a loop', async () => {
    const { cache, asked, failures, pass } = server();
    const loaded = cache.load(0, 30);
    asked[0]?.fail();
    await loaded;
    cache.want(0, 30);
    expect([asked.length, failures()]).toEqual([1, 1]);
    pass(2_000);
    cache.want(0, 30);
    expect(asked).toHaveLength(2);
  });
});
