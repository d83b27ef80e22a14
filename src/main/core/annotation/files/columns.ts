/** Columns of our Parquet files: how they are declared, filled and read again. Pure. */
import type { SchemaElement } from 'hyparquet';
import type { Suggestion } from '../../../../shared/contract/annotation/coding.ts';

export type ColumnKind = 'text' | 'integer' | 'long' | 'number' | 'flag' | 'time' | 'texts' | 'suggestions';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** Values by column; absent ones become null. Times in milliseconds since 1970. */
export type Row = Readonly<Record<string, unknown>>;

/** The columns of one kind. */
export function columns(kind: ColumnKind, ...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, kind }));
}

const leaves: Readonly<Record<Exclude<ColumnKind, 'texts' | 'suggestions'>, Partial<SchemaElement>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** The schema of a file; every column may be null. Source: apache/parquet-format, LogicalTypes.md, "Lists". */
export function schemaOf(all: readonly Column[]): SchemaElement[] {
  return [{ name: 'schema', num_children: all.length }, ...all.flatMap(elements)];
}

function elements({ name, kind }: Column): SchemaElement[] {
  if (kind === 'texts') return list(name, [leaf('element', 'text')]);
  if (kind !== 'suggestions') return [leaf(name, kind)];
  return list(name, [
    { name: 'element', repetition_type: 'OPTIONAL', num_children: 3 },
    leaf('rank', 'integer'),
    leaf('code', 'text'),
    leaf('prob', 'number'),
  ]);
}

function leaf(name: string, kind: keyof typeof leaves): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...leaves[kind] };
}

function list(name: string, element: SchemaElement[]): SchemaElement[] {
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...element,
  ];
}

/** A value as the writer takes it. */
export function written(value: unknown, kind: ColumnKind): unknown {
  if (value === undefined || value === null) return undefined;
  if (kind === 'long') return BigInt(value as number);
  if (kind === 'time') return new Date(value as number);
  return value;
}

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);

/** Text, whatever type another program gave the column; undefined for null. */
export function textIn(row: Row, name: string): string | undefined {
  const value = row[name];
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value, plain);
}

/** A number, also out of a column of 64 bits; undefined for null and for a missing value of pandas (NaN). */
export function numberIn(row: Row, name: string): number | undefined {
  const value = row[name];
  if (value === undefined || value === null || Number.isNaN(value)) return undefined;
  return typeof value === 'bigint' ? Number(value) : (value as number);
}

/** Milliseconds since 1970. */
export function timeIn(row: Row, name: string): number | undefined {
  const value = row[name];
  return value instanceof Date ? value.getTime() : numberIn(row, name);
}

export function flagIn(row: Row, name: string): boolean {
  return row[name] === true;
}

export function textsIn(row: Row, name: string): string[] {
  const value = row[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Suggestions as they lie in the file; undefined for null. */
export function suggestionsIn(row: Row, name: string): Suggestion[] | undefined {
  const value = row[name];
  if (!Array.isArray(value)) return undefined;
  return value.map((one: Row) => ({
    rank: numberIn(one, 'rank') ?? 0,
    code: textIn(one, 'code') ?? '',
    probability: numberIn(one, 'prob') ?? 0,
  }));
}
