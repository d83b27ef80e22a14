import { absent, pointEstimate } from './estimate.ts';
import type { Code, Ratings } from './rating-table.ts';
import type { UnitStatistic } from './unit-statistic.ts';

/**
 * Cohen's kappa of two raters (columns 0 and 1), over the units that both rated: (po - pe)/(1 - pe) with
 * pe = sum over codes of the product of both shares. Absent without such a unit, where both use one and the same code
 * only (pe = 1), and for more than two columns. Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
 */
export function cohenKappa(ratings: Ratings): UnitStatistic<'cohen-kappa'> {
  const isPair = ratings.every((row) => row.length <= 2);
  const indices = new Map<Code, number>();
  const indexOf = (code: Code | undefined | null) => {
    if (code === undefined || code === null) return -1;
    const index = indices.get(code) ?? indices.size;
    indices.set(code, index);
    return index;
  };
  const first = Int32Array.from(ratings, (row) => indexOf(row[0]));
  const second = Int32Array.from(ratings, (row) => indexOf(row[1]));
  return {
    estimator: 'cohen-kappa',
    units: ratings.length,
    at(copies) {
      if (!isPair) return absent('cohen-kappa', 0, 'more-than-two-raters');
      const firstCounts = new Float64Array(indices.size);
      const secondCounts = new Float64Array(indices.size);
      let n = 0;
      let agreed = 0;
      for (let unit = 0; unit < ratings.length; unit += 1) {
        const a = first[unit] ?? -1;
        const b = second[unit] ?? -1;
        const times = copies[unit] ?? 0;
        if (a < 0 || b < 0 || times === 0) continue;
        n += times;
        if (a === b) agreed += times;
        firstCounts[a] = (firstCounts[a] ?? 0) + times;
        secondCounts[b] = (secondCounts[b] ?? 0) + times;
      }
      if (n === 0) return absent('cohen-kappa', 0, 'no-pairable-units');
      // n^2 pe, kept whole so that perfect agreement is exactly 1.
      const chance = firstCounts.reduce((sum, count, index) => sum + count * (secondCounts[index] ?? 0), 0);
      return chance === n * n
        ? absent('cohen-kappa', n, 'one-category')
        : pointEstimate('cohen-kappa', (n * agreed - chance) / (n * n - chance), n);
    },
  };
}
