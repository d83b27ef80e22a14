/** A sheet of a workbook as a table: what comes before its first row is left out, its header found. */
import type { Cell } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RowsPage } from '../jobs.ts';
import { columnLimit, columnNames, pickColumns, textColumns } from './cells.ts';
import { hasHeader } from './delimited.ts';

export const firstRows = 200;

/** One row, or several that are equal; `row` counts from 0. */
export interface SheetRow {
  readonly row: number;
  readonly repeat: number;
  readonly cells: Cell[];
}

interface Read {
  /** The first rows, the header among them. */
  readonly head: Cell[][];
  /** The rows asked for, counted without the header. */
  readonly window: Cell[][];
  readonly header: boolean;
  /** Rows without the header; undefined: the end was not reached. */
  readonly total: number | undefined;
}

/** Reads as far as rows `[from, from + count)` need. */
async function readSheet(rows: AsyncIterable<SheetRow>, from: number, count: number): Promise<Read> {
  const head: Cell[][] = [];
  const found: Cell[][] = [];
  let first: number | undefined;
  let last = -1;
  let isEnd = true;
  // One more than asked for: the header is known only once the first rows are.
  const end = from + count + 1;
  for await (const { row, repeat, cells } of rows) {
    if (cells.every((cell) => cell === null || cell === '')) continue;
    first ??= row;
    const place = row - first;
    const put = (into: Cell[][], start: number, stop: number) => {
      for (let at = Math.max(place, start); at < Math.min(place + repeat, stop); at++) {
        while (into.length < at - start) into.push([]);
        into[at - start] = cells;
      }
    };
    put(head, 0, firstRows + 1);
    put(found, from, end);
    last = place + repeat - 1;
    if (last >= Math.max(end, firstRows + 1)) {
      isEnd = false;
      break;
    }
  }
  const header = hasHeader(
    head.slice(0, 2).map((row) => trimmed(row).map((cell) => (cell === null ? '' : String(cell)))),
  );
  const shift = header ? 1 : 0;
  const total = last + 1 - shift;
  const known = isEnd ? Math.max(0, Math.min(count, total - from)) : count;
  const window = found.slice(shift, shift + known);
  while (window.length < known) window.push([]);
  return { head, window, header, total: isEnd ? total : undefined };
}

function trimmed(row: readonly Cell[]): Cell[] {
  let length = row.length;
  while (length > 0 && (row[length - 1] === null || row[length - 1] === '')) length--;
  return row.slice(0, length);
}

/** Letters, as spreadsheets name columns: A, B, ... Z, AA. */
export function letters(index: number): string {
  let text = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

function namesOf(read: Read): string[] {
  const width = Math.min(
    columnLimit,
    [...read.head, ...read.window].reduce((most, row) => Math.max(most, trimmed(row).length), 0),
  );
  const [first = []] = read.head;
  const given = Array.from({ length: width }, (_, index) =>
    read.header ? String(first[index] ?? '') || letters(index) : letters(index),
  );
  return columnNames(given);
}

/** The first rows of a sheet as a preview. @throws Failure */
export async function previewSheet(
  format: 'xlsx' | 'ods',
  sheets: readonly string[],
  rows: AsyncIterable<SheetRow>,
): Promise<PreviewBody> {
  const read = await readSheet(rows, 0, firstRows);
  const names = namesOf(read);
  const first = pickColumns(names, read.window, undefined).rows;
  return {
    kind: 'table',
    format,
    columns: textColumns(names, first).columns,
    ...(read.total !== undefined && { rows: read.total }),
    sheets: [...sheets],
    dialect: { header: String(read.header) },
    canQuery: false,
    first,
    truncated: false,
  };
}

/** A page of a sheet. @throws Failure */
export async function sheetRows(
  rows: AsyncIterable<SheetRow>,
  asked: { from: number; count: number; columns?: readonly string[] | undefined },
): Promise<RowsPage> {
  const read = await readSheet(rows, asked.from, asked.count);
  return pickColumns(namesOf(read), read.window, asked.columns);
}
