/** Whether counts of two or more windows could come from one mix. */
import { chiSquareSurvival } from './chi-square-distribution.ts';
import { occurring, type Mixes } from './drift.ts';
import { absent, type Absent, type Estimate } from './estimate.ts';

/** `value` is the statistic. */
export interface ChiSquareTest extends Estimate<'chi-square'> {
  readonly degrees: number;
  readonly p: number;
  /** Cramer's V: the size of the effect, in [0, 1]. */
  readonly cramerV: number;
  /** Below 5 the p-value is not to be trusted: join rare categories. */
  readonly smallestExpected: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Pearson's chi-square test of a table of counts (rows: windows, columns: categories), without continuity correction:
 * sum (o - e)^2 / e, (r-1)(c-1) degrees, V = sqrt(chi2 / (n min(r-1, c-1))). Empty rows and columns do not count. Absent
 * below two rows or columns. Pearson (1900), Philosophical Magazine 50; Cramer (1946), Mathematical Methods of
 * Statistics, 21.9.
 */
export function chiSquareTest(table: readonly (readonly number[])[]): ChiSquareTest | Absent<'chi-square'> {
  const rows = table.filter((row) => sum(row) > 0);
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columnSums = Array.from({ length: width }, (_, column) => sum(rows.map((row) => row[column] ?? 0)));
  const columns = columnSums.filter((total) => total > 0).length;
  const n = sum(columnSums);
  if (rows.length < 2 || columns < 2) return absent('chi-square', n, 'too-few-categories');
  let value = 0;
  let smallestExpected = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const rowSum = sum(row);
    for (const [column, columnSum] of columnSums.entries()) {
      if (columnSum === 0) continue;
      const expected = (rowSum * columnSum) / n;
      smallestExpected = Math.min(smallestExpected, expected);
      value += ((row[column] ?? 0) - expected) ** 2 / expected;
    }
  }
  const degrees = (rows.length - 1) * (columns - 1);
  return {
    estimator: 'chi-square',
    value,
    n,
    interval: undefined,
    degrees,
    p: chiSquareSurvival(value, degrees),
    cramerV: Math.sqrt(Math.min(1, value / (n * Math.min(rows.length - 1, columns - 1)))),
    smallestExpected,
  };
}

/**
 * The mixes with their rarest categories joined into one (the last of the answer), until each category is expected
 * `least` times or more in both windows; `joined` counts the categories in it. Cochran (1954), Biometrics 10(4), 417-451.
 */
export function joinRareCategories(mixes: Mixes, least = 5): Mixes & { readonly joined: number } {
  const counts = occurring(mixes).sort(([a, b], [c, d]) => c + d - (a + b));
  const totals = [sum(counts.map(([a]) => a)), sum(counts.map(([, b]) => b))] as const;
  const all = totals[0] + totals[1];
  const isRare = (pair: number) => (pair * Math.min(...totals)) / all < least;
  let rest: readonly [number, number] = [0, 0];
  let joined = 0;
  const pairSum = ([a, b]: readonly [number, number]) => a + b;
  while (counts.length > 0) {
    const last = counts.at(-1) ?? [0, 0];
    const isNeeded = isRare(pairSum(last)) || (joined > 0 && isRare(pairSum(rest)));
    if (!isNeeded) break;
    counts.pop();
    rest = [rest[0] + last[0], rest[1] + last[1]];
    joined += 1;
  }
  const kept = joined > 0 ? [...counts, rest] : counts;
  return { reference: kept.map(([a]) => a), current: kept.map(([, b]) => b), joined };
}
