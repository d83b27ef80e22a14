/** The difference of two shares that were observed on the same items. */
import { absent, type Absent, type Estimate, type Interval } from './estimate.ts';
import { wilson } from './interval.ts';
import { weightedProportion, type WeightedItem, type WeightedOptions } from './weighted.ts';

/** Items by who is right. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

export interface PairedDifference extends Omit<Estimate<'newcombe-paired' | 'weighted-paired'>, 'interval'> {
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
}

/** A share with its interval. */
interface Share {
  readonly value: number;
  readonly interval: Interval;
}

/** The interval of b - a from those of a and b, whose estimates have the correlation `phi`. */
function squareAndAdd(a: Share, b: Share, phi: number): { lower: number; upper: number } {
  const value = b.value - a.value;
  // Rounding may bring the sum of two equal distances with phi = 1 just below 0.
  const distance = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  const down = distance(b.value - b.interval.lower, a.interval.upper - a.value);
  const up = distance(b.interval.upper - b.value, a.value - a.interval.lower);
  return { lower: Math.max(-1, value - down), upper: Math.min(1, value + up) };
}

/** A correlation taken `by` towards 0, not beyond; a negative one stays: Newcombe's correction. */
const towardsZero = (phi: number, by: number) => (phi > 0 ? Math.max(0, phi - by) : phi);

/**
 * B's share minus A's with Newcombe's interval for paired data: the halves of both Wilson intervals, squared and added
 * with the correlation phi of the fourfold table, whose numerator ad - bc is taken n/2 towards 0 where it is positive; phi
 * is 0 where a margin is empty. Absent without items. Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10.
 */
export function newcombePaired(
  { both, onlyA, onlyB, neither }: PairedCounts,
  level = 0.95,
): PairedDifference | Absent<'newcombe-paired'> {
  const n = both + onlyA + onlyB + neither;
  if (n === 0) return absent('newcombe-paired', 0, 'no-observations');
  const shareOf = (k: number): Share => ({ value: k / n, interval: wilson(k, n, level) });
  const [rightA, rightB] = [both + onlyA, both + onlyB];
  const root = Math.sqrt(rightA * (n - rightA) * rightB * (n - rightB));
  const phi = root === 0 ? 0 : towardsZero((both * neither - onlyA * onlyB) / root, n / 2 / root);
  const value = (onlyB - onlyA) / n;
  const bounds = squareAndAdd(shareOf(rightA), shareOf(rightB), phi);
  return { estimator: 'newcombe-paired', value, n, level, ...bounds };
}

/** An item that both were asked, with the inverse of its inclusion probability. */
export interface PairedItem extends Omit<WeightedItem, 'correct'> {
  readonly a: boolean;
  readonly b: boolean;
}

/**
 * B's share of the frame minus A's, from weighted items: the same construction with Wilson's intervals by the effective
 * size (`weighted.ts`), the design-based correlation of the two estimates, and the smaller effective size in the
 * correction. The covariance comes from the variances of the shares that only one gets right: as A = both + x and
 * B = both + y, Var(B - A) = 2 Var x + 2 Var y - Var(x + y) (Hajek's estimators, linearised alike, so the identity is
 * exact), and Cov = (Var A + Var B - Var(B - A)) / 2. Equal weights of one stratum give Newcombe's interval but for
 * n - 1 in the place of n. Absent without items; throws RangeError on weights that are not positive. Zou and Donner (2008),
 * Statistics in Medicine 27, 1693-1702, for intervals of a difference from those of its parts (MOVER, from memory).
 */
export function weightedPaired(
  items: readonly PairedItem[],
  { level = 0.95 }: Pick<WeightedOptions, 'level'> = {},
): PairedDifference | Absent<'weighted-paired'> {
  const shareOf = (isRight: (item: PairedItem) => boolean) =>
    weightedProportion(
      items.map((item) => ({ ...item, correct: isRight(item) })),
      { level },
    );
  const [a, b] = [shareOf((item) => item.a), shareOf((item) => item.b)];
  const onlyA = shareOf((item) => item.a && !item.b);
  const onlyB = shareOf((item) => item.b && !item.a);
  const differ = shareOf((item) => item.a !== item.b);
  if (
    a.value === undefined ||
    b.value === undefined ||
    onlyA.value === undefined ||
    onlyB.value === undefined ||
    differ.value === undefined ||
    !a.interval ||
    !b.interval
  )
    return absent('weighted-paired', items.length, 'no-observations');
  const varianceOfDifference =
    2 * onlyA.standardError ** 2 + 2 * onlyB.standardError ** 2 - differ.standardError ** 2;
  const product = a.standardError * b.standardError;
  const covariance = (a.standardError ** 2 + b.standardError ** 2 - varianceOfDifference) / 2;
  const spread = Math.sqrt(a.value * (1 - a.value) * b.value * (1 - b.value));
  const size = Math.min(a.effectiveSize, b.effectiveSize);
  const isFlat = product === 0 || spread === 0;
  const phi = isFlat ? 0 : towardsZero(Math.min(1, covariance / product), 1 / (2 * size * spread));
  const bounds = squareAndAdd(
    { value: a.value, interval: a.interval },
    { value: b.value, interval: b.interval },
    Math.max(-1, phi),
  );
  return {
    estimator: 'weighted-paired',
    value: onlyB.value - onlyA.value,
    n: items.length,
    level,
    ...bounds,
  };
}
