/** Confidence intervals of a proportion. */
import { betaQuantile } from './beta-distribution.ts';
import {
  absent,
  checkLevel,
  clampToUnit,
  type Interval,
  type IntervalMethod,
  type Measure,
} from './estimate.ts';
import { criticalZ } from './normal-distribution.ts';

function check(k: number, n: number, level: number): void {
  checkLevel(level);
  if (!(n > 0 && Number.isFinite(n)) || !(k >= 0 && k <= n))
    throw new RangeError(`No proportion ${k} of ${n}.`);
}

function score(p: number, n: number, level: number, method: IntervalMethod): Interval {
  const z = criticalZ(level);
  const shrink = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / shrink;
  const half = (z / shrink) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return {
    method,
    level,
    lower: p === 0 ? 0 : Math.min(p, clampToUnit(centre - half)),
    upper: p === 1 ? 1 : Math.max(p, clampToUnit(centre + half)),
  };
}

/**
 * Wilson's score interval of k successes in n: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). The default:
 * it keeps its level near 0 and 1, where Wald's does not. Throws RangeError for n = 0. Wilson (1927), JASA 22, 209-212;
 * Brown, Cai and DasGupta (2001), Statistical Science 16(2), 101-133.
 */
export function wilson(k: number, n: number, level = 0.95): Interval {
  check(k, n, level);
  return score(k / n, n, level, 'wilson');
}

/**
 * Wilson's interval of an estimated proportion `p` of a complex sample, with n replaced by the effective size
 * p(1-p)/variance (need not be whole). Korn and Graubard (1998), Survey Methodology 24(2), 193-201, for the effective
 * size; Dean and Pagano (2015), J. Survey Statistics and Methodology 3(4), for Wilson's interval with it.
 */
export function wilsonEffectiveSize(p: number, effectiveSize: number, level = 0.95): Interval {
  check(p, 1, level);
  check(0, effectiveSize, level);
  return score(p, effectiveSize, level, 'wilson-effective-size');
}

/**
 * The exact interval of k successes in n: beta quantiles B(a/2; k, n-k+1) and B(1-a/2; k+1, n-k). Throws RangeError for
 * n = 0 and parts of units. Clopper and Pearson (1934), Biometrika 26, 404-413.
 */
export function clopperPearson(k: number, n: number, level = 0.95): Interval {
  check(k, n, level);
  if (!Number.isInteger(k) || !Number.isInteger(n)) throw new RangeError(`No whole counts: ${k} of ${n}.`);
  const tail = (1 - level) / 2;
  return {
    method: 'clopper-pearson',
    level,
    lower: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    upper: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  };
}

/** Wald's interval p +- z se, held within [0, 1]: for comparison only, it fails near 0 and 1. */
export function wald(p: number, standardError: number, level = 0.95): Interval {
  check(p, 1, level);
  const half = criticalZ(level) * standardError;
  return { method: 'wald', level, lower: clampToUnit(p - half), upper: clampToUnit(p + half) };
}

/** The share k/n of a simple random sample with Wilson's interval; absent where n = 0. */
export function proportion(k: number, n: number, level = 0.95): Measure<'proportion'> {
  if (n === 0) return absent('proportion', 0, 'no-observations');
  return { estimator: 'proportion', value: k / n, n, interval: wilson(k, n, level) };
}
