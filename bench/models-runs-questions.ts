/** What is asked of the runs, in the words of the table and in those of MLflow. */

export const metricCount = 50;

/** All metrics and parameters that the runs have. */
export const allColumns: readonly string[] = [
  ...Array.from({ length: metricCount }, (_, metric) => `metrics.metric_${metric}`),
  ...['DIM', 'LR', 'LOSS'].map((param) => `params.${param}`),
];
/** As many as the table shows before a person chooses. */
export const firstColumns: readonly string[] = [...allColumns.slice(0, 4), ...allColumns.slice(-3)];

export interface Question {
  readonly filter: string;
  readonly column: string;
}

/** Each a metric, a parameter and a downward order of its own, so that no answer is known from before. */
function questions(from: number, count: number): Question[] {
  return Array.from({ length: count }, (_, more) => {
    const number = from + more;
    const loss = number % 2 ? 'ova' : 'softmax';
    return {
      filter: `metrics.metric_${number % metricCount} > ${(number % 70) / 100} and params.LOSS = '${loss}'`,
      column: `metrics.metric_${(number * 7 + 3) % metricCount}`,
    };
  });
}

/** For the first columns, and for all. */
export const askedFew = questions(0, 40);
export const askedWhole = questions(40, 40);

/** What 95 of 100 do not exceed. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}
