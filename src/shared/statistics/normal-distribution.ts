/** The standard normal distribution. */
import { regularizedGammaUpper } from './gamma-function.ts';

// Coefficients of Wichura's AS 241, routine PPND16: a ratio of two polynomials of degree 7 in each of three regions.
const centre = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const;
const shoulder = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const tail = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

function ratio([above, below]: readonly [readonly number[], readonly number[]], x: number): number {
  const polynomial = (coefficients: readonly number[]) =>
    coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
  return polynomial(above) / polynomial(below);
}

/**
 * The value below which a standard normal variable stays with probability `p` in (0, 1), to about 1e-15. Throws
 * RangeError outside. Wichura (1988), Algorithm AS 241 (PPND16), Applied Statistics 37(3), 477-484.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A probability lies between 0 and 1, not ${p}.`);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(centre, 0.180625 - q * q);
  const depth = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const distance = depth <= 5 ? ratio(shoulder, depth - 1.6) : ratio(tail, depth - 5);
  return q < 0 ? -distance : distance;
}

/** The z of a two-sided interval of this level: 1.96 for 0.95. */
export function criticalZ(level: number): number {
  return normalQuantile((1 + level) / 2);
}

/** The probability that a standard normal variable is farther from 0 than `z`: P(|Z| >= |z|) = Q(1/2, z^2 / 2). */
export function twoSidedNormalP(z: number): number {
  return regularizedGammaUpper(0.5, (z * z) / 2);
}
