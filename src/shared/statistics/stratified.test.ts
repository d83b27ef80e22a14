import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilson } from './interval.ts';
import { postStratified, stratifiedProportion } from './stratified.ts';
import { weightedProportion } from './weighted.ts';

const strata = [
  { size: 6000, n: 200, k: 190 },
  { size: 3000, n: 300, k: 240 },
  { size: 1000, n: 200, k: 110 },
];

function measured<Value extends { value: number | undefined }>(found: Value) {
  if (found.value === undefined) throw new Error('The estimate is absent.');
  return found as Extract<Value, { value: number }>;
}

describe('a stratified estimate', () => {
  test('weighs strata by the frame and not by the draw', () => {
    const found = measured(stratifiedProportion(strata));
    expect(found.value).toBeCloseTo(0.865, 12);
    expect(found.standardError).toBeCloseTo(0.012105, 6);
    expect(found).toMatchObject({ n: 700, interval: { method: 'wilson-effective-size' } });
  });
  test('is narrower with the finite population correction, and a point for a census', () => {
    const plain = measured(stratifiedProportion(strata));
    const corrected = measured(stratifiedProportion(strata, { finitePopulation: true }));
    // sqrt(sum W^2 (1-f) p(1-p)/(n-1)) by hand: f = 1/30, 1/10, 1/5.
    const byHand = Math.sqrt(
      0.36 * (29 / 30) * ((0.95 * 0.05) / 199) +
        0.09 * 0.9 * ((0.8 * 0.2) / 299) +
        0.01 * 0.8 * ((0.55 * 0.45) / 199),
    );
    expect(corrected.standardError).toBeCloseTo(byHand, 12);
    expect(corrected.standardError).toBeLessThan(plain.standardError);
    const census = stratifiedProportion([{ size: 10, n: 10, k: 7 }], { finitePopulation: true });
    expect(census).toMatchObject({ effectiveSize: undefined, interval: { method: 'census', lower: 0.7 } });
  });
  test('counts half a unit more where a stratum is all right, and says so', () => {
    const found = measured(stratifiedProportion([{ size: 50, n: 3, k: 3 }]));
    expect(found.repairs).toEqual([{ stratum: 0, rule: 'add-half', with: [] }]);
    expect(found.effectiveSize).toBeCloseTo(3, 12);
    expect(found.interval.lower).toBeCloseTo(wilson(3, 3).lower, 12);
    expect(found.interval.upper).toBe(1);
  });
  test('borrows the variance of neighbours where asked, and keeps its own mean', () => {
    const thin = [
      { size: 500, n: 40, k: 30 },
      { size: 500, n: 1, k: 1 },
    ];
    const found = measured(stratifiedProportion(thin, { thinStrata: 'collapse' }));
    expect(found.value).toBeCloseTo(0.5 * 0.75 + 0.5, 12);
    expect(found.repairs).toEqual([{ stratum: 1, rule: 'collapse', with: [0] }]);
    const pooled = (41 / 40) * (31 / 41) * (10 / 41);
    expect(found.standardError ** 2).toBeCloseTo(0.25 * ((0.75 * 0.25) / 39) + 0.25 * pooled, 12);
  });
  test('gives the weight of a stratum without draws to its neighbour, and says so', () => {
    const found = measured(stratifiedProportion([...strata, { size: 10_000, n: 0, k: 0 }]));
    expect(found.repairs).toEqual([{ stratum: 3, rule: 'collapse', with: [2] }]);
    expect(found.value).toBeCloseTo(0.3 * 0.95 + 0.15 * 0.8 + 0.55 * 0.55, 12);
  });
  test('is absent without draws, and refuses impossible counts', () => {
    expect(stratifiedProportion([{ size: 5, n: 0, k: 0 }])).toMatchObject({ reason: 'no-observations' });
    expect(() => stratifiedProportion([{ size: 5, n: 2, k: 3 }])).toThrow(RangeError);
    expect(() => stratifiedProportion([{ size: 5, n: 6, k: 3 }], { finitePopulation: true })).toThrow(
      RangeError,
    );
  });
  test('never leaves [0, 1] and never is NaN, whatever the strata', () => {
    const stratum = fc
      .tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 1000 }))
      .map(([a, b, extra]) => ({ n: a + b, k: a, size: a + b + extra }));
    fc.assert(
      fc.property(
        fc.array(stratum, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('collapse' as const, 'add-half' as const),
        (drawn, thinStrata) => {
          const found = stratifiedProportion(drawn, { thinStrata });
          expect(found.value === undefined).toBe(drawn.every(({ n }) => n === 0));
          if (found.value === undefined) return;
          const { lower, upper } = found.interval;
          expect(0 <= lower && lower <= found.value && found.value <= upper && upper <= 1).toBe(true);
          expect(found.standardError).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('an estimate stratified after the draw', () => {
  const items = strata.flatMap(({ n, k }, index) =>
    Array.from({ length: n }, (_, place) => ({ cell: `c${index}`, correct: place < k })),
  );
  const margins = new Map(strata.map(({ size }, index) => [`c${index}`, size]));
  test('is, given the counts, that of the strata', () => {
    const found = measured(postStratified(items, margins));
    const stratified = measured(stratifiedProportion(strata));
    expect(found).toMatchObject({ estimator: 'post-stratified', value: stratified.value });
    expect(found.standardError).toBe(stratified.standardError);
  });
  test('refuses an item of a cell that the frame lacks', () => {
    expect(() => postStratified([{ cell: 'x', correct: true }], margins)).toThrow('no cell x');
  });
});

describe('a weighted estimate', () => {
  test('has the ratio and standard error of a weighted regression on a constant', () => {
    // statsmodels 0.15.0: WLS(y, ones, weights).fit(cov_type='HC1'), which is the linearised variance with n/(n-1).
    const weights = [2, 2, 5, 5, 1, 4, 4, 3, 3, 1];
    const right = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1];
    const items = weights.map((weight, index) => ({ weight, correct: right[index] === 1 }));
    const found = measured(weightedProportion(items));
    expect(found).toMatchObject({ estimator: 'hajek', n: 10, weightSum: 30 });
    expect(found.value).toBeCloseTo(0.6, 12);
    expect(found.standardError).toBeCloseTo(0.1845916413981794, 12);
  });
  test('with the weights N/n of strata is the stratified one, and its weights sum to the frame', () => {
    const stratum = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 500 }))
      .map(([a, b, extra]) => ({ n: a + b, k: a, size: a + b + extra }));
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 6 }), (drawn) => {
        const frameSize = drawn.reduce((sum, { size }) => sum + size, 0);
        const items = drawn.flatMap(({ size, n, k }, index) =>
          Array.from({ length: n }, (_, place) => ({
            weight: size / n,
            correct: place < k,
            stratum: String(index),
          })),
        );
        const expected = measured(stratifiedProportion(drawn));
        for (const found of [weightedProportion(items), weightedProportion(items, { frameSize })]) {
          const { value, standardError, weightSum } = measured(found);
          expect(value).toBeCloseTo(expected.value, 9);
          expect(standardError).toBeCloseTo(expected.standardError, 9);
          expect(weightSum).toBeCloseTo(frameSize, 6);
        }
      }),
    );
  });
  test('falls back on the effective size of Kish where all items agree', () => {
    const found = measured(weightedProportion([1, 1, 2].map((weight) => ({ weight, correct: true }))));
    expect(found.effectiveSize).toBeCloseTo(16 / 6, 12);
    expect(found.interval?.lower).toBeCloseTo(wilson(16 / 6, 16 / 6).lower, 12);
  });
  test('is absent without items and refuses a weight of 0', () => {
    expect(weightedProportion([])).toMatchObject({ reason: 'no-observations' });
    expect(() => weightedProportion([{ weight: 0, correct: true }])).toThrow(RangeError);
  });
});
