/** Comparisons as SQL. */
import type { SQLInputValue } from 'node:sqlite';
import type { Comparison } from './grammar.ts';

/** A condition and the values of its question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** `column` compared with the value of a comparison. */
export function compared(
  column: string,
  { comparator, value }: Pick<Comparison, 'comparator' | 'value'>,
): Condition {
  if (Array.isArray(value)) {
    const list = value as readonly string[];
    return { sql: `${column} ${comparator} (${list.map(() => '?').join(', ')})`, values: list };
  }
  if (comparator === 'ILIKE') return { sql: `lower(${column}) LIKE lower(?)`, values: [value as string] };
  return { sql: `${column} ${comparator} ?`, values: [value as string | number] };
}

/** Whether a table of keys and values has a fitting row for `owner`, a condition that joins it to the outer table. */
export function having(table: string, owner: string, key: string, comparison: Comparison): Condition {
  const { comparator } = comparison;
  const rows = (more: string) => `EXISTS (SELECT 1 FROM ${table} WHERE ${owner} AND ${table}.key = ?${more})`;
  if (comparator === 'IS NULL') return { sql: `NOT ${rows('')}`, values: [key] };
  if (comparator === 'IS NOT NULL') return { sql: rows(''), values: [key] };
  const { sql, values } = compared(`${table}.value`, comparison);
  return { sql: rows(` AND ${sql}`), values: [key, ...values] };
}

/** All of them. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? 'TRUE' : conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}
