import { absent, pointEstimate } from './estimate.ts';
import { pairAgreement, tabulate, type Ratings } from './rating-table.ts';
import type { UnitStatistic } from './unit-statistic.ts';

/**
 * The mean over units with two or more ratings of the share of their pairs that agree; `n` counts those units. Absent
 * without such a unit. Two or more raters, missing ratings allowed. Fleiss (1971), Psychological Bulletin 76(5),
 * 378-382, the observed agreement, with m of each unit as in Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.
 */
export function percentAgreement(ratings: Ratings): UnitStatistic<'percent-agreement'> {
  const table = tabulate(ratings);
  const agreed = pairAgreement(table);
  return {
    estimator: 'percent-agreement',
    units: table.units,
    at(copies) {
      let n = 0;
      let sum = 0;
      for (let unit = 0; unit < table.units; unit += 1) {
        if ((table.sizes[unit] ?? 0) < 2) continue;
        n += copies[unit] ?? 0;
        sum += (copies[unit] ?? 0) * (agreed[unit] ?? 0);
      }
      return n === 0
        ? absent('percent-agreement', 0, 'no-pairable-units')
        : pointEstimate('percent-agreement', sum / n, n);
    },
  };
}
