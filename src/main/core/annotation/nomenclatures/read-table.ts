/** A table of codes, notes or a correspondence: the head is found, each row read. */
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { columnOf, type Column } from './columns.ts';
import { guessLanguage } from './language.ts';
import { problem, unread, type Claimed, type Language, type Read } from './reading.ts';
import { readLong } from './read-long.ts';
import { readPairs } from './read-pairs.ts';
import { readWide } from './read-wide.ts';
import type { Table, TableRow } from './table.ts';

/** Titles and remarks may stand above the head. */
const headWithin = 15;

/** Reads the rows of a CSV file or a sheet. */
export function readTable(rows: readonly TableRow[], claimed: Claimed): Read {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [first] = filled;
  if (!first) return unread(problem('empty', 'table', { line: 1 }));
  const heads = filled
    .slice(0, headWithin)
    .map(({ cells, line }) => ({ columns: cells.map(columnOf), cells, line }));
  const index = heads.findIndex(({ columns }) => kindOfTable(columns) !== undefined);
  const head = heads[index];
  const kind = head && kindOfTable(head.columns);
  if (!head || !kind)
    return unread(problem('missing-column', missingIn(heads), { line: first.line }, 'code'));
  const table: Table = {
    columns: head.columns,
    names: head.cells,
    rows: filled.slice(index + 1),
    language: claimed.language ?? languageOf(head.columns, filled.slice(index + 1)),
    headLine: head.line,
  };
  if (table.rows.length === 0) return unread(problem('empty', 'table', { line: head.line }));
  const read = { long: readLong, wide: readWide, pairs: readPairs }[kind];
  const { found, findings } = read(table, claimed);
  return { found, findings: [...shortRows(table), ...findings] };
}

function kindOfTable(columns: readonly (Column | undefined)[]): 'long' | 'wide' | 'pairs' | undefined {
  const count = (...means: Column['means'][]) =>
    columns.filter((column) => column && means.includes(column.means)).length;
  if (count('side') === 2) return 'pairs';
  if (count('code') === 1 && count('title', 'note') > 0) return 'long';
  return count('levelCode') > 1 ? 'wide' : undefined;
}

/** The columns that were understood, for a person who wonders why it is not enough. */
function missingIn(
  heads: readonly { columns: readonly (Column | undefined)[]; cells: readonly string[] }[],
): string {
  const [first] = heads;
  return (first?.cells ?? []).slice(0, 12).join(', ').slice(0, 200);
}

function languageOf(columns: readonly (Column | undefined)[], rows: readonly TableRow[]): Language {
  const texts = columns.flatMap((column, index) =>
    column?.means === 'note' || column?.means === 'title' ? [index] : [],
  );
  const notes = texts.filter((index) => columns[index]?.means === 'note');
  const of = notes.length > 0 ? notes : texts;
  return guessLanguage(rows.values().flatMap(({ cells }) => of.map((index) => cells[index] ?? '')));
}

/** Rows with cells that no column is for: most often a delimiter inside a text that was not quoted. */
function shortRows({ names, rows }: Table): Finding[] {
  return rows
    .filter(
      ({ cells }) => cells.length > names.length && cells.slice(names.length).some((cell) => cell !== ''),
    )
    .map(({ line, cells }) =>
      problem('unreadable', String(cells.length), { line, column: names.length + 1 }, String(names.length)),
    );
}
