import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mcNemar } from './mcnemar.ts';
import { newcombePaired, weightedPaired, type PairedCounts } from './paired-difference.ts';

const count = fc.integer({ min: 0, max: 400 });
const table = fc
  .record({ both: count, onlyA: count, onlyB: count, neither: count })
  .filter(({ both, onlyA, onlyB, neither }) => both + onlyA + onlyB + neither > 0);
const swapped = ({ both, onlyA, onlyB, neither }: PairedCounts) => ({
  both,
  onlyA: onlyB,
  onlyB: onlyA,
  neither,
});
/** The difference, which a table with an item always has. */
function known<Found extends { readonly value: number | undefined }>(found: Found) {
  if (found.value === undefined) throw new Error('No items');
  return found as Extract<Found, { readonly value: number }>;
}

describe("McNemar's test", () => {
  // Agresti, Categorical Data Analysis: approval of a prime minister, 794, 150, 86, 570 (uncorrected 17.36); the
  // corrected statistic and both p-values by statsmodels 0.14.
  test('is corrected and by chi-square for the approval ratings of Agresti', () => {
    const found = mcNemar(150, 86);
    expect(found.method).toBe('chi-square-corrected');
    expect(found.statistic).toBeCloseTo(16.81779661016949, 12);
    expect(found.pValue).toBeCloseTo(4.114562281345944e-5, 15);
  });
  // Tables of Bentur et al. (2009) and Cavo et al. (2012) as Fagerland, Lydersen and Laake (2013), BMC Medical Research
  // Methodology 13, 91, use them (from memory); p-values by statsmodels 0.14.
  test.each([
    [1, 7, 0.0703125],
    [6, 16, 0.052478790283203125],
    [14, 10, 0.5412561893463135],
  ])('is exact for %i and %i', (onlyA, onlyB, pValue) => {
    const found = mcNemar(onlyA, onlyB);
    expect(found).toMatchObject({ method: 'exact', statistic: undefined });
    expect(found.pValue).toBeCloseTo(pValue, 12);
  });
  test('changes its method at 25 items', () => {
    expect(mcNemar(14, 10).method).toBe('exact');
    expect(mcNemar(15, 10)).toMatchObject({ method: 'chi-square-corrected', statistic: 0.64 });
    expect(mcNemar(15, 10).pValue).toBeCloseTo(0.4237107971667936, 12);
  });
  test('finds nothing where the two never differ, or differ alike', () => {
    expect(mcNemar(0, 0).pValue).toBe(1);
    expect(mcNemar(5, 5).pValue).toBe(1);
    expect(mcNemar(50, 50)).toMatchObject({ statistic: 0, pValue: 1 });
    expect(() => mcNemar(-1, 3)).toThrow(RangeError);
    expect(() => mcNemar(0.5, 3)).toThrow(RangeError);
  });
  test('treats both alike, and is surer of a larger imbalance', () => {
    fc.assert(
      fc.property(count, count, (b, c) => {
        const { pValue } = mcNemar(b, c);
        expect(pValue).toBe(mcNemar(c, b).pValue);
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
        if (b > 0 && b <= c) expect(mcNemar(b - 1, c + 1).pValue).toBeLessThanOrEqual(pValue + 1e-12);
      }),
    );
  });
});

describe('the difference of paired shares', () => {
  // B minus A has the sign turned against the published tables, which have A minus B.
  test.each([
    // Cavo et al. (2012): Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables (2017), chapter 8.
    [{ both: 59, onlyA: 6, onlyB: 16, neither: 80 }, 0.0046, 0.1186],
    // Bentur et al. (2009), same place (from memory; computed twice, here and in Python).
    [{ both: 1, onlyA: 1, onlyB: 7, neither: 12 }, 0.0256, 0.5069],
    // Altman et al. (2000), Statistics with Confidence, table 6.2 (data published there; interval computed in Python).
    [{ both: 14, onlyA: 5, onlyB: 0, neither: 22 }, -0.2265, -0.0115],
    // Newcombe (1998), table II: 36, 12, 2, 0 (from memory; computed twice).
    [{ both: 36, onlyA: 12, onlyB: 2, neither: 0 }, -0.3404, -0.0569],
  ])('has the interval of Newcombe for %j', (counts, lower, upper) => {
    const found = known(newcombePaired(counts));
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  });
  test('lies in its interval, which lies in [-1, 1] and turns with the sides', () => {
    fc.assert(
      fc.property(table, (counts) => {
        const found = known(newcombePaired(counts));
        const other = known(newcombePaired(swapped(counts)));
        expect(found.lower).toBeGreaterThanOrEqual(-1);
        expect(found.lower).toBeLessThanOrEqual(found.value + 1e-12);
        expect(found.upper).toBeGreaterThanOrEqual(found.value - 1e-12);
        expect(found.upper).toBeLessThanOrEqual(1);
        expect(other.lower).toBeCloseTo(-found.upper, 10);
      }),
    );
  });
  test('does not exist without items', () => {
    const none = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
    expect(newcombePaired(none)).toMatchObject({ value: undefined, reason: 'no-observations' });
    expect(weightedPaired([])).toMatchObject({ value: undefined, reason: 'no-observations' });
  });
});

const items = (counts: PairedCounts, weight: number) =>
  (
    [
      [counts.both, true, true],
      [counts.onlyA, true, false],
      [counts.onlyB, false, true],
      [counts.neither, false, false],
    ] as const
  ).flatMap(([n, a, b]) => Array.from({ length: n }, () => ({ weight, a, b })));

describe('the difference of paired shares by design weights', () => {
  test('comes near the one of Newcombe where all weights are equal', () => {
    const counts = { both: 590, onlyA: 60, onlyB: 160, neither: 800 };
    const plain = known(newcombePaired(counts));
    const weighted = known(weightedPaired(items(counts, 12.5)));
    expect(weighted.value).toBeCloseTo(plain.value, 12);
    expect(weighted.lower).toBeCloseTo(plain.lower, 4);
    expect(weighted.upper).toBeCloseTo(plain.upper, 4);
  });
  test('does not depend on the unit of the weights, and turns with the sides', () => {
    const weighed = fc.array(
      fc.record({ weight: fc.double({ min: 0.5, max: 90, noNaN: true }), a: fc.boolean(), b: fc.boolean() }),
      { minLength: 2, maxLength: 60 },
    );
    fc.assert(
      fc.property(weighed, (given) => {
        const found = known(weightedPaired(given));
        const scaled = known(weightedPaired(given.map((one) => ({ ...one, weight: one.weight * 7 }))));
        const turned = known(weightedPaired(given.map(({ weight, a, b }) => ({ weight, a: b, b: a }))));
        expect(scaled.lower).toBeCloseTo(found.lower, 8);
        expect(turned.lower).toBeCloseTo(-found.upper, 8);
        expect(found.lower).toBeLessThanOrEqual(found.value + 1e-9);
        expect(found.upper).toBeGreaterThanOrEqual(found.value - 1e-9);
      }),
    );
  });
  test('takes the spread within strata only', () => {
    const stratum = (name: string, weight: number, right: number) =>
      Array.from({ length: 100 }, (_, at) => ({
        stratum: name,
        weight,
        a: at < right,
        b: at < right + 5,
      }));
    const both = [...stratum('easy', 9, 90), ...stratum('hard', 1, 10)];
    const within = known(weightedPaired(both));
    const without = known(weightedPaired(both.map(({ weight, a, b }) => ({ weight, a, b }))));
    expect(within.value).toBeCloseTo(0.05, 12);
    expect(within.upper - within.lower).toBeLessThan(without.upper - without.lower + 1e-9);
    expect(within.lower).toBeGreaterThan(0);
  });
  test('covers the truth about as often as it says', () => {
    // A linear congruential generator (Numerical Recipes), so that the same samples come every time.
    let state = 12_345;
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const strata = [
      { name: 'large', weight: 40, pA: 0.85, pB: 0.9 },
      { name: 'small', weight: 4, pA: 0.4, pB: 0.55 },
    ];
    const truth = (40 * 0.05 + 4 * 0.15) / 44;
    const rounds = 800;
    let covered = 0;
    for (let round = 0; round < rounds; round += 1) {
      const sample = strata.flatMap(({ name, weight, pA, pB }) =>
        Array.from({ length: 100 }, () => {
          const luck = next();
          const shared = next() < 0.7;
          const other = next();
          return { stratum: name, weight, a: luck < pA, b: (shared ? luck : other) < pB };
        }),
      );
      const { lower, upper } = known(weightedPaired(sample));
      if (lower <= truth && truth <= upper) covered += 1;
    }
    expect(covered / rounds).toBeGreaterThan(0.925);
    expect(covered / rounds).toBeLessThan(0.985);
  });
});
