import { describe, expect, test } from 'vitest';
import { agreement } from './agreement.ts';
import { bootstrap } from './bootstrap.ts';
import { absent, pointEstimate } from './estimate.ts';
import { gwetAc1 } from './gwet-ac1.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { percentAgreement } from './percent-agreement.ts';
import type { UnitStatistic } from './unit-statistic.ts';

function share(right: readonly boolean[]): UnitStatistic<'share'> {
  return {
    estimator: 'share',
    units: right.length,
    at(copies) {
      let n = 0;
      let k = 0;
      for (const [unit, isRight] of right.entries()) {
        n += copies[unit] ?? 0;
        k += isRight ? (copies[unit] ?? 0) : 0;
      }
      return pointEstimate('share', k / n, n);
    },
  };
}
const right = Array.from({ length: 200 }, (_, index) => index < 160);

describe('the bootstrap', () => {
  test('of a share has the percentiles of a binomial, its exact distribution', () => {
    // scipy 1.17.1: stats.binom.ppf([.025, .975], 200, .8) / 200 = [0.745, 0.855]; one step is 0.005.
    const found = bootstrap(share(right), { seed: 7, resamples: 20_000 });
    expect(found).toMatchObject({ value: 0.8, n: 200, resamples: 20_000, undefinedResamples: 0 });
    expect(Math.abs((found.interval?.lower ?? 0) - 0.745)).toBeLessThan(0.0051);
    expect(Math.abs((found.interval?.upper ?? 0) - 0.855)).toBeLessThan(0.0051);
    expect(found.interval).toMatchObject({ method: 'bootstrap-percentile', level: 0.95 });
  });
  test('draws clusters whole: units that occur twice tell nothing twice', () => {
    const twice = right.flatMap((isRight) => [isRight, isRight]);
    const clusters = twice.map((_, index) => index >> 1);
    const found = bootstrap(share(twice), { seed: 7, resamples: 20_000, clusters });
    expect(Math.abs((found.interval?.lower ?? 0) - 0.745)).toBeLessThan(0.0051);
    expect(bootstrap(share(twice), { seed: 7 }).interval?.lower).toBeGreaterThan(0.752);
  });
  test('draws within strata: what differs only between them does not vary', () => {
    const strata = right.map(String);
    expect(bootstrap(share(right), { seed: 1, strata }).interval).toMatchObject({ lower: 0.8, upper: 0.8 });
    const clusters = right.map(() => 'one');
    expect(() => bootstrap(share(right), { seed: 1, strata, clusters })).toThrow('two strata');
  });
  test('gives the same interval for the same seed, another for another', () => {
    const one = bootstrap(share(right), { seed: 1, resamples: 1000, level: 0.9 });
    expect(bootstrap(share(right), { seed: 1, resamples: 1000, level: 0.9 })).toEqual(one);
    const others = [2, 3, 4, 5].map((seed) => bootstrap(share(right), { seed, resamples: 1000, level: 0.9 }));
    expect(others.some((other) => other.interval?.lower !== one.interval?.lower)).toBe(true);
  });
  test('has no interval where the figure often does not exist, and is absent where it never does', () => {
    const often = percentAgreement([['a', 'a'], ['a'], ['b'], ['b'], ['b'], ['b']]);
    const found = bootstrap(often, { seed: 3 });
    expect(found).toMatchObject({ value: 1, interval: undefined });
    const never: UnitStatistic<'none'> = {
      estimator: 'none',
      units: 2,
      at: () => absent('none', 0, 'one-category'),
    };
    expect(bootstrap(never, { seed: 3 })).toEqual(absent('none', 0, 'one-category'));
    expect(() => bootstrap(never, { seed: 3, resamples: 200 })).toThrow(RangeError);
  });
});

test('a resample of units is the agreement of those units written out', () => {
  const rows = [
    ['a', 'a', 'b'],
    ['b', 'b', undefined],
    ['a', 'c', 'c'],
    ['c', undefined, undefined],
  ];
  const copies = [2, 0, 1, 3];
  const drawn = rows.flatMap((row, unit) => Array.from({ length: copies[unit] ?? 0 }, () => row));
  expect(krippendorffAlpha(rows).at(copies).value).toBeCloseTo(
    agreement('krippendorff-alpha', drawn).value ?? 0,
    12,
  );
  expect(gwetAc1(rows).at(copies)).toEqual(agreement('gwet-ac1', drawn, { categories: 3 }));
});

test('agreement carries the interval that was asked for', () => {
  const rows = Array.from({ length: 100 }, (_, unit) => [unit % 4, unit % 4, unit % 5 === 0 ? 9 : unit % 4]);
  const found = agreement('krippendorff-alpha', rows, { bootstrap: { seed: 11 } });
  expect(found.interval?.lower).toBeLessThan(found.value ?? 0);
  expect(found.interval?.upper).toBeGreaterThan(found.value ?? 1);
});
