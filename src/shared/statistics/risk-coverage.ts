/** How much can be coded automatically, and how well, as the threshold of the confidence index moves. */
import { absent, clampToUnit, pointEstimate, type Estimate, type Measure } from './estimate.ts';
import { wilson, wilsonEffectiveSize } from './interval.ts';

/** The confidence index of an item and whether the first suggestion was right; `weight` (design weight) defaults to 1. */
export interface ConfidenceItem {
  readonly confidence: number;
  readonly correct: boolean;
  readonly weight?: number;
}

/** What happens when every item with confidence >= threshold is coded automatically. */
export interface CoveragePoint {
  readonly threshold: number;
  /** Items coded automatically, and their share (weighted): the automatic coding rate. */
  readonly n: number;
  readonly coverage: number;
  /** Accuracy among them; Wilson's interval, with Kish's effective size where weights differ. Pointwise. */
  readonly selective: Estimate<'selective-accuracy'>;
}

interface Sums {
  n: number;
  right: number;
  weight: number;
  squares: number;
  rightWeight: number;
}

function selectiveAccuracy(sums: Sums, isWeighted: boolean, level: number): Estimate<'selective-accuracy'> {
  const value = isWeighted ? clampToUnit(sums.rightWeight / sums.weight) : sums.right / sums.n;
  const interval = isWeighted
    ? wilsonEffectiveSize(value, sums.weight ** 2 / sums.squares, level)
    : wilson(sums.right, sums.n, level);
  return { estimator: 'selective-accuracy', value, n: sums.n, interval };
}

/**
 * The curve over all confidences that occur, from the highest down; ties enter together; O(n log n). Coverage rises along
 * it. Throws RangeError on a confidence that is no number or a weight that is not positive. El-Yaniv and Wiener (2010),
 * JMLR 11, 1605-1641. A threshold chosen on these items makes the accuracy beside it look too good: choose on one half,
 * measure on the other.
 */
export function coverageCurve(items: readonly ConfidenceItem[], level = 0.95): CoveragePoint[] {
  const wrong = items.find(
    ({ confidence, weight = 1 }) => !Number.isFinite(confidence) || !(weight > 0 && Number.isFinite(weight)),
  );
  if (wrong) throw new RangeError(`No confidence or weight: ${wrong.confidence}, ${wrong.weight ?? 1}.`);
  const sorted = items.toSorted((a, b) => b.confidence - a.confidence);
  const total = items.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const isWeighted = items.some(({ weight = 1 }) => weight !== (items[0]?.weight ?? 1));
  const sums: Sums = { n: 0, right: 0, weight: 0, squares: 0, rightWeight: 0 };
  const points: CoveragePoint[] = [];
  for (const [index, { confidence, correct, weight = 1 }] of sorted.entries()) {
    sums.n += 1;
    sums.weight += weight;
    sums.squares += weight * weight;
    if (correct) {
      sums.right += 1;
      sums.rightWeight += weight;
    }
    if (sorted[index + 1]?.confidence === confidence) continue;
    const coverage = isWeighted ? clampToUnit(sums.weight / total) : sums.n / items.length;
    const selective = selectiveAccuracy(sums, isWeighted, level);
    points.push({ threshold: confidence, n: sums.n, coverage, selective });
  }
  return points;
}

/** The point of a threshold: what lies at or above it. Undefined where nothing does. By bisection. */
export function pointAt(curve: readonly CoveragePoint[], threshold: number): CoveragePoint | undefined {
  let lower = 0;
  let upper = curve.length;
  while (lower < upper) {
    const middle = (lower + upper) >> 1;
    if ((curve[middle]?.threshold ?? 0) >= threshold) lower = middle + 1;
    else upper = middle;
  }
  return curve[lower - 1];
}

/**
 * Accuracy of the whole where people code the rest with accuracy `human` in [0, 1]: c a + (1 - c) h. A person's accuracy
 * is measured (agreement with the adjudicated code) and is not 1. `point` undefined: nothing is automatic.
 */
export function globalAccuracy(point: CoveragePoint | undefined, human: number): number {
  if (!(human >= 0 && human <= 1)) throw new RangeError(`An accuracy lies in [0, 1], not ${human}.`);
  return point ? point.coverage * point.selective.value + (1 - point.coverage) * human : human;
}

/**
 * The area under the risk-coverage curve: the mean over items of the share of errors among all items at least as sure;
 * 0 is best. Geifman, Uziel and El-Yaniv (2019), ICLR.
 */
export function areaUnderRiskCoverage(curve: readonly CoveragePoint[]): Measure<'aurc'> {
  let before = 0;
  let area = 0;
  for (const { coverage, selective } of curve) {
    area += (coverage - before) * (1 - selective.value);
    before = coverage;
  }
  const n = curve.at(-1)?.n ?? 0;
  return n === 0 ? absent('aurc', 0, 'no-observations') : pointEstimate('aurc', area, n);
}

/** The point with the greatest coverage whose selective accuracy is `target` or more at its lower bound; else undefined. */
export function greatestCoverage(curve: readonly CoveragePoint[], target: number): CoveragePoint | undefined {
  return curve.findLast(({ selective }) => (selective.interval?.lower ?? 0) >= target);
}
