/** Sorting, filtering and looking at a result, as SQL with its values apart. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { Column } from '../../../../shared/contract/storage/preview.ts';
import type { ResultView } from '../../../../shared/contract/storage/query.ts';
import { cellSql } from './cells.ts';
import type { DuckValue } from './duck-protocol.ts';
import { sqlName } from './sql-text.ts';

export interface Asking {
  readonly sql: string;
  readonly values: readonly DuckValue[];
}

/** The column of that name. @throws Failure `invalid-input` */
export function columnOf(columns: readonly Column[], name: string): Column {
  const column = columns.find((one) => one.name === name);
  if (column) return column;
  throw failure('invalid-input', `The result has no column ${name}`, {
    reason: 'query-no-column',
    values: { name },
  });
}

/** The condition of a view, as it stands after `FROM result`; a filter that begins with `=` is a condition in SQL. */
export function whereOf(columns: readonly Column[], { filter }: ResultView): Asking {
  const words = filter.trim();
  if (words === '') return { sql: '', values: [] };
  if (words.startsWith('=')) return { sql: `WHERE (\n${words.slice(1)}\n)`, values: [] };
  const cells = columns.map(
    ({ name }) =>
      `contains(strip_accents(lower(CAST(${sqlName(name)} AS VARCHAR))), strip_accents(lower($1)))`,
  );
  return { sql: `WHERE (${cells.join(' OR ')})`, values: [words] };
}

/** A page of rows as cells, in the result's own order unless sorted. */
export function rowsSql(columns: readonly Column[], view: ResultView, from: number, count: number): Asking {
  const where = whereOf(columns, view);
  const order = view.sort.map(
    ({ column, descending }) =>
      `${sqlName(columnOf(columns, column).name)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
  );
  const cells = columns.map((column) => `${cellSql(column)} AS ${sqlName(column.name)}`);
  const paged =
    where.sql === '' && order.length === 0
      ? `WHERE rowid >= ${from} AND rowid < ${from + count} ORDER BY rowid`
      : `${where.sql} ORDER BY ${[...order, 'rowid'].join(', ')} LIMIT ${count} OFFSET ${from}`;
  return { sql: `SELECT ${cells.join(', ')} FROM result ${paged}`, values: where.values };
}

/** How many rows a view has. */
export function countSql(columns: readonly Column[], view: ResultView): Asking {
  const where = whereOf(columns, view);
  return { sql: `SELECT count(*) FROM result ${where.sql}`, values: where.values };
}
