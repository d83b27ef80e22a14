/** The beta distribution. */
import { logGamma } from './gamma-function.ts';

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let value = d;
  const limit = 500 + Math.ceil(20 * Math.sqrt(a + b));
  for (let m = 1; m < limit; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

/**
 * P(X <= x) for a beta variable, a and b > 0: the continued fraction of DLMF 8.17.22, evaluated after Lentz, on the side
 * where it settles fast.
 */
export function betaDistribution(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** The value below which a beta variable stays with probability `p` in (0, 1), by bisection. Throws RangeError outside. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p > 0 && p < 1) || !(a > 0) || !(b > 0)) throw new RangeError(`No beta quantile (${p}, ${a}, ${b}).`);
  let lower = 0;
  let upper = 1;
  for (let step = 0; step < 200 && upper - lower > 1e-16 * upper; step += 1) {
    const middle = (lower + upper) / 2;
    if (middle === lower || middle === upper) break;
    if (betaDistribution(middle, a, b) < p) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
}
