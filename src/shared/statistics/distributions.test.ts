/** Figures of scipy 1.17.1: stats.norm.ppf, beta.ppf, chi2.ppf, chi2.sf (Python 3.11). */
import { expect, test } from 'vitest';
import { betaDistribution, betaQuantile } from './beta-distribution.ts';
import { chiSquareQuantile, chiSquareSurvival } from './chi-square-distribution.ts';
import { normalQuantile, twoSidedNormalP } from './normal-distribution.ts';

test.each([
  [1e-10, -6.361340902404056],
  [1e-5, -4.264890793922825],
  [0.025, -1.9599639845400545],
  [0.2, -0.8416212335729142],
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.995, 2.5758293035489004],
  [0.999999999, 5.997807019601637],
])('the normal quantile of %f is %f', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 12);
});

test('the normal quantile undoes the two-sided probability', () => {
  expect(twoSidedNormalP(1.959963984540054)).toBeCloseTo(0.05, 12);
  expect(twoSidedNormalP(0)).toBe(1);
  expect(() => normalQuantile(1)).toThrow(RangeError);
});

test.each([
  [0.025, 45, 6, 0.7818646335657977],
  [0.1, 0.5, 0.5, 0.024471741852423214],
  [0.025, 2000, 8001, 0.1921983702218572],
  [0.975, 500_000, 500_001, 0.5009794808075825],
  [0.025, 1, 1_000_000, 2.5317807663794178e-8],
])('the beta quantile of %f with %f and %f is %f', (p, a, b, x) => {
  expect(betaQuantile(p, a, b) / x).toBeCloseTo(1, 9);
  expect(betaDistribution(x, a, b)).toBeCloseTo(p, 9);
});

test.each([
  [0.95, 1, 3.841458820694124],
  [0.95, 20, 31.410432844230918],
  [0.95, 731, 795.0091397136096],
  [0.01, 5, 0.5542980767282772],
  [0.999, 1000, 1143.9170926196791],
])('the chi-square quantile of %f with %i degrees is %f', (p, degrees, x) => {
  expect(chiSquareQuantile(p, degrees)).toBeCloseTo(x, 8);
});

test.each([
  [3.84, 1, 0.05004352124870519],
  [60, 20, 7.121750862815593e-6],
  [700, 731, 0.7895918074639268],
  [0.1, 5, 0.9998376833880774],
])('a chi-square of %f with %i degrees is passed with probability %f', (x, degrees, p) => {
  expect(chiSquareSurvival(x, degrees) / p).toBeCloseTo(1, 9);
});
