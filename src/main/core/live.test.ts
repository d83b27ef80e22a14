import { expect, test } from 'vitest';
import { live } from './live.ts';

test('a reader gets the present value first, then the latest, and skips what was overtaken', async () => {
  const value = live(1);
  const abort = new AbortController();
  const reader = value.follow(abort.signal);
  expect((await reader.next()).value).toBe(1);
  value.set(2);
  value.set(3);
  expect((await reader.next()).value).toBe(3);
  const waiting = reader.next();
  value.set(4);
  expect((await waiting).value).toBe(4);
  const last = reader.next();
  abort.abort();
  expect((await last).done).toBe(true);
});

test('a reader that leaves is forgotten', async () => {
  const value = live('a');
  const reader = value.follow(new AbortController().signal);
  await reader.next();
  await reader.return();
  value.set('b');
  expect(value.get()).toBe('b');
});
