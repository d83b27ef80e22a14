import { absent, pointEstimate } from './estimate.ts';
import { forEachEntry, pairAgreement, tabulate, type RatingTable, type Ratings } from './rating-table.ts';
import type { UnitStatistic } from './unit-statistic.ts';

function commonSize({ sizes }: RatingTable): number {
  const units = new Map<number, number>();
  for (const size of sizes) if (size >= 2) units.set(size, (units.get(size) ?? 0) + 1);
  const [common] = [...units].sort(([sizeA, a], [sizeB, b]) => b - a || sizeB - sizeA);
  return common?.[0] ?? 0;
}

/**
 * Fleiss' kappa: (P - Pe)/(1 - Pe), P the mean share of agreeing pairs, Pe the sum of the squared shares of the codes.
 * It knows a fixed number m of ratings a unit (not always of the same raters): units with another number are left out,
 * and `n` counts those that stay. `ratingsPerUnit` defaults to the most frequent number. Absent without a unit of m
 * ratings and where one code only occurs. Fleiss (1971), Psychological Bulletin 76(5), 378-382.
 */
export function fleissKappa(ratings: Ratings, ratingsPerUnit?: number): UnitStatistic<'fleiss-kappa'> {
  const table = tabulate(ratings);
  const agreed = pairAgreement(table);
  const size = ratingsPerUnit ?? commonSize(table);
  return {
    estimator: 'fleiss-kappa',
    units: table.units,
    at(copies) {
      const counts = new Float64Array(table.categories.length);
      let n = 0;
      let sum = 0;
      for (let unit = 0; unit < table.units; unit += 1) {
        const times = copies[unit] ?? 0;
        if (times === 0 || size < 2 || table.sizes[unit] !== size) continue;
        n += times;
        sum += times * (agreed[unit] ?? 0);
        forEachEntry(table, unit, (category, count) => {
          counts[category] = (counts[category] ?? 0) + times * count;
        });
      }
      if (n === 0) return absent('fleiss-kappa', 0, 'no-pairable-units');
      const squares = counts.reduce((total, count) => total + count * count, 0);
      const all = (n * size) ** 2;
      if (squares === all) return absent('fleiss-kappa', n, 'one-category');
      const chance = squares / all;
      return pointEstimate('fleiss-kappa', (sum / n - chance) / (1 - chance), n);
    },
  };
}
