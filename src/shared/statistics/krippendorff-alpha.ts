import { absent, pointEstimate } from './estimate.ts';
import { forEachEntry, tabulate, type Code, type RatingTable, type Ratings } from './rating-table.ts';
import type { UnitStatistic } from './unit-statistic.ts';

/**
 * How far two codes are apart, in [0, 1]: symmetric, 0 for the same code. It stands where Krippendorff writes the
 * squared difference, and is not squared again.
 */
export type CodeDistance = (a: Code, b: Code) => number;

function distances(categories: readonly Code[], distance: CodeDistance): Float64Array {
  const width = categories.length;
  const matrix = new Float64Array(width * width);
  for (const [row, a] of categories.entries()) {
    for (const [column, b] of categories.entries()) {
      if (row < column) matrix[row * width + column] = matrix[column * width + row] = distance(a, b);
    }
  }
  return matrix;
}

/** sum over ordered pairs of a unit's ratings of their distance, over m - 1: its share of the observed disagreement. */
function disagreements(table: RatingTable, between: (a: number, b: number) => number): Float64Array {
  return Float64Array.from({ length: table.units }, (_, unit) => {
    const size = table.sizes[unit] ?? 0;
    let sum = 0;
    forEachEntry(table, unit, (a, countA) => {
      forEachEntry(table, unit, (b, countB) => {
        if (a !== b) sum += countA * countB * between(a, b);
      });
    });
    return size < 2 ? 0 : sum / (size - 1);
  });
}

/** sum over ordered pairs of codes of n_a n_b times their distance: nominal in one pass, else over codes that occur. */
function chanceDisagreement(counts: Float64Array, n: number, matrix: Float64Array | undefined): number {
  if (!matrix) return n * n - counts.reduce((sum, count) => sum + count * count, 0);
  const present: number[] = [];
  for (let index = 0; index < counts.length; index += 1) if ((counts[index] ?? 0) > 0) present.push(index);
  let sum = 0;
  for (const [place, a] of present.entries()) {
    const row = a * counts.length;
    let inner = 0;
    for (let next = place + 1; next < present.length; next += 1) {
      const b = present[next] ?? 0;
      inner += (counts[b] ?? 0) * (matrix[row + b] ?? 0);
    }
    sum += 2 * (counts[a] ?? 0) * inner;
  }
  return sum;
}

/**
 * Krippendorff's alpha: 1 - Do/De over the ratings of units with two or more (`n` counts these units). Nominal, or with
 * any `distance` between codes, such as the share of levels below the lowest common ancestor. Any number of raters,
 * missing ratings allowed. Absent without a pair, and where no two ratings differ (De = 0): agreement beyond chance is
 * then not defined. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; (2018), Content Analysis, 4th ed., ch. 12.
 */
export function krippendorffAlpha(
  ratings: Ratings,
  distance?: CodeDistance,
): UnitStatistic<'krippendorff-alpha'> {
  const table = tabulate(ratings);
  const width = table.categories.length;
  const matrix = distance && distances(table.categories, distance);
  const observed = disagreements(table, matrix ? (a, b) => matrix[a * width + b] ?? 0 : () => 1);
  return {
    estimator: 'krippendorff-alpha',
    units: table.units,
    at(copies) {
      const counts = new Float64Array(width);
      let units = 0;
      let n = 0;
      let seen = 0;
      for (let unit = 0; unit < table.units; unit += 1) {
        const times = copies[unit] ?? 0;
        const size = table.sizes[unit] ?? 0;
        if (times === 0 || size < 2) continue;
        units += times;
        n += times * size;
        seen += times * (observed[unit] ?? 0);
        forEachEntry(table, unit, (category, count) => {
          counts[category] = (counts[category] ?? 0) + times * count;
        });
      }
      if (units === 0) return absent('krippendorff-alpha', 0, 'no-pairable-units');
      const chance = chanceDisagreement(counts, n, matrix);
      return chance > 0
        ? pointEstimate('krippendorff-alpha', 1 - ((n - 1) * seen) / chance, units)
        : absent('krippendorff-alpha', units, 'one-category');
    },
  };
}
