/** Statements of a database, prepared once. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** Batches of thousands of changes run the same few statements. */
export function statement(database: DatabaseSync, sql: string): StatementSync {
  const known = prepared.get(database) ?? new Map<string, StatementSync>();
  prepared.set(database, known);
  const made = known.get(sql) ?? database.prepare(sql);
  known.set(sql, made);
  return made;
}

/** Runs a statement that gives no rows. */
export function run(database: DatabaseSync, sql: string, ...values: SQLInputValue[]) {
  return statement(database, sql).run(...values);
}
