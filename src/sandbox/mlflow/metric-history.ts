/** The course of a metric: all its values in pages, or a sample of each of several runs. */
import type { DatabaseSync } from 'node:sqlite';
import { message, type Calls } from './context.ts';
import { invalid } from './errors.ts';
import { optional, readFields, required } from './fields.ts';
import { pageOffset, paged } from './page-token.ts';
import { toldMetric, type MetricRow } from './run-message.ts';
import { findRun } from './runs.ts';

const mostRuns = 100;
const mostPoints = 2500;

function checkRuns(runs: readonly string[]): string | undefined {
  return runs.length > mostRuns
    ? `GetMetricHistoryBulkInterval request must specify at most ${mostRuns} run_ids. Received ${runs.length} run_ids.`
    : undefined;
}

function checkPoints(points: number): string | undefined {
  return points < 1 || points > mostPoints ? `max_results must be between 1 and ${mostPoints}.` : undefined;
}

/**
 * Thins a course to `count` values as NTILE does: the first of `count` parts whose sizes differ by one at most (the
 * larger ones first), and the very last value instead of the last of them.
 */
export function sample<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values];
  const size = Math.floor(values.length / count);
  const larger = values.length % count;
  const firsts = Array.from(
    { length: count },
    (_, index) => values[index * size + Math.min(index, larger)] as T,
  );
  firsts[count - 1] = values.at(-1) as T;
  return firsts;
}

function sampled(
  database: DatabaseSync,
  run: string,
  key: string,
  steps: readonly [number, number],
  count: number,
) {
  const rows = database
    .prepare(
      'SELECT * FROM metrics WHERE run = ? AND key = ? AND step BETWEEN ? AND ? ORDER BY step, timestamp, value, is_nan',
    )
    .all(run, key, ...steps) as unknown as MetricRow[];
  return sample(rows, count).map((row) => ({ ...toldMetric(row), run_id: run }));
}

export const metricHistoryCalls: Calls = {
  'GET metrics/get-history': ({ database }, raw) => {
    const fields = readFields(raw, {
      run_id: required('text'),
      metric_key: required('text'),
      page_token: optional('text'),
      max_results: optional('integer'),
    });
    const wanted = fields.max_results;
    if (wanted !== undefined && wanted <= 0)
      throw invalid(
        `Invalid value ${wanted} for parameter 'max_results' supplied. It must be a positive integer.`,
      );
    findRun(database, fields.run_id);
    const offset = pageOffset(fields.page_token);
    const rows = database
      .prepare(
        'SELECT * FROM metrics WHERE run = ? AND key = ? ORDER BY timestamp, step, value LIMIT ? OFFSET ?',
      )
      .all(fields.run_id, fields.metric_key, wanted === undefined ? -1 : wanted + 1, offset);
    const { page, token } = paged(rows as unknown as MetricRow[], offset, wanted ?? Infinity);
    return message({ metrics: page.map(toldMetric), next_page_token: token });
  },
  'GET metrics/get-history-bulk-interval': ({ database }, raw) => {
    const fields = readFields(raw, {
      run_ids: required('texts', checkRuns),
      metric_key: required('text'),
      start_step: optional('integer'),
      end_step: optional('integer'),
      max_results: optional('integer', checkPoints),
    });
    const { start_step: start, end_step: end } = fields;
    if ((start === undefined) !== (end === undefined))
      throw invalid('If either start step or end step are specified, both must be specified.');
    if (start !== undefined && end !== undefined && start > end)
      throw invalid(
        `end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`,
      );
    const steps = [start ?? Number.MIN_SAFE_INTEGER, end ?? Number.MAX_SAFE_INTEGER] as const;
    const count = fields.max_results ?? mostPoints;
    return message({
      metrics: fields.run_ids.flatMap((run) => sampled(database, run, fields.metric_key, steps, count)),
    });
  },
};
