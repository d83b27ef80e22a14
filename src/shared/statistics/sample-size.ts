/** How many units to draw for a wanted precision. */
import { checkLevel } from './estimate.ts';
import { criticalZ } from './normal-distribution.ts';

export interface SamplePlan {
  /** The proportion that is expected, in [0, 1]; 0.5 asks for the most. */
  readonly expected: number;
  /** Half the width of the wanted interval: 0.01 is one point. */
  readonly halfWidth: number;
  readonly level?: number;
  /** Units in the frame; given, the sample is cut by the finite population correction. */
  readonly frameSize?: number;
}

/**
 * Units that a simple random sample needs: n0 = z^2 p(1-p) / w^2, and with a frame of N units n0 / (1 + (n0 - 1)/N),
 * rounded up. Throws RangeError on a plan that makes no sense. Cochran (1977), Sampling Techniques, 4.4.
 */
export function sampleSize({ expected, halfWidth, level = 0.95, frameSize }: SamplePlan): number {
  checkLevel(level);
  if (!(expected >= 0 && expected <= 1) || !(halfWidth > 0) || (frameSize !== undefined && !(frameSize >= 1)))
    throw new RangeError(`No sample for ${expected} +- ${halfWidth}.`);
  const open = (criticalZ(level) ** 2 * expected * (1 - expected)) / halfWidth ** 2;
  const needed = frameSize === undefined ? open : open / (1 + (open - 1) / frameSize);
  return Math.max(1, Math.ceil(needed));
}
