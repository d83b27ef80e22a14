import { describe, expect, test } from 'vitest';
import { agreement, agreementStatistic } from '../../../../shared/statistics/agreement.ts';
import { createDraws } from '../../../../shared/sampling/draws.ts';
import { jointBootstrap } from './joint-bootstrap.ts';
import { countPlaces, patternsOf, type Patterns } from './patterns.ts';

const draws = createDraws(5, 'test');
const rows = Array.from({ length: 300 }, () => {
  const code = draws.below(6);
  return [0, 1, 2].map(() => (draws.below(10) < 7 ? code : draws.below(6)));
});
const units = patternsOf(rows, false);
const patterns: Patterns = { rows: units.rows, place: Int32Array.from(units.rows, (_, place) => place) };
const pause = async () => {};

describe('the bootstrap of many figures at once', () => {
  test.each(['percent-agreement', 'fleiss-kappa', 'krippendorff-alpha', 'gwet-ac1'] as const)(
    'gives %s the interval of the plain bootstrap over units',
    async (estimator) => {
      const statistics = [agreementStatistic(estimator, units.rows, { categories: 6 })];
      const [[found] = []] = await jointBootstrap(units, [{ patterns, statistics }], {
        seed: 3,
        resamples: 1000,
        pause,
      });
      const plain = agreement(estimator, rows, { categories: 6, bootstrap: { seed: 3, resamples: 1000 } });
      expect(found?.[0]).toBeCloseTo(plain.interval?.lower ?? Number.NaN, 10);
      expect(found?.[1]).toBeCloseTo(plain.interval?.upper ?? Number.NaN, 10);
    },
  );

  test('has no interval where the figure mostly does not exist', async () => {
    const one = patternsOf([...Array.from({ length: 99 }, () => [1, 1]), [1, 2]], false);
    const same: Patterns = { rows: one.rows, place: Int32Array.from(one.rows, (_, place) => place) };
    const statistics = [agreementStatistic('krippendorff-alpha', one.rows)];
    const options = { seed: 1, resamples: 1000, pause };
    expect(await jointBootstrap(one, [{ patterns: same, statistics }], options)).toEqual([[undefined]]);
  });

  test('ends where its pause throws', async () => {
    const options = {
      seed: 1,
      resamples: 1000,
      pause: async () => {
        throw new Error('enough');
      },
    };
    await expect(jointBootstrap(units, [], options)).rejects.toThrow('enough');
  });
});

test('units that are coded alike are one pattern, counted', () => {
  const found = patternsOf(
    [
      [2, 1, -1],
      [1, -1, 2],
      [1, 1, 1],
    ],
    false,
  );
  expect(found.rows).toEqual([
    [1, 2],
    [1, 1, 1],
  ]);
  expect([...countPlaces(found)]).toEqual([2, 1]);
});
