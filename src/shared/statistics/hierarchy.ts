/** How near a prediction comes to the truth in a tree of codes. */
import { absent, pointEstimate, type Measure } from './estimate.ts';
import { proportion } from './interval.ts';
import type { CodeDistance } from './krippendorff-alpha.ts';
import type { Code } from './rating-table.ts';

/** A code as the codes from the first level (the section) down to itself; shorter where coding stopped early. */
export type CodePath = readonly Code[];

/** The truth of an item and what was predicted for it (or what two people chose), in one version of the nomenclature. */
export interface PathPair {
  readonly truth: CodePath;
  readonly prediction: CodePath;
}

/** The level of the lowest common ancestor; 0 where not even the section is shared. */
export function commonLevel(a: CodePath, b: CodePath): number {
  let level = 0;
  while (level < a.length && level < b.length && a[level] === b[level]) level += 1;
  return level;
}

/**
 * Distance of codes for Krippendorff's alpha with credit for near misses: 1 - level of the lowest common ancestor / depth.
 * `pathOf` gives the path of a code, `depth` is the number of levels. 0 for the same code, 1 across sections.
 */
export function ancestorDistance(pathOf: (code: Code) => CodePath, depth: number): CodeDistance {
  if (!(depth > 0)) throw new RangeError(`A tree has a level, not ${depth}.`);
  const paths = new Map<Code, CodePath>();
  const pathOnce = (code: Code): CodePath => {
    const path = paths.get(code) ?? pathOf(code);
    paths.set(code, path);
    return path;
  };
  return (a, b) => (a === b ? 0 : 1 - commonLevel(pathOnce(a), pathOnce(b)) / depth);
}

/**
 * For each level from 1 to `depth`, the share of items whose prediction has the ancestor of the truth there, with
 * Wilson's interval. Items whose truth does not reach a level do not count at it; a prediction that stops above is wrong.
 */
export function accuracyByLevel(
  pairs: readonly PathPair[],
  depth: number,
  level = 0.95,
): Measure<'proportion'>[] {
  return Array.from({ length: depth }, (_, index) => {
    const reaching = pairs.filter(({ truth }) => truth.length > index);
    const right = reaching.filter(({ truth, prediction }) => commonLevel(truth, prediction) > index);
    return proportion(right.length, reaching.length, level);
  });
}

export interface CommonLevelShare {
  /** 0: nothing shared; `depth`: the same code. */
  readonly level: number;
  readonly count: number;
  readonly share: Measure<'proportion'>;
}

/** How many items have their lowest common ancestor at each level from 0 to `depth`: how far errors go astray. */
export function commonLevelDistribution(
  pairs: readonly PathPair[],
  depth: number,
  level = 0.95,
): CommonLevelShare[] {
  const counts = Array.from({ length: depth + 1 }, () => 0);
  for (const { truth, prediction } of pairs) {
    const common = Math.min(depth, commonLevel(truth, prediction));
    counts[common] = (counts[common] ?? 0) + 1;
  }
  return counts.map((count, common) => ({
    level: common,
    count,
    share: proportion(count, pairs.length, level),
  }));
}

export interface HierarchicalScores {
  readonly precision: Measure<'hierarchical-precision'>;
  readonly recall: Measure<'hierarchical-recall'>;
  readonly f1: Measure<'hierarchical-f1'>;
}

/**
 * Precision sum |P n T| / sum |P|, recall sum |P n T| / sum |T| and their harmonic mean, P and T being prediction and
 * truth with all their ancestors (the root excluded). No interval: take a bootstrap. Where all paths have the same depth
 * the three are the mean common level over the depth. Kiritchenko, Matwin, Nock and Famili (2006), Canadian AI, LNCS 4013.
 */
export function hierarchicalScores(pairs: readonly PathPair[]): HierarchicalScores {
  const n = pairs.length;
  let common = 0;
  let predicted = 0;
  let actual = 0;
  for (const { truth, prediction } of pairs) {
    common += commonLevel(truth, prediction);
    predicted += prediction.length;
    actual += truth.length;
  }
  const share = <Estimator extends string>(estimator: Estimator, above: number, below: number) =>
    below === 0 ? absent(estimator, n, 'no-observations') : pointEstimate(estimator, above / below, n);
  return {
    precision: share('hierarchical-precision', common, predicted),
    recall: share('hierarchical-recall', common, actual),
    f1: share('hierarchical-f1', 2 * common, predicted + actual),
  };
}
