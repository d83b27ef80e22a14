/** What every figure of this folder carries: its value, what it rests on, and by which rule it was made. */

/** How an interval was made; each is explained where it is computed. */
export type IntervalMethod =
  | 'wilson'
  | 'wilson-effective-size'
  | 'wilson-f-star'
  | 'clopper-pearson'
  | 'wald'
  | 'newcombe'
  | 'bootstrap-percentile'
  | 'census';

/** A confidence interval; `level` is its coverage, such as 0.95. */
export interface Interval {
  readonly method: IntervalMethod;
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
}

/** Why a figure does not exist for these data. */
export type AbsentReason =
  | 'no-observations'
  | 'no-pairable-units'
  | 'one-category'
  | 'more-than-two-raters'
  | 'empty-cell'
  | 'too-few-categories';

/** A figure; `n` counts the observations that it rests on, `interval` is undefined where none was asked for or is known. */
export interface Estimate<Estimator extends string = string> {
  readonly estimator: Estimator;
  readonly value: number;
  readonly n: number;
  readonly interval: Interval | undefined;
  readonly reason?: undefined;
}

/** A figure that does not exist for these data, and why: never NaN. */
export interface Absent<Estimator extends string = string> {
  readonly estimator: Estimator;
  readonly value: undefined;
  readonly n: number;
  readonly interval: undefined;
  readonly reason: AbsentReason;
}

export type Measure<Estimator extends string = string> = Estimate<Estimator> | Absent<Estimator>;

/** A figure without an interval. */
export function pointEstimate<Estimator extends string>(
  estimator: Estimator,
  value: number,
  n: number,
): Estimate<Estimator> {
  return { estimator, value, n, interval: undefined };
}

/** The answer where a figure does not exist. */
export function absent<Estimator extends string>(
  estimator: Estimator,
  n: number,
  reason: AbsentReason,
): Absent<Estimator> {
  return { estimator, value: undefined, n, interval: undefined, reason };
}

/** A number held within [0, 1]. */
export function clampToUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Refuses a confidence level outside (0, 1). Throws RangeError. */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1, not ${level}.`);
}
