import { expect, test } from 'vitest';
import type { Answer } from '../../../shared/contract/serving/asking.ts';
import { agreementOf, sharedCodes } from './agreement.ts';

const answer = (...codes: string[]): Answer => ({
  source: { kind: 'pinned', id: codes.join() },
  predictions: codes.map((code, index) => ({ code, probability: 0.9 - index / 10 })),
  milliseconds: 1,
});
const failed: Answer = { ...answer(), problem: { code: 'unreachable', message: 'gone' } };

test('all that answered have to say the same first code', () => {
  expect(agreementOf([answer('96.02A', '96.02B'), answer('96.02A')])).toEqual({ code: '96.02A' });
  expect(agreementOf([answer('96.02A'), answer('96.02B')])).toBe('differ');
  expect(agreementOf([answer('96.02A'), answer()])).toBe('differ');
});

test('one that failed says nothing, and one alone agrees with nobody', () => {
  expect(agreementOf([answer('96.02A'), failed])).toBeUndefined();
});

test('codes that two answers have are known, whatever their rank', () => {
  expect(sharedCodes([answer('a', 'b'), answer('c', 'a'), answer('d')])).toEqual(new Set(['a']));
});
