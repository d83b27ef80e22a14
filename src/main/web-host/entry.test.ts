import { expect, test } from 'vitest';
import { createEntry } from './entry.ts';

const sent = (setCookie: string | undefined): string => setCookie?.split(';')[0] ?? '';

test('a token is good once', () => {
  const entry = createEntry();
  const token = entry.newToken();
  expect(entry.redeem(token, 41_700)).toMatch(
    /^sardonyx-session-41700=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
  );
  expect(entry.redeem(token, 41_700)).toBeUndefined();
});

test('two apps at two ports of one machine leave each other signed in', () => {
  const [one, other] = [createEntry(), createEntry()];
  const cookies = [
    sent(one.redeem(one.newToken(), 41_700)),
    sent(other.redeem(other.newToken(), 41_701)),
  ].join('; ');
  expect([one.admits(cookies, 41_700), other.admits(cookies, 41_701)]).toEqual([true, true]);
  expect([one.admits(cookies, 41_701), other.admits(cookies, 41_700)]).toEqual([false, false]);
});
