/** The gamma function, complete and incomplete. */

const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln Gamma(x) for x > 0, to about 1e-14. Lanczos (1964) with g = 7 and nine terms (Godfrey's coefficients). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  const series = lanczos.reduce(
    (sum, term, index) => (index === 0 ? term : sum + term / (shifted + index)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}

/** Terms enough for the series and the fraction below to settle: both need of the order of the root of `a`. */
function termLimit(a: number): number {
  return 500 + Math.ceil(20 * Math.sqrt(a));
}

function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < termLimit(a) && term > sum * 1e-17; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a));
}

function upperByFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < termLimit(a); k += 1) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction * Math.exp(a * Math.log(x) - x - logGamma(a));
}

/**
 * Q(a, x) = Gamma(a, x) / Gamma(a) for a > 0, x >= 0. By its series below x = a + 1 and by Legendre's continued fraction
 * (evaluated after Lentz) above. DLMF 8.7.1 and 8.9.2.
 */
export function regularizedGammaUpper(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`Q(${a}, ${x}) is not defined.`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerBySeries(a, x) : upperByFraction(a, x);
}
