/** A grid of hyper-parameters: every combination of their values is one run. */
import type { Grid } from '../contract/training/start.ts';

/** One value by hyper-parameter. */
export type Combination = Readonly<Record<string, string>>;

/** Beyond so many a grid is hardly what a person wants, and the status of its workflow is no longer kept plain. */
export const manyCombinations = 500;
/** Beyond so many nothing is started: the workflow's object comes near the 1.5 MiB that etcd takes. */
export const mostCombinations = 5_000;

/** How many combinations a grid has: a value named twice counts once; 1 without any hyper-parameter. */
export function countCombinations(grid: Grid): number {
  return Object.values(grid).reduce((product, values) => product * new Set(values).size, 1);
}

/**
 * Every combination once, hyper-parameters in the order of their names and the last one changing fastest, so that the same grid
 * gives the same list. @throws RangeError beyond `mostCombinations`
 */
export function combinationsOf(grid: Grid): Combination[] {
  if (countCombinations(grid) > mostCombinations)
    throw new RangeError(`A grid may have at most ${mostCombinations} combinations`);
  return Object.keys(grid)
    .sort()
    .reduce<Combination[]>(
      (found, name) =>
        found.flatMap((one) => [...new Set(grid[name])].map((value) => ({ ...one, [name]: value }))),
      [{}],
    );
}

/** How a combination is called: `DIM=50 LR=0.2`; empty for the empty one. */
export function nameOfCombination(combination: Combination): string {
  return Object.keys(combination)
    .sort()
    .map((name) => `${name}=${combination[name]}`)
    .join(' ');
}

/**
 * How many pods a grid may have at once under a quota: less than half of what it allows, since a quota counts pods that are over until
 * they are deleted; at least 1.
 */
export function parallelismUnder(quota: number): number {
  return Math.max(1, Math.ceil(quota / 2) - 1);
}
