/** Points to draw of a result, aggregated by DuckDB. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { Column } from '../../../../shared/contract/storage/preview.ts';
import { cellSql } from './cells.ts';
import { columnOf } from './result-view.ts';
import { sqlName } from './sql-text.ts';

export const mostPoints = 5_000;

export interface ChartWish {
  readonly x: string;
  readonly y?: string | undefined;
  readonly aggregate: 'count' | 'sum' | 'mean' | 'median' | 'min' | 'max' | 'none';
  readonly series?: string | undefined;
}

/** SQL whose rows are x, y and, where asked, the series; one more than are drawn. @throws Failure `invalid-input` */
export function chartSql(columns: readonly Column[], { x, y, aggregate, series }: ChartWish): string {
  const cells = [columnOf(columns, x), ...(series === undefined ? [] : [columnOf(columns, series)])];
  const [across = '', group] = cells.map((column) => cellSql(column));
  const by = [sqlName(x), ...(series === undefined ? [] : [sqlName(series)])];
  const text = group === undefined ? '' : `, coalesce(CAST(${group} AS VARCHAR), '')`;
  if (aggregate === 'count')
    return `SELECT ${across}, count(*)${text} FROM result GROUP BY ${by.join(', ')} ORDER BY ${by.join(', ')} LIMIT ${mostPoints + 1}`;
  const measured = y === undefined ? undefined : columnOf(columns, y);
  if (measured?.kind !== 'number')
    throw failure('invalid-input', 'The height of a chart needs a column of numbers', {
      reason: 'query-chart-number',
      values: { name: y ?? '' },
    });
  const height = `CAST(${sqlName(measured.name)} AS DOUBLE)`;
  if (aggregate === 'none')
    return `SELECT ${across}, ${height}${text} FROM result WHERE isfinite(${height}) ORDER BY ${by[0]}, rowid LIMIT ${mostPoints + 1}`;
  const name = aggregate === 'mean' ? 'avg' : aggregate;
  return `SELECT ${across}, CAST(${name}(${height}) AS DOUBLE) AS height${text} FROM result WHERE isfinite(${height}) GROUP BY ${by.join(', ')} ORDER BY ${by.join(', ')} LIMIT ${mostPoints + 1}`;
}
