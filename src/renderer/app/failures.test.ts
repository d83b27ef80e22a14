import { describe, expect, test } from 'vitest';
import { FailureCode } from '../../shared/contract/errors.ts';
import { actionOf, failureSentence } from './failures.ts';
import { en } from './language/en/index.ts';
import { fr } from './language/fr/index.ts';
import { sayFrom } from './language/testing/say-from.ts';

describe.each([
  ['English', sayFrom(en)],
  ['French', sayFrom(fr)],
])('in %s', (_, say) => {
  test.each(FailureCode.options)('the code %s has a sentence of its own', (code) => {
    expect(say(`failures.${code}`, {})).toMatch(/\S \S|\S\./);
  });
  test('an exact reason wins over its code, and counts within its code first', () => {
    const words = {
      code: 'untrusted',
      message: 'no',
      reason: 'expired',
      values: { host: 'vault.example.org' },
    } as const;
    expect(failureSentence(words, say)).toContain('vault.example.org');
    expect(failureSentence({ ...words, code: 'forbidden' }, say)).toBe(say('failures.forbidden', {}));
  });
  test('an unknown reason falls back to the code', () => {
    expect(failureSentence({ code: 'busy', message: 'x', reason: 'tired' }, say)).toBe(
      say('failures.busy', {}),
    );
  });
});

test('every code leads to an action', () => {
  expect(FailureCode.options.map((code) => [code, actionOf(code)])).toContainEqual(['signed-out', 'sign-in']);
});
