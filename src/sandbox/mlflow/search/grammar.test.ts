import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sample } from '../metric-history.ts';
import { wordsOf } from './words.ts';

const kinds = (text: string) => wordsOf(text).map(({ kind, text: word }) => `${kind} ${word}`);

describe('the words of a filter', () => {
  test('are told apart as SQL does', () => {
    expect(
      kinds(`metrics."a b" >= -1e-3 and params.\`x\` not  in ('a', 'b') AND tags.mlflow.user IS NOT NULL`),
    ).toEqual([
      'identifier metrics."a b"',
      'comparator >=',
      'number -1e-3',
      'and and',
      'identifier params.`x`',
      'comparator not  in',
      `list ('a', 'b')`,
      'and AND',
      'identifier tags.mlflow.user',
      'comparator IS NOT NULL',
    ]);
    expect(kinds('order = android')).toEqual(['identifier order', 'comparator =', 'identifier android']);
  });

  test('of any text are found without end', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const joined = wordsOf(text)
          .map(({ text: word }) => word)
          .join('');
        expect(joined.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});

test('a thinned course keeps its first and last values, in their order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 2, max: 100 }), (length, count) => {
      const values = Array.from({ length }, (_, index) => index);
      const thinned = sample(values, count);
      expect(thinned).toHaveLength(Math.min(length, count));
      expect([thinned[0], thinned.at(-1)]).toEqual([0, length - 1]);
      expect(thinned).toEqual(thinned.toSorted((one, other) => one - other));
    }),
  );
});
