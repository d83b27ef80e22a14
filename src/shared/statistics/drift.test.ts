import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquareTest, joinRareCategories } from './chi-square-test.ts';
import { drift, driftEstimators } from './drift.ts';
import { benjaminiHochberg } from './false-discovery.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { criticalPsi, expectedPsi, populationStability } from './population-stability.ts';
import { compareProportions } from './two-proportions.ts';

const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 20 });
const mixesOf = (pairs: readonly (readonly [number, number])[]) => ({
  reference: pairs.map(([a]) => a),
  current: pairs.map(([, b]) => b),
});

describe('distances of mixes', () => {
  test('are 0 for equal mixes, never negative, and never NaN', () => {
    fc.assert(
      fc.property(counts, (pairs) => {
        for (const estimator of driftEstimators) {
          const found = drift(estimator, mixesOf(pairs));
          if (found.value === undefined) expect(found.reason).toMatch(/no-observations|empty-cell/);
          else expect(found.value).toBeGreaterThanOrEqual(-1e-12);
          const equal = drift(estimator, mixesOf(pairs.map(([a]) => [a, 3 * a] as const)));
          if (equal.value !== undefined) expect(equal.value).toBeCloseTo(0, 6);
        }
      }),
    );
  });
  test('smooth an empty cell where a logarithm needs it, and say so', () => {
    const mixes = { reference: [20, 30, 50, 0], current: [0, 40, 60, 0] };
    expect(drift('psi', mixes)).toMatchObject({
      smoothedCells: 1,
      categories: 3,
      n: 100,
      referenceSize: 100,
    });
    expect(drift('psi', mixes, { smoothing: 0 })).toMatchObject({ value: undefined, reason: 'empty-cell' });
    expect(drift('hellinger', mixes)).toMatchObject({ smoothedCells: 0 });
    // scipy 1.17.1: spatial.distance.jensenshannon([.2, .3, .5], [0, .4, .6], base=2).
    expect(drift('jensen-shannon-distance', mixes).value).toBeCloseTo(0.32932284475220647, 12);
    expect(drift('bhattacharyya', { reference: [1, 0], current: [0, 1] })).toMatchObject({
      reason: 'empty-cell',
    });
    expect(() => drift('psi', { reference: [1], current: [1, 2] })).toThrow(RangeError);
  });
});

describe('the stability index', () => {
  test('without drift has this mean and is passed once in twenty at this value', () => {
    // scipy 1.17.1: chi2.ppf(.95, 20) * .0011 and chi2.ppf(.95, 731) * (1/10000 + 1/1700).
    expect(expectedPsi(21, 10_000, 1000)).toBeCloseTo(0.022, 12);
    expect(criticalPsi(21, 10_000, 1000)).toBeCloseTo(0.03455147612865401, 12);
    expect(expectedPsi(732, 10_000, 1700)).toBeCloseTo(0.5031, 12);
    expect(criticalPsi(732, 10_000, 1700)).toBeCloseTo(0.5471533490970136, 10);
  });
  test('rings for a changed mix and not for the same', () => {
    const reference = [200, 300, 500];
    expect(populationStability({ reference, current: [20, 30, 50] })).toMatchObject({ exceeds: false });
    expect(populationStability({ reference, current: [10, 60, 30] })).toMatchObject({ exceeds: true });
    expect(populationStability({ reference: [9], current: [3] })).toMatchObject({
      reason: 'too-few-categories',
    });
  });
});

describe('tests of two windows', () => {
  test('chi-square and V are those of scipy 1.17.1 (chi2_contingency, contingency.association)', () => {
    const found = chiSquareTest([
      [12, 5, 9, 0],
      [7, 11, 3, 4],
      [20, 1, 8, 2],
    ]);
    expect(found).toMatchObject({
      n: 82,
      degrees: 6,
      value: expect.closeTo(22.259045147816718, 10),
      p: expect.closeTo(0.0010866984800104009, 12),
      cramerV: expect.closeTo(0.36840994157007073, 12),
      smallestExpected: expect.closeTo(1.829268292682927, 12),
    });
    expect(chiSquareTest([[1, 2]])).toMatchObject({ reason: 'too-few-categories' });
  });
  test('rare categories are joined until all are expected five times', () => {
    fc.assert(
      fc.property(counts, (pairs) => {
        const mixes = mixesOf(pairs);
        const joined = joinRareCategories(mixes);
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        expect(sum(joined.reference)).toBe(sum(mixes.reference));
        expect(sum(joined.current)).toBe(sum(mixes.current));
        const found = chiSquareTest([joined.reference, joined.current]);
        if (found.value !== undefined) expect(found.smallestExpected).toBeGreaterThanOrEqual(5 - 1e-9);
      }),
    );
  });
  test('Kolmogorov and Smirnov with ties: scipy 1.17.1, ks_2samp(method="exact")', () => {
    const found = kolmogorovSmirnov(
      [0.1, 0.2, 0.2, 0.4, 0.5, 0.7, 0.8],
      [0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1, 1, 0.2],
    );
    expect(found).toMatchObject({ value: expect.closeTo(5 / 9, 12), p: expect.closeTo(0.126748252, 9) });
    expect(kolmogorovSmirnov([1, 2], [1, 2])).toMatchObject({ value: 0, p: 1 });
    expect(kolmogorovSmirnov([], [1])).toMatchObject({ reason: 'no-observations' });
    expect(() => kolmogorovSmirnov([1, Number.NaN], [1])).toThrow(RangeError);
  });
  test('the limit of large samples: scipy 1.17.1, special.kolmogorov(0.04 * sqrt(1000))', () => {
    const reference = Array.from({ length: 2000 }, (_, index) => index / 2000);
    const found = kolmogorovSmirnov(
      reference,
      reference.map((value) => value * 0.96),
    );
    expect(found).toMatchObject({ method: 'asymptotic', p: expect.closeTo(0.08151888641220925, 9) });
  });
  test('two shares: the example (a) of Newcombe (1998), 56/70 and 48/80, with statsmodels 0.15.0 for the z', () => {
    const found = compareProportions({ k: 48, n: 80 }, { k: 56, n: 70 });
    expect(found).toMatchObject({
      value: expect.closeTo(0.2, 12),
      interval: {
        method: 'newcombe',
        lower: expect.closeTo(0.05243147240236498, 10),
        upper: expect.closeTo(0.33387265403690614, 10),
      },
      z: expect.closeTo(2.6501719512585336, 10),
      p: expect.closeTo(0.00804508136819656, 12),
    });
    expect(compareProportions({ k: 5, n: 5 }, { k: 3, n: 3 })).toMatchObject({ value: 0, z: undefined });
    expect(compareProportions({ k: 0, n: 0 }, { k: 3, n: 3 })).toMatchObject({ reason: 'no-observations' });
  });
});

test('many tests at once: statsmodels 0.15.0, multipletests(method="fdr_bh")', () => {
  const found = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.55, 0.2]);
  expect(found.map(({ adjusted }) => adjusted)).toEqual(
    [0.03, 0.06, 0.06, 0.03, 0.55, 0.24].map((value) => expect.closeTo(value, 12)),
  );
  expect(found.map(({ rejected }) => rejected)).toEqual([true, false, false, true, false, false]);
  expect(() => benjaminiHochberg([1.2])).toThrow(RangeError);
});
