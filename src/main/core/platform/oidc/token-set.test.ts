import { expect, test } from 'vitest';
import { claimsOf, isFresh, renewalTime, tokenSetOf } from './token-set.ts';

const answer = { access_token: 'a', refresh_token: 'r', id_token: 'i', expires_in: 60, token_type: 'Bearer' };

test('times count from our own clock, and renewal is due after three quarters', () => {
  const set = tokenSetOf(answer, 1_000_000);
  expect(set).toMatchObject({ obtainedAt: 1_000_000, expiresAt: 1_060_000, bound: false });
  expect(renewalTime(set)).toBe(1_045_000);
});

test('what a refresh leaves out stays, what it gives replaces', () => {
  const first = tokenSetOf(answer, 0);
  expect(tokenSetOf({ access_token: 'b', expires_in: 60 }, 1, first)).toMatchObject({
    accessToken: 'b',
    refreshToken: 'r',
    idToken: 'i',
  });
  expect(tokenSetOf({ ...answer, refresh_token: 's' }, 1, first).refreshToken).toBe('s');
});

test('a token is handed out with half a minute to live, or a quarter of a short life', () => {
  const long = tokenSetOf({ ...answer, expires_in: 300 }, 0);
  expect([isFresh(long, 269_999), isFresh(long, 270_001)]).toEqual([true, false]);
  const short = tokenSetOf(answer, 0);
  expect([isFresh(short, 44_999), isFresh(short, 45_001)]).toEqual([true, false]);
  expect([isFresh(short, 59_999, 0), isFresh(short, 60_000, 0)]).toEqual([true, false]);
});

test('a DPoP token is known by its type; an opaque one has no claims', () => {
  expect(tokenSetOf({ ...answer, token_type: 'DPoP' }, 0).bound).toBe(true);
  expect(claimsOf('opaque')).toEqual({});
  expect(claimsOf(`h.${Buffer.from('{"sub":"é"}').toString('base64url')}.s`)).toEqual({ sub: 'é' });
  expect(claimsOf(`h.${Buffer.from('[1').toString('base64url')}.s`)).toEqual({});
});
