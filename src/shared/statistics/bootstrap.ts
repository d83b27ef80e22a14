/** The percentile bootstrap over units. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { checkLevel, type Absent, type Estimate } from './estimate.ts';
import { evaluate, type UnitStatistic } from './unit-statistic.ts';

export interface BootstrapOptions {
  /** The same seed gives the same interval. */
  readonly seed: number;
  /** At least 1,000 (the default is 2,000). */
  readonly resamples?: number;
  readonly level?: number;
  /** The stratum of each unit: units are drawn anew within each. */
  readonly strata?: readonly (string | number)[];
  /** The cluster of each unit (such as one text that occurs twice): clusters are drawn whole. One stratum each. */
  readonly clusters?: readonly (string | number)[];
}

export interface BootstrapEstimate<Estimator extends string = string> extends Estimate<Estimator> {
  readonly seed: number;
  readonly resamples: number;
  /** Resamples in which the figure does not exist; above 5 % of all there is no interval. */
  readonly undefinedResamples: number;
}

/** The strata as lists of clusters, clusters as lists of units. */
function drawingPlan(units: number, { strata, clusters }: BootstrapOptions): number[][][] {
  if ((strata && strata.length !== units) || (clusters && clusters.length !== units))
    throw new RangeError(`Strata and clusters are named for each of the ${units} units.`);
  const plan = new Map<string | number, Map<string | number, number[]>>();
  const homes = new Map<string | number, string | number>();
  for (let unit = 0; unit < units; unit += 1) {
    const stratum = strata?.[unit] ?? '';
    const cluster = clusters?.[unit] ?? unit;
    const home = homes.get(cluster) ?? stratum;
    if (home !== stratum) throw new RangeError(`Cluster ${cluster} lies in two strata.`);
    homes.set(cluster, stratum);
    const members = plan.get(stratum) ?? new Map<string | number, number[]>();
    plan.set(stratum, members.set(cluster, [...(members.get(cluster) ?? []), unit]));
  }
  return [...plan.values()].map((members) => [...members.values()]);
}

/** The quantile of sorted values by linear interpolation (Hyndman and Fan 1996, type 7). */
function quantile(sorted: Float64Array, p: number): number {
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * The figure with the interval between the percentiles of its values over resamples, each drawn from the units with
 * replacement and as large as the sample. Absent where the figure is; throws RangeError below 1,000 resamples. Its
 * variance falls short by (n_h - 1)/n_h in strata of n_h units, so strata of a few units want another method. Generator:
 * xoroshiro128+. Efron (1979), Annals of Statistics 7(1); Efron and Tibshirani (1993), An Introduction to the Bootstrap,
 * ch. 13. 1,000 resamples over 2,000 units by 5 raters took 0.1 to 0.3 s on two cores, with a distance between 732 codes
 * 1.2 s.
 */
export function bootstrap<Estimator extends string>(
  statistic: UnitStatistic<Estimator>,
  options: BootstrapOptions,
): BootstrapEstimate<Estimator> | Absent<Estimator> {
  const { seed, resamples = 2000, level = 0.95 } = options;
  checkLevel(level);
  if (!Number.isInteger(resamples) || resamples < 1000)
    throw new RangeError(`A bootstrap takes 1,000 resamples or more, not ${resamples}.`);
  const plan = drawingPlan(statistic.units, options);
  const whole = evaluate(statistic);
  if (whole.value === undefined) return whole;
  const generator = xoroshiro128plus(seed);
  const copies = new Uint32Array(statistic.units);
  const values = new Float64Array(resamples);
  let defined = 0;
  for (let round = 0; round < resamples; round += 1) {
    copies.fill(0);
    for (const clusters of plan) {
      for (let draw = 0; draw < clusters.length; draw += 1) {
        const drawn = clusters[uniformInt(generator, 0, clusters.length - 1)] ?? [];
        for (const unit of drawn) copies[unit] = (copies[unit] ?? 0) + 1;
      }
    }
    const { value } = statistic.at(copies);
    if (value === undefined) continue;
    values[defined] = value;
    defined += 1;
  }
  const sorted = values.subarray(0, defined).sort();
  const undefinedResamples = resamples - defined;
  const tail = (1 - level) / 2;
  const interval =
    undefinedResamples > resamples * 0.05
      ? undefined
      : ({
          method: 'bootstrap-percentile',
          level,
          lower: quantile(sorted, tail),
          upper: quantile(sorted, 1 - tail),
        } as const);
  return { ...whole, interval, seed, resamples, undefinedResamples };
}
