/** Whether a share (such as the automatic coding rate) changed between two windows. */
import { absent, type Absent, type Estimate, type Interval } from './estimate.ts';
import { wilson } from './interval.ts';
import { twoSidedNormalP } from './normal-distribution.ts';

export interface Count {
  readonly k: number;
  readonly n: number;
}

/** `value` is the current share less the reference's, in [-1, 1]; `n` counts the current window. */
export interface ProportionChange extends Estimate<'proportion-difference'> {
  readonly interval: Interval;
  readonly referenceSize: number;
  /** Undefined where all observations of both windows agree: nothing varies. */
  readonly z: number | undefined;
  readonly p: number | undefined;
}

/**
 * The difference of two independent shares with Newcombe's hybrid score interval (method 10: the halves of both Wilson
 * intervals, squared and added), and the z test with pooled variance, two-sided. Absent where a window is empty.
 * Newcombe (1998), Statistics in Medicine 17(8), 873-890.
 */
export function compareProportions(
  reference: Count,
  current: Count,
  level = 0.95,
): ProportionChange | Absent<'proportion-difference'> {
  if (reference.n === 0 || current.n === 0) {
    return absent('proportion-difference', current.n, 'no-observations');
  }
  const before = wilson(reference.k, reference.n, level);
  const after = wilson(current.k, current.n, level);
  const p1 = reference.k / reference.n;
  const p2 = current.k / current.n;
  const value = p2 - p1;
  const pooled = (reference.k + current.k) / (reference.n + current.n);
  const variance = pooled * (1 - pooled) * (1 / reference.n + 1 / current.n);
  const z = variance > 0 ? value / Math.sqrt(variance) : undefined;
  return {
    estimator: 'proportion-difference',
    value,
    n: current.n,
    interval: {
      method: 'newcombe',
      level,
      lower: value - Math.hypot(p2 - after.lower, before.upper - p1),
      upper: value + Math.hypot(after.upper - p2, p1 - before.lower),
    },
    referenceSize: reference.n,
    z,
    p: z === undefined ? undefined : twoSidedNormalP(z),
  };
}
