/** A proportion of the frame from items that carry design weights. */
import { absent, checkLevel, type Absent, type Estimate } from './estimate.ts';
import { wilsonEffectiveSize } from './interval.ts';

/** One observed unit; `weight` is the inverse of its inclusion probability, `stratum` where it was drawn. */
export interface WeightedItem {
  readonly weight: number;
  readonly correct: boolean;
  readonly stratum?: string;
}

export interface WeightedOptions {
  readonly level?: number;
  /** Units of the frame: given, the estimator is Horvitz and Thompson's; else Hajek's. */
  readonly frameSize?: number;
}

export interface WeightedEstimate extends Estimate<'hajek' | 'horvitz-thompson'> {
  readonly standardError: number;
  /** Units of a simple random sample that would tell as much. */
  readonly effectiveSize: number;
  /** What the weights add up to: the frame, if the design was kept to. */
  readonly weightSum: number;
  /** Strata with one unit: their variance was measured from the mean of all (the conservative "adjust" rule). */
  readonly lonelyStrata: number;
}

/** (sum w)^2 / sum w^2. Kish (1965), Survey Sampling, 11.7. */
export function kishEffectiveSize(weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum === 0 ? 0 : sum ** 2 / weights.reduce((total, weight) => total + weight ** 2, 0);
}

/** sum over strata of n/(n-1) sum (z - mean)^2: the variance of a total of independent draws. */
function varianceOfTotal(strata: Iterable<readonly number[]>, overallMean: number): [number, number] {
  let variance = 0;
  let lonely = 0;
  for (const values of strata) {
    const n = values.length;
    const isLonely = n === 1;
    lonely += isLonely ? 1 : 0;
    const mean = isLonely ? overallMean : values.reduce((sum, value) => sum + value, 0) / n;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    variance += isLonely ? squares : (n / (n - 1)) * squares;
  }
  return [variance, lonely];
}

/**
 * A proportion of the frame from weighted items. Hajek: sum w y / sum w, variance linearised with
 * z = w (y - p) / sum w. Horvitz-Thompson (with `frameSize` N): sum w y / N, z = w y / N; it may pass 1 by chance and
 * then has no interval, so Hajek's is the default. Variance over strata of n/(n-1) sum (z - mean)^2, as if drawn with
 * replacement (no finite population correction). Interval: Wilson's with p(1-p)/variance, or with Kish's size where
 * all items agree. Absent without items; throws RangeError on a weight that is not positive. Sarndal, Swensson and
 * Wretman (1992), Model Assisted Survey Sampling, 5.5 and 5.7; Horvitz and Thompson (1952), JASA 47, 663-685.
 */
export function weightedProportion(
  items: readonly WeightedItem[],
  { level = 0.95, frameSize }: WeightedOptions = {},
): WeightedEstimate | Absent<'hajek' | 'horvitz-thompson'> {
  checkLevel(level);
  const estimator = frameSize === undefined ? 'hajek' : 'horvitz-thompson';
  const wrong = items.find(({ weight }) => !(weight > 0 && Number.isFinite(weight)));
  if (wrong) throw new RangeError(`A weight is positive, not ${wrong.weight}.`);
  if (frameSize !== undefined && !(frameSize > 0)) throw new RangeError(`No frame of ${frameSize} units.`);
  if (items.length === 0) return absent(estimator, 0, 'no-observations');
  const weightSum = items.reduce((sum, { weight }) => sum + weight, 0);
  const rightSum = items.reduce((sum, { weight, correct }) => sum + (correct ? weight : 0), 0);
  const share = rightSum / (frameSize ?? weightSum);
  // Weights that add up to the frame miss it by rounding.
  const value = Math.abs(share - 1) < 1e-9 ? 1 : share;
  const strata = new Map<string, number[]>();
  let sum = 0;
  for (const { weight, correct, stratum = '' } of items) {
    const y = correct ? 1 : 0;
    const z = frameSize === undefined ? (weight * (y - value)) / weightSum : (weight * y) / frameSize;
    sum += z;
    const values = strata.get(stratum);
    if (values) values.push(z);
    else strata.set(stratum, [z]);
  }
  const [variance, lonelyStrata] = varianceOfTotal(strata.values(), sum / items.length);
  const isMixed = value > 0 && value < 1 && variance > 0;
  const effectiveSize = isMixed
    ? (value * (1 - value)) / variance
    : kishEffectiveSize(items.map(({ weight }) => weight));
  return {
    estimator,
    value,
    n: items.length,
    interval: value <= 1 ? wilsonEffectiveSize(value, effectiveSize, level) : undefined,
    standardError: Math.sqrt(variance),
    effectiveSize,
    weightSum,
    lonelyStrata,
  };
}
