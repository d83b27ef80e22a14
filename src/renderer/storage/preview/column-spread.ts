/** What the statistics of a file tell of a column, as shares of a bar. Pure. */
import type { Cell, Column, Preview } from '../../../shared/contract/storage/preview.ts';

type RowGroups = Extract<Preview, { kind: 'table' }>['rowGroups'];

export interface Stretch {
  /** Both between 0 and 1. */
  readonly from: number;
  readonly to: number;
}

export interface ColumnSpread {
  /** Share of the rows without a value; undefined where the file does not tell. */
  readonly nulls: number | undefined;
  /** Where the values of each row group lie between the least and the greatest of the column. */
  readonly stretches: readonly Stretch[];
}

const mostStretches = 60;

/** A statistic as a number one can place on a line: numbers, and times written as ISO 8601; undefined for the rest. */
export function placeable(value: Cell | undefined, kind: Column['kind']): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || (kind !== 'number' && kind !== 'time')) return undefined;
  const number = kind === 'number' ? Number(value) : Date.parse(value);
  return Number.isFinite(number) ? number : undefined;
}

/** The bar of a column; `rows` of the whole file, undefined or 0 where unknown. */
export function columnSpread(
  column: Column,
  rows: number | undefined,
  groups: RowGroups,
): ColumnSpread | undefined {
  const nulls =
    column.nulls === undefined || !rows ? undefined : Math.min(1, Math.max(0, column.nulls / rows));
  const least = placeable(column.min, column.kind);
  const greatest = placeable(column.max, column.kind);
  if (nulls === undefined && column.min === undefined) return undefined;
  if (least === undefined || greatest === undefined || greatest <= least) return { nulls, stretches: [] };
  const share = (value: number) => Math.min(1, Math.max(0, (value - least) / (greatest - least)));
  const stretches: Stretch[] = [];
  for (const group of groups ?? []) {
    const part = group.columns.find((one) => one.name === column.name);
    const from = placeable(part?.min, column.kind);
    const to = placeable(part?.max, column.kind);
    // A file that lies about its statistics draws nothing outside its bar.
    if (from !== undefined && to !== undefined && to >= from)
      stretches.push({ from: share(from), to: share(to) });
    if (stretches.length >= mostStretches) break;
  }
  return { nulls, stretches: stretches.length > 0 ? stretches : [{ from: 0, to: 1 }] };
}
