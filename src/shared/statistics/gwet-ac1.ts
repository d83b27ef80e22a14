import { absent, pointEstimate } from './estimate.ts';
import { forEachEntry, pairAgreement, tabulate, type Ratings } from './rating-table.ts';
import type { UnitStatistic } from './unit-statistic.ts';

/**
 * Gwet's AC1: (pa - pe)/(1 - pe), pa the mean share of agreeing pairs over units with two or more ratings,
 * pe = sum s(1-s) / (q-1), s the mean share of a code over all rated units, q the number of codes that could have been
 * given. Two or more raters, missing ratings allowed; it does not collapse when one code prevails. `categories` is q;
 * by default the codes that occur. `n` counts the units with a pair. Absent without one, and where q < 2. Gwet (2008),
 * British J. of Mathematical and Statistical Psychology 61(1), 29-48; missing ratings: Gwet (2014), Handbook, 4th ed.
 */
export function gwetAc1(ratings: Ratings, categories?: number): UnitStatistic<'gwet-ac1'> {
  const table = tabulate(ratings);
  const agreed = pairAgreement(table);
  const possible = Math.max(categories ?? 0, table.categories.length);
  return {
    estimator: 'gwet-ac1',
    units: table.units,
    at(copies) {
      const shares = new Float64Array(table.categories.length);
      let rated = 0;
      let paired = 0;
      let sum = 0;
      for (let unit = 0; unit < table.units; unit += 1) {
        const times = copies[unit] ?? 0;
        const size = table.sizes[unit] ?? 0;
        if (times === 0 || size === 0) continue;
        rated += times;
        forEachEntry(table, unit, (category, count) => {
          shares[category] = (shares[category] ?? 0) + (times * count) / size;
        });
        if (size < 2) continue;
        paired += times;
        sum += times * (agreed[unit] ?? 0);
      }
      if (paired === 0) return absent('gwet-ac1', 0, 'no-pairable-units');
      if (possible < 2) return absent('gwet-ac1', paired, 'one-category');
      const spread = shares.reduce((total, share) => total + (share / rated) * (1 - share / rated), 0);
      const chance = spread / (possible - 1);
      return pointEstimate('gwet-ac1', (sum / paired - chance) / (1 - chance), paired);
    },
  };
}
