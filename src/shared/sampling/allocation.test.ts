import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, shareOut } from './allocation.ts';

const rules = ['equal', 'proportional', 'square-root', 'neyman'] as const;

describe('allocation', () => {
  test.each([
    ['equal', [60, 20, 20]],
    ['proportional', [84, 13, 3]],
    ['square-root', [64, 25, 11]],
  ] as const)('%s over strata of 6,400, 1,000 and 200', (allocation, shares) => {
    const sizes = allocation === 'equal' ? [60, 20, 20] : [6400, 1000, 200];
    expect(allocate(sizes, 100, { allocation, minimum: 2 })).toEqual(shares);
  });

  test("Neyman's puts the sample where the variance is", () => {
    const deviations = [0.1, 0.5];
    expect(allocate([1000, 1000], 60, { allocation: 'neyman', minimum: 2, deviations })).toEqual([10, 50]);
    expect(allocate([10, 30], 12, { allocation: 'neyman', minimum: 2, deviations: [0, 0] })).toEqual([3, 9]);
  });

  test('a stratum that is full leaves its part to the others', () => {
    expect(allocate([5, 100, 100], 65, { allocation: 'equal', minimum: 2 })).toEqual([5, 30, 30]);
    expect(allocate([1, 0, 100], 10, { allocation: 'proportional', minimum: 2 })).toEqual([1, 0, 9]);
  });

  test('any allocation sums to n and keeps its bounds', () => {
    const strata = fc.array(fc.tuple(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        strata,
        fc.constantFrom(...rules),
        fc.nat(5),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, allocation, minimum, part) => {
          const sizes = given.map(([size]) => size);
          const deviations = given.map(([, deviation]) => deviation);
          const least = sizes.reduce((sum, size) => sum + Math.min(size, minimum), 0);
          const most = sizes.reduce((sum, size) => sum + size, 0);
          fc.pre(most > 0);
          const n = Math.max(1, Math.round(least + part * (most - least)));
          const counts = allocate(sizes, n, { allocation, minimum, deviations });
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
          for (const [stratum, count] of counts.entries()) {
            const size = sizes[stratum] ?? 0;
            expect(count).toBeLessThanOrEqual(size);
            expect(count).toBeGreaterThanOrEqual(Math.min(size, minimum));
            expect(Number.isInteger(count)).toBe(true);
          }
        },
      ),
      { numRuns: 2000, seed: 3 },
    );
  });

  test('too few for the minima is a failure that says how many are needed', () => {
    expect(() => allocate([10, 10, 1], 4, { allocation: 'equal', minimum: 2 })).toThrow(
      expect.objectContaining({
        data: expect.objectContaining({ values: { asked: 4, least: 5, most: 21 } }),
      }),
    );
    expect(() => allocate([10], 4, { allocation: 'neyman', minimum: 2 })).toThrow(RangeError);
  });
});

test('shares are whole and sum to n', () => {
  expect(shareOut(10, [0.6, 0.2, 0.2])).toEqual([6, 2, 2]);
  expect(shareOut(11, [60, 20, 0, 20])).toEqual([7, 2, 0, 2]);
  expect(() => shareOut(10, [0, 0])).toThrow(RangeError);
  expect(() => shareOut(10, [2, -1])).toThrow(RangeError);
});
