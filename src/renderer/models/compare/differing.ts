/** In what runs differ. Pure. */
import type { Run } from '../../../shared/contract/models/runs.ts';

export interface Line {
  readonly key: string;
  /** One for each run, in their order; undefined where a run does not have it. */
  readonly values: readonly (string | undefined)[];
  readonly differs: boolean;
}

/** Every parameter of the runs, by name. */
export function parameterLines(runs: readonly Run[]): Line[] {
  const keys = [...new Set(runs.flatMap(({ params }) => params.map(({ key }) => key)))].toSorted();
  return keys.map((key) => {
    const values = runs.map(({ params }) => params.find((one) => one.key === key)?.value);
    return { key, values, differs: new Set(values).size > 1 };
  });
}

export interface MetricLine {
  readonly key: string;
  readonly values: readonly (number | undefined)[];
}

/** Every metric of the runs, those of most runs first. */
export function metricLines(runs: readonly Run[]): MetricLine[] {
  const keys = [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ key }) => key)))];
  const lines = keys.map((key) => ({
    key,
    values: runs.map(({ metrics }) => metrics.find((one) => one.key === key)?.value),
  }));
  const known = ({ values }: MetricLine) => values.filter((value) => value !== undefined).length;
  return lines.toSorted((a, b) => known(b) - known(a) || a.key.localeCompare(b.key));
}

/** Whether a greater value is the worse one, as the name of the metric says. */
export const isLoss = (key: string): boolean =>
  /loss|error|mse|rmse|mae|perplexity|latency|duration|time/i.test(key);

/** Places of the best values; none where all are the same or unknown. */
export function bestPlaces({ key, values }: MetricLine): ReadonlySet<number> {
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const best = isLoss(key) ? Math.min(...known) : Math.max(...known);
  if (known.length < 2 || known.every((value) => value === best)) return new Set();
  return new Set(values.flatMap((value, place) => (value === best ? [place] : [])));
}
