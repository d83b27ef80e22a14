/** Whether the probabilities of the first suggestion mean what they say. */
import { absent, pointEstimate, type Measure } from './estimate.ts';

/** The probability of the first suggestion, in [0, 1], and whether it was right; `weight` defaults to 1. */
export interface ProbabilityItem {
  readonly probability: number;
  readonly correct: boolean;
  readonly weight?: number;
}

export interface CalibrationBin {
  /** The bin holds lower <= probability < upper; the last also 1. */
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
  readonly weight: number;
  /** Undefined in an empty bin. */
  readonly meanProbability: number | undefined;
  readonly accuracy: number | undefined;
}

function check(items: readonly ProbabilityItem[]): void {
  const wrong = items.find(
    ({ probability, weight = 1 }) => !(probability >= 0 && probability <= 1 && weight > 0),
  );
  if (wrong) throw new RangeError(`No probability or weight: ${wrong.probability}, ${wrong.weight ?? 1}.`);
}

/** The items in bins of equal width: the reliability diagram. Throws RangeError on a probability outside [0, 1]. */
export function calibrationBins(items: readonly ProbabilityItem[], bins = 15): CalibrationBin[] {
  check(items);
  const sums = Array.from({ length: bins }, () => ({ n: 0, weight: 0, probability: 0, right: 0 }));
  for (const { probability, correct, weight = 1 } of items) {
    const bin = sums[Math.min(bins - 1, Math.floor(probability * bins))];
    if (!bin) continue;
    bin.n += 1;
    bin.weight += weight;
    bin.probability += weight * probability;
    bin.right += correct ? weight : 0;
  }
  return sums.map(({ n, weight, probability, right }, index) => ({
    lower: index / bins,
    upper: (index + 1) / bins,
    n,
    weight,
    meanProbability: n === 0 ? undefined : probability / weight,
    accuracy: n === 0 ? undefined : right / weight,
  }));
}

/**
 * Expected calibration error, L1: sum over bins of the bin's share times |accuracy - mean probability|. Biased upwards
 * in small samples. Naeini, Cooper and Hauskrecht (2015), AAAI; Guo et al. (2017), ICML, with 15 bins.
 */
export function expectedCalibrationError(
  items: readonly ProbabilityItem[],
  bins = 15,
): Measure<'expected-calibration-error'> {
  const filled = calibrationBins(items, bins);
  const total = filled.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return absent('expected-calibration-error', 0, 'no-observations');
  const error = filled.reduce(
    (sum, { weight, accuracy = 0, meanProbability = 0 }) =>
      sum + (weight / total) * Math.abs(accuracy - meanProbability),
    0,
  );
  return pointEstimate('expected-calibration-error', error, items.length);
}

/**
 * Brier score of the first suggestion: the mean of (probability - right)^2, right being 1 or 0. Binary: of the event
 * "the first suggestion is right", not over all codes. Brier (1950), Monthly Weather Review 78(1).
 */
export function brierScore(items: readonly ProbabilityItem[]): Measure<'brier-score'> {
  check(items);
  if (items.length === 0) return absent('brier-score', 0, 'no-observations');
  let sum = 0;
  let weights = 0;
  for (const { probability, correct, weight = 1 } of items) {
    sum += weight * (probability - (correct ? 1 : 0)) ** 2;
    weights += weight;
  }
  return pointEstimate('brier-score', sum / weights, items.length);
}
