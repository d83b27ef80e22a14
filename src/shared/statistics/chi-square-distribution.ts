/** The chi-square distribution. */
import { regularizedGammaUpper } from './gamma-function.ts';
import { normalQuantile } from './normal-distribution.ts';

/** P(X >= x) for a chi-square variable: Q(degrees / 2, x / 2). `degrees` > 0, x >= 0. */
export function chiSquareSurvival(x: number, degrees: number): number {
  return regularizedGammaUpper(degrees / 2, x / 2);
}

/**
 * The value below which a chi-square variable stays with probability `p` in (0, 1): bisection on the survival function,
 * begun around Wilson and Hilferty's approximation (1931).
 */
export function chiSquareQuantile(p: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  const guess = degrees * Math.max(1e-6, 1 - spread + normalQuantile(p) * Math.sqrt(spread)) ** 3;
  let lower = 0;
  let upper = Math.max(guess, 1e-12);
  while (1 - chiSquareSurvival(upper, degrees) < p) {
    lower = upper;
    upper *= 2;
  }
  for (let step = 0; step < 200 && upper - lower > 1e-14 * upper; step += 1) {
    const middle = (lower + upper) / 2;
    if (1 - chiSquareSurvival(middle, degrees) < p) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
}
