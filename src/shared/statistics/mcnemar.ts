/** McNemar's test: do two models, asked of the same items, differ in how often they are right? */
import { chiSquareSurvival } from './chi-square-distribution.ts';

/** Items on which the two differ, from which on the chi-square approximation is used instead of the exact test. */
const enough = 25;

export interface McNemarTest {
  /** Right by the first only, by the second only. */
  readonly onlyA: number;
  readonly onlyB: number;
  readonly method: 'exact' | 'chi-square-corrected';
  /** Chi-square with one degree of freedom; undefined for the exact test. */
  readonly statistic: number | undefined;
  /** Two-sided. */
  readonly pValue: number;
}

/** 2 P(X <= smaller) for X binomial (n, 1/2), at most 1; exact in doubles, as n stays small. */
function exactP(smaller: number, n: number): number {
  let ways = 1;
  let sum = 0;
  for (let k = 0; k <= smaller; k += 1) {
    sum += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return Math.min(1, (2 * sum) / 2 ** n);
}

/**
 * Tests that both are right equally often, by the items on which they differ. Fewer than 25 of them: exact, twice the
 * smaller tail of the binomial with 1/2, at most 1 (1 where they never differ). Else (|b - c| - 1)^2 / (b + c) with one
 * degree of freedom, 0 where b = c. Throws RangeError on counts that are none. McNemar (1947), Psychometrika 12, 153-157;
 * the correction: Edwards (1948), Psychometrika 13, 185-187; the limit of 25: Siegel and Castellan (1988), Nonparametric
 * Statistics (from memory).
 */
export function mcNemar(onlyA: number, onlyB: number): McNemarTest {
  if (![onlyA, onlyB].every((count) => Number.isInteger(count) && count >= 0))
    throw new RangeError(`No counts: ${onlyA} and ${onlyB}.`);
  const n = onlyA + onlyB;
  if (n < enough) {
    const pValue = exactP(Math.min(onlyA, onlyB), n);
    return { onlyA, onlyB, method: 'exact', statistic: undefined, pValue };
  }
  const statistic = Math.max(0, Math.abs(onlyA - onlyB) - 1) ** 2 / n;
  return {
    onlyA,
    onlyB,
    method: 'chi-square-corrected',
    statistic,
    pValue: chiSquareSurvival(statistic, 1),
  };
}
