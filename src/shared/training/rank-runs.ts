/** Which run of a grid is best, looking at every level of the nomenclature. */
import type { RankedRun } from '../contract/training/workflows.ts';

export interface RunResult {
  readonly run: string;
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  /** Last value by metric. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Means closer than this differ by rounding alone. */
const sameMean = 1e-12;

/** Levels of a NAF, from the section to the sub-class. */
const depth = 5;

/** Names under which trainings log the accuracy of a level, the most trusted first (InseeFrLab/codif-ape-train: on the gold set, on the test set). */
const metricNames = (level: number) => [
  `accuracy_level_${level}`,
  `ls_accuracy_level_${level}`,
  `accuracy_test_level_${level}`,
];

/** Accuracy by level, in [0, 1]; undefined where the run did not log it, or logged no number. All of one kind: names are not mixed. */
export function levelsOf(metrics: Readonly<Record<string, number>>): (number | undefined)[] {
  const levels = Array.from({ length: depth }, (_, index) => index + 1);
  const kinds = metricNames(1).map((_, kind) =>
    levels.map((level) => {
      const value = metrics[metricNames(level)[kind] ?? ''];
      return value !== undefined && Number.isFinite(value) ? value : undefined;
    }),
  );
  const known = (values: readonly (number | undefined)[]) => values.filter((one) => one !== undefined).length;
  const most = Math.max(...kinds.map(known));
  return kinds.find((values) => known(values) === most) ?? levels.map(() => undefined);
}

/** True when one is nowhere worse and somewhere better; what was not logged is worse than anything. */
function dominates(one: readonly (number | undefined)[], other: readonly (number | undefined)[]): boolean {
  let isBetter = false;
  for (let level = 0; level < depth; level += 1) {
    const difference = (one[level] ?? -Infinity) - (other[level] ?? -Infinity);
    if (difference < 0) return false;
    if (difference > 0) isBetter = true;
  }
  return isBetter;
}

/**
 * Orders runs, the best first: those that no other dominates before the others, each by the mean over the levels, ties by the deepest
 * level and upwards, then by name. Runs without a mean come last among theirs.
 */
export function rankRuns(runs: readonly RunResult[]): RankedRun[] {
  const all = runs.map(({ metrics, ...run }) => {
    const levels = levelsOf(metrics);
    const known = levels.filter((one) => one !== undefined);
    const isWhole = known.length === depth;
    return {
      ...run,
      params: { ...run.params },
      levels,
      ...(isWhole && { mean: known.reduce((sum, one) => sum + one, 0) / depth }),
    };
  });
  return all
    .map((run): RankedRun => ({
      ...run,
      undominated:
        run.levels.some((one) => one !== undefined) &&
        !all.some((other) => dominates(other.levels, run.levels)),
    }))
    .sort(better);
}

function better(one: RankedRun, other: RankedRun): number {
  if (one.undominated !== other.undominated) return one.undominated ? -1 : 1;
  const byMean = (other.mean ?? -1) - (one.mean ?? -1);
  if (Math.abs(byMean) > sameMean) return byMean;
  for (let level = depth - 1; level >= 0; level -= 1) {
    const difference = (other.levels[level] ?? -1) - (one.levels[level] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.name < other.name ? -1 : Number(one.name > other.name);
}
