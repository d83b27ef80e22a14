/** What a column holds: how many, how different, between what, how spread. */
import type { z } from 'zod';
import type { Cell, Column } from '../../../../shared/contract/storage/preview.ts';
import type { ColumnProfile, ResultView } from '../../../../shared/contract/storage/query.ts';
import { cellSql } from './cells.ts';
import type { DuckValue } from './duck-protocol.ts';
import { columnOf, whereOf } from './result-view.ts';
import { sqlName } from './sql-text.ts';

type Ask = (sql: string, values?: readonly DuckValue[]) => Promise<Cell[][]>;

/** Rows up to which distinct values are counted one by one. */
const exactUpTo = 100_000;
const mostFrequent = 20;

/**
 * Profiles a column of a view.
 * Bins are of equal width, as many as the square root of the rows, 20 to 50; those of times are in milliseconds since 1970.
 */
export async function profileColumn(
  columns: readonly Column[],
  name: string,
  view: ResultView,
  ask: Ask,
): Promise<z.input<typeof ColumnProfile>> {
  const column = columnOf(columns, name);
  const { sql: where, values } = whereOf(columns, view);
  const value = sqlName(name);
  const from = `FROM result ${where}`;
  const [[rows = 0] = []] = await ask(`SELECT count(*) ${from}`, values);
  const isEstimate = Number(rows) > exactUpTo;
  const canOrder = column.kind !== 'other';
  const number = numberSql(column);
  const [summary = []] = await ask(
    `SELECT count(*) - count(${value}), ${isEstimate ? 'approx_count_distinct' : 'count(DISTINCT '}${isEstimate ? `(${value})` : `${value})`}
      ${canOrder ? `, ${extreme(column, 'min')}, ${extreme(column, 'max')}` : ''}
      ${number ? `, min(${number}) FILTER (isfinite(${number})), max(${number}) FILTER (isfinite(${number})), count(*) FILTER (isfinite(${number}))` : ''}
      ${column.kind === 'number' ? `, CAST(avg(${value}) FILTER (isfinite(CAST(${value} AS DOUBLE))) AS DOUBLE), CAST(median(${value}) AS DOUBLE)` : ''}
      ${from}`,
    values,
  );
  const [nulls, distinct] = summary;
  let at = 2;
  const next = () => summary[at++] ?? null;
  const min = canOrder ? next() : null;
  const max = canOrder ? next() : null;
  const low = number ? Number(next()) : Number.NaN;
  const high = number ? Number(next()) : Number.NaN;
  const counted = number ? Number(next()) : 0;
  const mean = column.kind === 'number' ? next() : null;
  const median = column.kind === 'number' ? next() : null;
  const canBin = number !== undefined && counted > 0 && Number.isFinite(low) && Number.isFinite(high);
  return {
    rows: Number(rows),
    nulls: Number(nulls),
    distinct: Number(distinct),
    distinctIsEstimate: isEstimate,
    ...(min !== null && { min }),
    ...(max !== null && { max }),
    ...(typeof mean === 'number' && { mean }),
    ...(typeof median === 'number' && { median }),
    ...(canBin && number
      ? { histogram: await histogram(number, { low, high, counted }, from, values, ask) }
      : { frequent: await frequent(column, from, values, ask) }),
  };
}

const extreme = (column: Column, which: 'min' | 'max') =>
  cellSql(column, `${which}(${sqlName(column.name)})`);

/** A number for a place on an axis; undefined where a column has none. */
function numberSql({ kind, type, name }: Column): string | undefined {
  const value = sqlName(name);
  if (kind === 'number') return `CAST(${value} AS DOUBLE)`;
  if (type === 'DATE' || type.startsWith('TIMESTAMP'))
    return `CAST(epoch_ms(CAST(${type === 'DATE' || type === 'TIMESTAMP WITH TIME ZONE' ? value : `CAST(${value} AS TIMESTAMP)`} AS ${type === 'TIMESTAMP WITH TIME ZONE' ? type : 'TIMESTAMP'})) AS DOUBLE)`;
  return undefined;
}

async function histogram(
  number: string,
  { low, high, counted }: { low: number; high: number; counted: number },
  from: string,
  values: readonly DuckValue[],
  ask: Ask,
) {
  if (low === high) return [{ from: low, to: high, count: counted }];
  const bins = Math.min(50, Math.max(20, Math.ceil(Math.sqrt(counted))));
  const width = (high - low) / bins;
  const rows = await ask(
    `SELECT CAST(least(${bins - 1}, floor((${number} - (${low})) / ${width})) AS INTEGER) AS bin, count(*)
      ${from} ${from.includes('WHERE') ? 'AND' : 'WHERE'} isfinite(${number}) GROUP BY bin`,
    values,
  );
  const counts = new Map(rows.map(([bin, count]) => [Number(bin), Number(count)]));
  return Array.from({ length: bins }, (_, bin) => ({
    from: low + bin * width,
    to: bin === bins - 1 ? high : low + (bin + 1) * width,
    count: counts.get(bin) ?? 0,
  }));
}

async function frequent(column: Column, from: string, values: readonly DuckValue[], ask: Ask) {
  const cell = cellSql(column);
  const rows = await ask(
    `SELECT ${cell} AS value, count(*) AS number ${from} GROUP BY ALL ORDER BY number DESC, value LIMIT ${mostFrequent}`,
    values,
  );
  return rows.map(([value = null, count]) => ({ value, count: Number(count) }));
}
