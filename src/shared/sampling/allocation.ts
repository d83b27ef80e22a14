import { checkSampleSize, type StratifiedDesign } from './design.ts';

/** How a sample is shared out over strata. */
export interface AllocationOptions {
  readonly allocation: StratifiedDesign['allocation'];
  /** Least of each stratum, or all of a smaller one. */
  readonly minimum: number;
  /** Standard deviation within each stratum: for `neyman`, which is impossible without. */
  readonly deviations?: readonly number[] | undefined;
}

function shareWeights(
  sizes: readonly number[],
  { allocation, deviations }: AllocationOptions,
): readonly number[] {
  if (allocation === 'equal') return sizes.map(() => 1);
  if (allocation === 'proportional') return sizes;
  if (allocation === 'square-root') return sizes.map((size) => Math.sqrt(size));
  if (deviations?.length !== sizes.length || !deviations.every((value) => value >= 0 && value < Infinity)) {
    throw new RangeError("Neyman's allocation needs the deviation of each stratum");
  }
  return sizes.map((size, stratum) => size * (deviations[stratum] ?? 0));
}

/** Shares of `n` in proportion to the weights, each kept within its bounds; they sum to `n`. */
function boundedShares(
  n: number,
  weights: readonly number[],
  least: readonly number[],
  most: readonly number[],
): number[] {
  const shares = least.slice();
  let free = shares.map((_, stratum) => stratum).filter((stratum) => (most[stratum] ?? 0) > 0);
  let left = n;
  while (free.length > 0) {
    const total = free.reduce((sum, stratum) => sum + (weights[stratum] ?? 0), 0);
    // Where no weight is left (every deviation is 0), the rest goes by size.
    const part = (stratum: number): number =>
      total > 0
        ? (left * (weights[stratum] ?? 0)) / total
        : (left * (most[stratum] ?? 0)) / free.reduce((sum, other) => sum + (most[other] ?? 0), 0);
    const under = free.filter((stratum) => part(stratum) < (least[stratum] ?? 0));
    const over = free.filter((stratum) => part(stratum) > (most[stratum] ?? 0));
    const missing = under.reduce((sum, stratum) => sum + (least[stratum] ?? 0) - part(stratum), 0);
    const excess = over.reduce((sum, stratum) => sum + part(stratum) - (most[stratum] ?? 0), 0);
    if (under.length === 0 && over.length === 0) {
      for (const stratum of free) shares[stratum] = part(stratum);
      return shares;
    }
    // The side that is further out is settled for good; the other may come in once that is done.
    const settled = missing >= excess ? under : over;
    const bounds = missing >= excess ? least : most;
    for (const stratum of settled) {
      shares[stratum] = bounds[stratum] ?? 0;
      left -= bounds[stratum] ?? 0;
    }
    free = free.filter((stratum) => !settled.includes(stratum));
  }
  return shares;
}

/** Whole numbers nearest to the shares and of the same sum: the largest remainders are rounded up, the first of equals. */
function largestRemainder(n: number, shares: readonly number[], most: readonly number[]): number[] {
  const whole = shares.map((share) => Math.floor(share));
  let left = n - whole.reduce((sum, share) => sum + share, 0);
  const byRemainder = shares
    .map((share, stratum) => ({ stratum, remainder: share - Math.floor(share) }))
    .sort((one, other) => other.remainder - one.remainder || one.stratum - other.stratum);
  for (const { stratum } of byRemainder) {
    if (left <= 0) break;
    if ((whole[stratum] ?? 0) >= (most[stratum] ?? 0)) continue;
    whole[stratum] = (whole[stratum] ?? 0) + 1;
    left -= 1;
  }
  return whole;
}

/** `n` in whole parts in proportion to the shares (largest remainder). Throws a RangeError when no share is above 0. */
export function shareOut(n: number, shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (!(total > 0) || shares.some((share) => share < 0)) throw new RangeError('there are no shares above 0');
  return largestRemainder(
    n,
    shares.map((share) => (n * share) / total),
    shares.map(() => n),
  );
}

/**
 * How many of `n` each stratum gets, given the strata's sizes N_h: in equal parts, in proportion to N_h, to its square
 * root, or to N_h S_h (Neyman 1934; Cochran 1977, section 5.5), never fewer than the minimum, never more than N_h,
 * exactly `n` in all (largest remainder). What a full stratum cannot take goes to the others by the same rule.
 *
 * Throws a Failure `invalid-input` (`sample-size`) when `n` is below the sum of the minima or above the sum of the
 * sizes, a RangeError for `neyman` without a deviation for each stratum.
 */
export function allocate(sizes: readonly number[], n: number, options: AllocationOptions): number[] {
  const weights = shareWeights(sizes, options);
  const least = sizes.map((size) => Math.min(size, options.minimum));
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  checkSampleSize(n, Math.max(1, sum(least)), sum(sizes));
  return largestRemainder(n, boundedShares(n, weights, least, sizes), sizes);
}
