/** A proportion of the frame from a stratified sample, and from one that is stratified after the draw. */
import { absent, checkLevel, type Absent, type Estimate, type Interval } from './estimate.ts';
import { wald, wilsonEffectiveSize } from './interval.ts';
import {
  joinEmptyStrata,
  spreadOf,
  type Repair,
  type Stratum,
  type ThinStratumRule,
} from './stratum-spread.ts';

export interface StratifiedOptions {
  readonly level?: number;
  /** Multiply each stratum's variance by 1 - n/N. Default: false. */
  readonly finitePopulation?: boolean;
  /** Default: `add-half`. */
  readonly thinStrata?: ThinStratumRule;
}

export interface StratifiedEstimate<
  Estimator extends string = 'stratified' | 'post-stratified',
> extends Estimate<Estimator> {
  /** Wilson's with the effective size; `census` where everything was drawn. */
  readonly interval: Interval;
  readonly standardError: number;
  readonly wald: Interval;
  /** Units of a simple random sample that would tell as much; undefined for a census. */
  readonly effectiveSize: number | undefined;
  /** Strata without a variance or estimate of their own, and what was done about each. */
  readonly repairs: readonly Repair[];
}

function check(strata: readonly Stratum[], finitePopulation: boolean): void {
  for (const [index, { size, n, k }] of strata.entries()) {
    const isSound = size >= 0 && Number.isFinite(size) && n >= 0 && k >= 0 && k <= n && (n === 0 || size > 0);
    if (!isSound || (finitePopulation && n > size))
      throw new RangeError(`Stratum ${index} makes no sense: ${k} of ${n} drawn from ${size}.`);
  }
}

/** The estimate of both designs; they differ in what the draw held fixed, not in the formula. */
function estimate<Estimator extends string>(
  estimator: Estimator,
  given: readonly Stratum[],
  { level = 0.95, finitePopulation = false, thinStrata = 'add-half' }: StratifiedOptions,
): StratifiedEstimate<Estimator> | Absent<Estimator> {
  checkLevel(level);
  check(given, finitePopulation);
  const { strata, repairs } = joinEmptyStrata(given);
  const total = strata.reduce((sum, { size }) => sum + size, 0);
  const n = strata.reduce((sum, stratum) => sum + stratum.n, 0);
  if (n === 0) return absent(estimator, 0, 'no-observations');
  let value = 0;
  let smoothed = 0;
  let variance = 0;
  for (const [index, stratum] of strata.entries()) {
    if (stratum.n === 0) continue;
    const weight = stratum.size / total;
    const spread = spreadOf(strata, index, thinStrata);
    const left = finitePopulation ? 1 - stratum.n / stratum.size : 1;
    value += weight * (stratum.k / stratum.n);
    smoothed += weight * spread.proportion;
    variance += (weight ** 2 * left * spread.variance) / stratum.n;
    if (spread.repair) repairs.push(spread.repair);
  }
  value = Math.min(1, value);
  const standardError = Math.sqrt(variance);
  // Mended strata enter both sides of the quotient, so that a sample without an error keeps an effective size near n.
  const effectiveSize = variance > 0 ? (smoothed * (1 - smoothed)) / variance : undefined;
  const interval: Interval =
    effectiveSize === undefined
      ? { method: 'census', level, lower: value, upper: value }
      : wilsonEffectiveSize(value, effectiveSize, level);
  return {
    estimator,
    value,
    n,
    interval,
    standardError,
    wald: wald(value, standardError, level),
    effectiveSize,
    repairs,
  };
}

/**
 * A proportion of the frame from independent simple random samples in strata: sum W p with W = N_h/N, variance
 * sum W^2 (1 - f) p(1-p)/(n_h - 1), Wilson's interval with the effective size p(1-p)/variance. Absent without a drawn
 * unit; throws RangeError on counts that make no sense. Cochran (1977), Sampling Techniques, 5.3 and 5.10; thin strata
 * as `stratum-spread.ts` says, named in `repairs`.
 */
export function stratifiedProportion(
  strata: readonly Stratum[],
  options: StratifiedOptions = {},
): StratifiedEstimate<'stratified'> | Absent<'stratified'> {
  return estimate('stratified', strata, options);
}

/** One observed unit, and the cell of the frame in which it lies. */
export interface CellItem {
  readonly cell: string;
  readonly correct: boolean;
}

/**
 * A proportion of the frame from a simple random sample whose cells are known to hold `margins` units: sum W p, with
 * the variance given the numbers that fell into the cells. Cells without an observed unit are joined with their
 * neighbour in the order of the margins. Throws RangeError for an item of a cell that the frame does not have. Holt and
 * Smith (1979), Post Stratification, JRSS A 142(1), 33-46.
 */
export function postStratified(
  items: readonly CellItem[],
  margins: ReadonlyMap<string, number>,
  options: StratifiedOptions = {},
): StratifiedEstimate<'post-stratified'> | Absent<'post-stratified'> {
  const cells = new Map([...margins].map(([cell, size]) => [cell, { size, n: 0, k: 0 }]));
  for (const { cell, correct } of items) {
    const counts = cells.get(cell);
    if (!counts) throw new RangeError(`The frame has no cell ${cell}.`);
    counts.n += 1;
    counts.k += correct ? 1 : 0;
  }
  return estimate('post-stratified', [...cells.values()], options);
}
