/** Columns of the table of runs: which are shown, in which order the rows come. Pure. */
import type { RunRow } from '../../../shared/contract/models/runs.ts';

export interface RunColumn {
  readonly column: string;
  readonly kind: 'metric' | 'param' | 'tag';
  readonly runs: number;
  readonly distinct?: number | undefined;
}

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/** Columns that every run has, by their names in the grammar of MLflow. */
export const ownColumns = [
  'attributes.run_name',
  'attributes.status',
  'attributes.start_time',
  'attributes.duration',
] as const;

const firstMetrics = 4;
const firstParameters = 5;

/** What is shown before a person chooses: the metrics that most runs have, then the parameters that were varied. */
export function firstColumns(all: readonly RunColumn[]): string[] {
  const byRuns = (kind: RunColumn['kind']) =>
    all
      .filter((one) => one.kind === kind)
      .toSorted((a, b) => b.runs - a.runs || a.column.localeCompare(b.column));
  const varied = byRuns('param').filter(({ distinct }) => distinct === undefined || distinct > 1);
  return [...byRuns('metric').slice(0, firstMetrics), ...varied.slice(0, firstParameters)].map(
    ({ column }) => column,
  );
}

/** `metrics.accuracy` without its kind. */
export const shortName = (column: string): string => column.slice(column.indexOf('.') + 1);

/** Columns as they stand in an address. */
export const columnsText = (columns: readonly string[]): string => columns.map(encodeURIComponent).join(',');

/** Reads what `columnsText` wrote; undefined: the person has not chosen. */
export function readColumns(text: string | undefined): string[] | undefined {
  return text?.split(',').filter(Boolean).map(decodeURIComponent);
}

/** `-metrics.accuracy,params.DIM`: downwards, then upwards. */
export const orderText = (order: readonly Order[]): string =>
  order.map(({ column, descending }) => `${descending ? '-' : ''}${encodeURIComponent(column)}`).join(',');

/** Reads what `orderText` wrote; the newest run comes first where nothing is said. */
export function readOrder(text: string | undefined): Order[] {
  const parts = text?.split(',').filter(Boolean) ?? ['-attributes.start_time'];
  return parts.map((part) => ({
    column: decodeURIComponent(part.replace(/^-/, '')),
    descending: part.startsWith('-'),
  }));
}

/** A press on a heading: numbers come greatest first, then least first, then as before anything was pressed. */
export function nextOrder(order: readonly Order[], column: string): Order[] {
  const [now] = order;
  if (now?.column !== column)
    return [{ column, descending: column.startsWith('metrics.') || column.endsWith('_time') }];
  const first = column.startsWith('metrics.') || column.endsWith('_time');
  return now.descending === first ? [{ column, descending: !first }] : readOrder(undefined);
}

/** Milliseconds that a run took, until `now` while it runs. */
export function durationOf({ startedAt, endedAt, status }: RunRow, now: number): number | undefined {
  if (startedAt === undefined) return undefined;
  const end = endedAt ?? (status === 'running' ? now : undefined);
  return end === undefined ? undefined : end - startedAt;
}
