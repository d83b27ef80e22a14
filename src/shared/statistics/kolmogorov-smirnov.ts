/** Whether two samples of a number (confidence index, probability, length of text) have one distribution. */
import { absent, type Absent, type Estimate } from './estimate.ts';

/** `value` is D, in [0, 1]: the size of the effect. With many observations p is tiny for any D: show D first. */
export interface KolmogorovSmirnovTest extends Estimate<'kolmogorov-smirnov'> {
  readonly referenceSize: number;
  readonly p: number;
  /** `exact` counts lattice paths; `asymptotic` is Kolmogorov's limit. Both are conservative where values tie. */
  readonly method: 'exact' | 'asymptotic';
}

const exactLimit = 1_000_000;

/** The largest |i m - j n| after each distinct value: D times n m, a whole number. */
function largestStep(a: Float64Array, b: Float64Array): number {
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    largest = Math.max(largest, Math.abs(i * b.length - j * a.length));
  }
  return largest;
}

/** 1 - the share of lattice paths from (0, 0) to (n, m) along which |i m - j n| stays below `step`. Hodges (1958). */
function exactP(n: number, m: number, step: number): number {
  const isInside = (i: number, j: number) => Math.abs(i * m - j * n) < step;
  let paths = Float64Array.from({ length: m + 1 });
  paths[0] = 1;
  for (let j = 1; j <= m; j += 1) paths[j] = isInside(0, j) ? (paths[j - 1] ?? 0) : 0;
  for (let i = 1; i <= n; i += 1) {
    // Scaled by i / (i + m) each row, which makes the number of all paths 1 at the end.
    const scale = i / (i + m);
    const next = new Float64Array(m + 1);
    for (let j = 0; j <= m; j += 1) {
      if (isInside(i, j)) next[j] = scale * (paths[j] ?? 0) + (j > 0 ? (next[j - 1] ?? 0) : 0);
    }
    paths = next;
  }
  return Math.min(1, Math.max(0, 1 - (paths[m] ?? 0)));
}

/** P(K > x) = 2 sum (-1)^(k-1) exp(-2 k^2 x^2); below x = 0.2 it is 1 to 1e-12 and the series slow. Kolmogorov (1933). */
function kolmogorovSurvival(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) {
    const term = Math.exp(-2 * k * k * x * x);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/**
 * Two-sided two-sample test: D is the largest difference of the distribution functions, ties taken together; p exact up
 * to n m = 1,000,000, else Kolmogorov's limit at D sqrt(nm/(n+m)). Absent where a sample is empty; throws RangeError on NaN.
 * Smirnov (1939); Hodges (1958), Arkiv for Matematik 3(5), 469-486.
 */
export function kolmogorovSmirnov(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): KolmogorovSmirnovTest | Absent<'kolmogorov-smirnov'> {
  const a = Float64Array.from(reference).sort();
  const b = Float64Array.from(current).sort();
  if (Number.isNaN(a.at(-1)) || Number.isNaN(b.at(-1))) throw new RangeError('NaN cannot be ordered.');
  if (a.length === 0 || b.length === 0) return absent('kolmogorov-smirnov', b.length, 'no-observations');
  const step = largestStep(a, b);
  const value = step / (a.length * b.length);
  const isExact = a.length * b.length <= exactLimit;
  const p = isExact
    ? exactP(a.length, b.length, step)
    : kolmogorovSurvival(value * Math.sqrt((a.length * b.length) / (a.length + b.length)));
  return {
    estimator: 'kolmogorov-smirnov',
    value,
    n: b.length,
    interval: undefined,
    referenceSize: a.length,
    p,
    method: isExact ? 'exact' : 'asymptotic',
  };
}
