import type { Measure } from './estimate.ts';

/**
 * A figure over units that can be made again with each unit counted any number of times, from sums that were formed
 * once: what a bootstrap asks for a thousand times.
 */
export interface UnitStatistic<Estimator extends string = string> {
  readonly estimator: Estimator;
  readonly units: number;
  /** The figure with unit u counted `copies[u]` times. */
  at(copies: ArrayLike<number>): Measure<Estimator>;
}

/** The figure of the units as they are. */
export function evaluate<Estimator extends string>(statistic: UnitStatistic<Estimator>): Measure<Estimator> {
  return statistic.at(new Uint32Array(statistic.units).fill(1));
}
