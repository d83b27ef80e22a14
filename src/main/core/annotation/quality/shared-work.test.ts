import { expect, test } from 'vitest';
import { sharedWork } from './shared-work.ts';

test('work goes on until the last who waits has gone, and who goes does not wait', async () => {
  const ended: boolean[] = [];
  let begun = 0;
  const work = sharedWork(async (signal) => {
    begun += 1;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    ended.push(signal.aborted);
  });
  const [one, other] = [new AbortController(), new AbortController()];
  const first = work(one.signal, undefined);
  const second = work(other.signal, undefined);
  one.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  expect(ended).toEqual([]);
  other.abort();
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  await Promise.resolve();
  expect([begun, ended]).toEqual([1, [true]]);
});

test('who comes when it is over begins anew', async () => {
  let begun = 0;
  const work = sharedWork(async () => {
    begun += 1;
  });
  const { signal } = new AbortController();
  await work(signal, undefined);
  await work(signal, undefined);
  expect(begun).toBe(2);
});
