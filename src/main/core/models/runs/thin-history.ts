/** Curves of metrics as columns, thinned out to what a screen can show. Pure. */
import type { MlflowMetric } from '../../platform/mlflow/mlflow.ts';

/** Points of one metric of one run by step; values are finite. */
export interface MetricCurve {
  readonly run: string;
  readonly steps: number[];
  readonly values: number[];
  readonly at: number[];
  /** Points before thinning, those without a finite value included. */
  readonly all: number;
}

/**
 * Sorts by step, then time, and keeps at most `points`: first, last and, of each stretch between, the ones with the least and the greatest
 * value, so that no peak is lost.
 */
export function curveOf(run: string, metrics: readonly MlflowMetric[], points: number): MetricCurve {
  const sorted = metrics
    .filter(({ value }) => Number.isFinite(value))
    .sort((one, other) => one.step - other.step || one.timestamp - other.timestamp);
  const kept = thinned(sorted, points);
  return {
    run,
    steps: kept.map(({ step }) => step),
    values: kept.map(({ value }) => value),
    at: kept.map(({ timestamp }) => timestamp),
    all: metrics.length,
  };
}

function thinned(sorted: readonly MlflowMetric[], points: number): readonly MlflowMetric[] {
  if (sorted.length <= points) return sorted;
  const last = sorted.length - 1;
  const places = new Set([0, last]);
  // Two of each stretch, besides the ends.
  const stretches = Math.floor((points - 2) / 2);
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = 1 + Math.floor((stretch * (last - 1)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (last - 1)) / stretches);
    let [least, greatest] = [from, from];
    for (let at = from; at < to; at += 1) {
      if (valueAt(sorted, at) < valueAt(sorted, least)) least = at;
      if (valueAt(sorted, at) > valueAt(sorted, greatest)) greatest = at;
    }
    places.add(least);
    places.add(greatest);
  }
  return sorted.filter((_, at) => places.has(at));
}

const valueAt = (metrics: readonly MlflowMetric[], at: number) => metrics[at]?.value ?? 0;
