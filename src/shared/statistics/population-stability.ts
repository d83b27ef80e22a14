/** The population stability index with an alarm that knows how many categories and observations there are. */
import { chiSquareQuantile } from './chi-square-distribution.ts';
import { drift, type DriftEstimate, type DriftOptions, type Mixes } from './drift.ts';
import { absent, checkLevel, type Absent } from './estimate.ts';

export interface StabilityEstimate extends DriftEstimate<'psi'> {
  /** What the index would be on average if nothing had changed. */
  readonly expectedWithoutDrift: number;
  /** The index that it would pass with probability 1 - level if nothing had changed. */
  readonly critical: number;
  readonly level: number;
  readonly exceeds: boolean;
}

function noise(referenceSize: number, size: number): number {
  if (!(referenceSize > 0) || !(size > 0)) throw new RangeError('Both windows hold observations.');
  return 1 / referenceSize + 1 / size;
}

/**
 * The mean of the index without any drift: (B - 1)(1/n + 1/m), B categories, windows of n and m. Yurdakul (2018),
 * Statistical Properties of Population Stability Index, Western Michigan University.
 */
export function expectedPsi(categories: number, referenceSize: number, size: number): number {
  return (categories - 1) * noise(referenceSize, size);
}

/**
 * The index that is passed with probability 1 - level without any drift: the chi-square quantile with B - 1 degrees times
 * (1/n + 1/m) (Yurdakul 2018). It stands in for the conventional 0.1 and 0.25, which ring always with many categories.
 */
export function criticalPsi(categories: number, referenceSize: number, size: number, level = 0.95): number {
  checkLevel(level);
  if (!(categories >= 2))
    throw new RangeError(`An index compares two categories or more, not ${categories}.`);
  return chiSquareQuantile(level, categories - 1) * noise(referenceSize, size);
}

/**
 * The index of two windows beside what it would be without drift; absent where `drift` is, and below two categories. The
 * chi-square law is one of large counts: with many expected below 5, join rare categories first.
 */
export function populationStability(
  mixes: Mixes,
  level = 0.95,
  options: DriftOptions = {},
): StabilityEstimate | Absent<'psi'> {
  checkLevel(level);
  const index = drift('psi', mixes, options);
  if (index.value === undefined) return index;
  const { categories, referenceSize, n } = index;
  if (categories < 2) return absent('psi', n, 'too-few-categories');
  const critical = criticalPsi(categories, referenceSize, n, level);
  const expectedWithoutDrift = expectedPsi(categories, referenceSize, n);
  return { ...index, expectedWithoutDrift, critical, level, exceeds: index.value > critical };
}
