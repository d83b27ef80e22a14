import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDraws, permutation, withoutReplacement } from './draws.ts';

// Made with an independent implementation in Python, from the docstring alone. If this fails, samples of stored campaigns can no longer be drawn again: never adapt it, mend the generator.
test('the draws of a seed are these, for ever', () => {
  const draws = createDraws(2024, 'known');
  expect(Array.from({ length: 8 }, () => draws.below(1000))).toEqual([969, 205, 539, 900, 244, 93, 851, 669]);
  expect([...permutation(createDraws(0, 'known'), 8)]).toEqual([2, 6, 0, 5, 7, 1, 3, 4]);
  expect([...withoutReplacement(createDraws(Number.MAX_SAFE_INTEGER, 'known'), 1_000_000, 5)]).toEqual([
    156551, 337187, 392354, 726923, 820015,
  ]);
});

test('seeds and purposes that are near each other have nothing to do with each other', () => {
  const first = new Set<number>();
  for (let seed = 0; seed < 500; seed++) {
    for (const purpose of ['a', 'b']) first.add(createDraws(seed, purpose).below(2 ** 32));
  }
  expect(first.size).toBe(1000);
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])('%s is no seed', (seed) => {
  expect(() => createDraws(seed, '')).toThrow(RangeError);
});

test('a draw without replacement is ascending, within bounds and without doubles; a permutation has all', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), fc.nat(), (one, other, seed) => {
      const [count, size] = [Math.min(one, other), Math.max(one, other)];
      const chosen = [...withoutReplacement(createDraws(seed, 'some'), size, count)];
      expect(chosen).toHaveLength(count);
      expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
      expect(chosen.every((place) => place >= 0 && place < size)).toBe(true);
      const order = [...permutation(createDraws(seed, 'all'), size)].sort((a, b) => a - b);
      expect(order).toEqual(Array.from({ length: size }, (_, place) => place));
    }),
    { seed: 1 },
  );
});
