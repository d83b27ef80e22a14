/** Questions to the tables of runs: which runs fulfil a filter, in which order, with which values. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { RunRow } from '../../../../shared/contract/models/runs.ts';
import { statement } from '../../store/statements.ts';
import { clauseSql, columnOf, orderSql, type Order } from './filter-sql.ts';
import { parseFilter } from './parse-filter.ts';
import { shownStatus } from './shown-run.ts';

export interface RunsQuestion {
  readonly experiments: readonly string[];
  readonly filter: string;
  readonly order: readonly Order[];
}

const places = (values: readonly unknown[]) => values.map(() => '?').join(', ');

/** Ids of all runs that fulfil the filter, in order. @throws Failure `run-filter` */
export function selectIds(database: DatabaseSync, question: RunsQuestion): Int32Array {
  const { joins, terms } = orderSql(question.order);
  const clauses = parseFilter(question.filter).map(clauseSql);
  const where = [
    `run.experiment IN (${places(question.experiments)})`,
    ...clauses.map(({ text }) => text),
  ].join(' AND ');
  const values = [
    ...joins.values,
    ...question.experiments,
    ...clauses.flatMap((clause) => [...clause.values]),
  ];
  const sql = `SELECT run.id FROM run ${joins.text} WHERE ${where} ORDER BY ${terms}`;
  const select = database.prepare(sql);
  select.setReturnArrays(true);
  return Int32Array.from(select.all(...values) as unknown as [number][], ([id]) => id);
}

interface Row {
  readonly id: number;
  readonly run_id: string;
  readonly name: string;
  readonly experiment: string;
  readonly status: string;
  readonly started: number | null;
  readonly ended: number | null;
  readonly user: string | null;
}

/** Rows of these runs in their order, with the values of the columns. */
export function selectRows(
  database: DatabaseSync,
  ids: readonly number[],
  columns: readonly string[],
): RunRow[] {
  if (ids.length === 0) return [];
  const values = new Map<number, Record<string, number | string>>(ids.map((id) => [id, {}]));
  for (const table of ['metric', 'label'] as const)
    for (const [column, run, value] of valuesOf(database, table, ids, columns)) {
      const of = values.get(run);
      if (of) of[column] = value;
    }
  const sql = `SELECT id, run_id, name, experiment, status, started, ended, user FROM run WHERE id IN (${places(ids)})`;
  const rows = new Map(all<Row>(database, sql, ...ids).map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = rows.get(id);
    if (!row) return [];
    const { run_id, name, experiment, status, started, ended, user } = row;
    return [
      {
        id: run_id,
        name,
        experiment,
        status: shownStatus(status),
        ...(started !== null && { startedAt: started }),
        ...(ended !== null && { endedAt: ended }),
        ...(user !== null && { by: user }),
        values: values.get(id) ?? {},
      },
    ];
  });
}

/** Values of one table: column, run, value; a number that JSON does not have goes as text. */
function* valuesOf(
  database: DatabaseSync,
  table: 'metric' | 'label',
  ids: readonly number[],
  columns: readonly string[],
): Generator<[column: string, run: number, value: number | string]> {
  const byField = new Map<number, string>();
  for (const column of columns) {
    const { kind, key } = columnOf(column);
    if (kind === 'attribute' || (kind === 'metric') !== (table === 'metric')) continue;
    const field = fieldId(database, kind, key);
    if (field !== undefined) byField.set(field, column);
  }
  if (byField.size === 0) return;
  const fields = [...byField.keys()];
  const select = database.prepare(
    `SELECT field, run, value FROM ${table} WHERE field IN (${places(fields)}) AND run IN (${places(ids)})`,
  );
  select.setReturnArrays(true);
  const found = select.all(...fields, ...ids) as unknown as [number, number, number | string | null][];
  for (const [field, run, value] of found) {
    const shown = typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
    yield [byField.get(field) ?? '', run, shown ?? 'NaN'];
  }
}

function fieldId(database: DatabaseSync, kind: string, key: string): number | undefined {
  const found = statement(database, 'SELECT id FROM field WHERE kind = ? AND key = ?').get(kind, key);
  return (found as { id: number } | undefined)?.id;
}

/** Lists of ids differ in length from page to page: such a statement is prepared for the moment only. */
function all<T>(database: DatabaseSync, sql: string, ...values: SQLInputValue[]): T[] {
  return database.prepare(sql).all(...values) as unknown as T[];
}

export interface RunColumn {
  readonly column: string;
  readonly kind: 'metric' | 'param' | 'tag';
  readonly runs: number;
  readonly distinct?: number;
  readonly least?: number;
  readonly greatest?: number;
}

/** The columns that runs of these experiments have, in the order of their names. */
export function selectColumns(database: DatabaseSync, experiments: readonly string[]): RunColumn[] {
  // The plus keeps SQLite from the index of runs: fields lie together already.
  const within = `+run IN (SELECT id FROM run WHERE experiment IN (${places(experiments)}))`;
  const metrics = all<{ key: string; runs: number; least: number | null; greatest: number | null }>(
    database,
    `SELECT field.key, v.runs, v.least, v.greatest FROM field JOIN (
       SELECT field, count(*) AS runs, min(value) AS least, max(value) AS greatest FROM metric WHERE ${within} GROUP BY field
     ) AS v ON v.field = field.id ORDER BY field.key`,
    ...experiments,
  );
  const labels = all<{ kind: 'param' | 'tag'; key: string; runs: number; distinct: number }>(
    database,
    `SELECT field.kind, field.key, v.runs, v."distinct" FROM field JOIN (
       SELECT field, count(*) AS runs, count(DISTINCT value) AS "distinct" FROM label WHERE ${within} GROUP BY field
     ) AS v ON v.field = field.id ORDER BY field.kind, field.key`,
    ...experiments,
  );
  const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);
  return [
    ...metrics.map(({ key, runs, least, greatest }) => ({
      column: `metrics.${key}`,
      kind: 'metric' as const,
      runs,
      ...(isNumber(least) && { least }),
      ...(isNumber(greatest) && { greatest }),
    })),
    ...labels.map(({ kind, key, runs, distinct }) => ({ column: `${kind}s.${key}`, kind, runs, distinct })),
  ];
}
