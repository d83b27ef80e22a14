/** Columns of a result as the screen gets them: exact numbers, ISO times, text. Pure. */
import type { Column } from '../../../../shared/contract/storage/preview.ts';
import { sqlName } from './sql-text.ts';

const plain = /^(BOOLEAN|VARCHAR|JSON|(U?(TINY|SMALL)INT)|U?INTEGER|U?BIGINT|U?HUGEINT|FLOAT|DOUBLE)$/;

/** Whether a column counts, tells a time, or is text, by its type in DuckDB. */
export function kindOf(type: string): Column['kind'] {
  if (type === 'BOOLEAN') return 'boolean';
  if (/\[|\(.*\(|^(STRUCT|MAP|UNION)/.test(type) && !type.startsWith('DECIMAL')) return 'other';
  if (/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL)/.test(type)) return 'number';
  if (/^(DATE|TIME)/.test(type)) return 'time';
  return /^(VARCHAR|ENUM|UUID|JSON)/.test(type) ? 'text' : 'other';
}

/**
 * The SQL that gives a column as a cell: numbers that JavaScript holds exactly (larger ones the worker turns into text), decimals as text,
 * times in ISO 8601, nested values as JSON, bytes in hexadecimal.
 */
export function cellSql(column: Pick<Column, 'name' | 'type'>, expression = sqlName(column.name)): string {
  const { type } = column;
  if (plain.test(type)) return expression;
  if (type.endsWith(']') || /^(STRUCT|MAP|UNION)\(/.test(type))
    return `CAST(to_json(${expression}) AS VARCHAR)`;
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return `replace(CAST(${expression} AT TIME ZONE 'UTC' AS VARCHAR), ' ', 'T') || 'Z'`;
  if (type.startsWith('TIMESTAMP')) return `replace(CAST(${expression} AS VARCHAR), ' ', 'T')`;
  if (type === 'BLOB') return `lower(hex(${expression}))`;
  return `CAST(${expression} AS VARCHAR)`;
}
