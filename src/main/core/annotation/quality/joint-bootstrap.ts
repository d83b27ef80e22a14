/** The percentile bootstrap of many figures at once: units are drawn anew once for all of them. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { UnitStatistic } from '../../../../shared/statistics/unit-statistic.ts';
import { countPlaces, type Patterns } from './patterns.ts';

/** Figures over the same patterns; `patterns.place` leads to them from the patterns of the units. */
export interface FigureGroup {
  readonly patterns: Patterns;
  readonly statistics: readonly UnitStatistic[];
}

export interface JointOptions {
  readonly seed: number;
  readonly resamples: number;
  /** Awaited now and then, so that others get a turn; throws to end it. */
  readonly pause: () => Promise<void>;
}

export type Bounds = readonly [low: number, high: number];

/** Resamples between two pauses. */
const atOnce = 20;

/**
 * The 95 % interval of every figure of every group; undefined where the figure does not exist in more than 5 % of the resamples. The
 * same seed gives the interval of `shared/statistics/bootstrap.ts`, whose numbers are drawn here in the same order (a test holds it):
 * Efron (1979), Annals of Statistics 7(1); quantiles of type 7 of Hyndman and Fan (1996).
 */
export async function jointBootstrap(
  units: Patterns,
  groups: readonly FigureGroup[],
  { seed, resamples, pause }: JointOptions,
): Promise<(Bounds | undefined)[][]> {
  const generator = xoroshiro128plus(seed);
  const { place } = units;
  const drawn = new Uint32Array(units.rows.length);
  const work = groups.map(({ patterns, statistics }) => ({
    patterns,
    copies: new Uint32Array(patterns.rows.length),
    figures: statistics.map((statistic) => ({ statistic, values: new Float64Array(resamples), defined: 0 })),
  }));
  for (let round = 0; round < resamples; round += 1) {
    if (round % atOnce === 0) await pause();
    drawn.fill(0);
    for (let draw = 0; draw < place.length; draw += 1) {
      const pattern = place[uniformInt(generator, 0, place.length - 1)] ?? 0;
      drawn[pattern] = (drawn[pattern] ?? 0) + 1;
    }
    for (const { patterns, copies, figures } of work) {
      countPlaces(patterns, copies, drawn);
      for (const figure of figures) {
        const { value } = figure.statistic.at(copies);
        if (value !== undefined) figure.values[figure.defined++] = value;
      }
    }
  }
  return work.map(({ figures }) => figures.map(({ values, defined }) => boundsOf(values, defined)));
}

function boundsOf(values: Float64Array, defined: number): Bounds | undefined {
  if (values.length - defined > values.length * 0.05) return undefined;
  const sorted = values.subarray(0, defined).sort();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

function quantile(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
