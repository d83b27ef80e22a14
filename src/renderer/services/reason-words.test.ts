import { describe, expect, test } from 'vitest';
import { ReasonKind } from '../../shared/contract/services.ts';
import { en } from '../app/language/en/index.ts';
import { fr } from '../app/language/fr/index.ts';
import { sayFrom } from '../app/language/testing/say-from.ts';
import { adviceActions, reasonAdvice, reasonSentence } from './reason-words.ts';

const english = sayFrom(en);
const french = sayFrom(fr);
const spaces = (text: string) => text.replaceAll(/\s/gu, ' ');
const everything = {
  resource: 'requests.memory',
  needs: '8Gi',
  free: '3Gi',
  image: 'a:1',
  missing: 'memory, node-selector',
  limit: '4Gi',
  exitCode: 1,
  restarts: 3,
  claim: 'work',
  probe: 'startup',
  node: 'n1',
  container: 'main',
};

describe.each(ReasonKind.options)('the reason %s', (kind) => {
  test('has a sentence without holes in both languages, with and without values', () => {
    for (const say of [english, french]) {
      for (const values of [everything, {}]) {
        const sentence = reasonSentence({ kind, values, words: 'refused by policy' }, say, 'en');
        expect(sentence).toMatch(/^\p{Lu}.*\S$/su);
        expect(sentence).not.toMatch(/\{\{|undefined|: \.| {2}/);
      }
    }
  });
  test('offers something to do where it is not only a wait', () => {
    expect(adviceActions(kind).length > 0).toBe(
      reasonAdvice({ kind, values: {} }, english) !== '' && kind !== 'pulling',
    );
  });
});

test('the figures of a quota are told in the units of the language', () => {
  const reason = { kind: 'quota' as const, values: everything };
  expect(spaces(reasonSentence(reason, english, 'en'))).toBe(
    'Not enough memory left in your quota: needs 8 GiB, 3 GiB free.',
  );
  expect(spaces(reasonSentence(reason, french, 'fr'))).toBe(
    'Il ne reste pas assez de mémoire dans votre quota : il faut 8 Gio, 3 Gio disponibles.',
  );
});

test('cores and counts are not shown as bytes', () => {
  const quota = (resource: string, needs: string, free: string) =>
    spaces(reasonSentence({ kind: 'quota', values: { resource, needs, free } }, english, 'en'));
  expect(quota('limits.cpu', '1500m', '500m')).toContain('needs 1.5, 0.5 free');
  expect(quota('persistentvolumeclaims', '1', '0')).toContain(
    'Not enough volumes left in your quota: needs 1, 0 free',
  );
});

test('what machines lack is told in words', () => {
  expect(
    reasonSentence(
      { kind: 'unschedulable', values: { missing: 'nvidia.com/gpu, node-selector' } },
      english,
      'en',
    ),
  ).toContain('GPU, a machine of the kind asked for');
});
