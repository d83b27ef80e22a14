/** A table of texts. */
import type { Column } from './columns.ts';
import type { Language, Place } from './reading.ts';

export interface TableRow {
  /** Counted from 1, in the file. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table whose columns are known. */
export interface Table {
  readonly columns: readonly (Column | undefined)[];
  readonly names: readonly string[];
  readonly rows: readonly TableRow[];
  readonly language: Language;
  readonly headLine: number;
}

/** The trimmed cell of a column and its place. */
export function cellAt(row: TableRow, index: number): { text: string; place: Place } {
  return { text: (row.cells[index] ?? '').trim(), place: { line: row.line, column: index + 1 } };
}
