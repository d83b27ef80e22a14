/** CSV and its kin, in any delimiter: rows with as many cells as the header, others named and left out. */
import Papa from 'papaparse';
import type { Block, Input, Place, Reader } from './blocks.ts';
import { createDecoder, type Beginning, type Encoding } from './encoding.ts';
import { SourceFault, type Findings } from './findings.ts';
import { linesIn, pieceBytes, piecesOf, positionIn, textAt } from './text-pieces.ts';

interface Quirk {
  readonly code: string;
  readonly row: number;
  /** Behind the quote. */
  readonly index: number;
}

interface Records {
  /** Every record, the bad ones too. */
  readonly all: readonly (readonly string[])[];
  readonly quirks: readonly Quirk[];
}

/** What the head says about the form. */
interface Form {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
  readonly names: readonly string[];
}

const delimiters = [',', ';', '\t', '|'];
/** Never in a text: the delimiter of a file with one column. */
const never = '\u001f';

/** @param known the encoding that an earlier reading found. @throws SourceFault */
export async function openCsv(
  input: Input,
  head: string,
  beginning: Beginning,
  known?: Encoding,
): Promise<Reader & { readonly names: readonly string[] }> {
  const form = formOf(head);
  const decoder = createDecoder(known ?? beginning.encoding);

  function split(text: string, isLast: boolean, line: number) {
    const { data, errors, meta } = new Papa.Parser({
      delimiter: form.delimiter,
      newline: form.newline,
    }).parse(text, 0, !isLast) as { data: string[][]; errors: Quirk[]; meta: { cursor: number } };
    const used = isLast ? text.length : meta.cursor;
    const open = errors.find(({ code }) => code === 'MissingQuotes');
    if (open) throw unclosed(text, open.index, line);
    if (!isLast && text.length - used > pieceBytes) throw unclosed(text, text.indexOf('"', used) + 1, line);
    return { records: { all: data, quirks: errors }, used };
  }

  function blockOf(place: Place, text: string, { all, quirks }: Records, findings?: Findings): Block {
    const bad = new Map(quirks.map(({ row, index }) => [row, index]));
    const hasHeader = place.start === beginning.mark;
    const good = all.filter((cells, record) => {
      if ((hasHeader && record === 0) || isBlank(cells)) return false;
      const quote = bad.get(record);
      if (quote === undefined && fits(cells, form.names.length)) return true;
      const column = quote === undefined ? {} : { column: positionIn(text, quote - 1, place.line).column };
      const line = place.line + linesBefore(all, record);
      // A quote that closes late takes the lines after it with it.
      const rows = quote === undefined ? 1 : 1 + cells.reduce((sum, cell) => sum + linesIn(cell), 0);
      findings?.add({ kind: 'ragged-row', name: input.name, line, rows, ...column });
      return false;
    });
    const last = form.names.length - 1;
    return {
      place,
      rows: good.length,
      names: form.names,
      column: (index) =>
        Promise.resolve(
          good.map((cells) => (index === last ? cells[index]?.replace(/\r$/, '') : cells[index])),
        ),
      lineOf: (row) => place.line + linesBefore(all, all.indexOf(good[row] ?? [])),
    };
  }

  return {
    format: 'csv',
    names: form.names,
    get encoding() {
      return decoder.encoding;
    },
    async *blocks(findings) {
      for await (const { place, text, records } of piecesOf(input, beginning.mark, decoder, split, findings))
        yield blockOf(place, text, records, findings);
    },
    async block(place) {
      const text = await textAt(input, place, known ?? decoder.encoding);
      return blockOf(place, text, split(text, true, place.line).records);
    },
  };
}

function unclosed(text: string, behindQuote: number, line: number): SourceFault {
  return new SourceFault('unreadable', 'A quote is never closed', positionIn(text, behindQuote - 1, line));
}

/** Lines that end before a record: one a record, and those inside of quotes. */
function linesBefore(all: readonly (readonly string[])[], record: number): number {
  return all
    .slice(0, Math.max(0, record))
    .reduce((lines, cells) => cells.reduce((sum, cell) => sum + linesIn(cell), lines + 1), 0);
}

/** The last line of a file is often empty; so is one between others. */
const isBlank = (cells: readonly string[]) => cells.length === 1 && cells[0]?.trim() === '';

/** As many cells as names; more are fine where they are empty. */
function fits(cells: readonly string[], count: number): boolean {
  if (cells.length <= count) return cells.length === count;
  return cells.slice(count).every((cell) => cell.trim() === '');
}

/** @throws SourceFault where there is no header */
function formOf(head: string): Form {
  const newline = !head.includes('\n') && head.includes('\r') ? '\r' : '\n';
  const delimiter = delimiterOf(head, newline);
  const [cells = []] = Papa.parse<string[]>(head, { preview: 1, delimiter, newline }).data;
  const names = uniqueNames(cells.map((cell) => cell.trim()));
  if (names.every((name) => name === '')) throw new SourceFault('empty', 'There is no header');
  return { delimiter, newline, names };
}

/** Of those in the header, the one by which most of the first rows have as many cells as it; then the one with most cells. */
function delimiterOf(head: string, newline: Form['newline']): string {
  const header = head.split(newline, 1)[0] ?? '';
  const tried = delimiters
    .filter((one) => header.includes(one))
    .map((delimiter) => {
      const { data } = Papa.parse<string[]>(head, { preview: 21, delimiter, newline });
      const [names = [], ...rows] = data.filter((cells) => !isBlank(cells));
      const fitting = rows.filter((cells) => fits(cells, names.length)).length;
      return { delimiter, cells: names.length, share: rows.length === 0 ? 1 : fitting / rows.length };
    })
    .filter(({ cells }) => cells > 1);
  const [best] = tried.sort((one, other) => other.share - one.share || other.cells - one.cells);
  return best?.delimiter ?? never;
}

/** Names without a doublet: the second `code` is `code (2)`, a column without name `column 3`. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    if (name === '' && names.some((one) => one !== '')) return `column ${index + 1}`;
    return times === 1 ? name : `${name} (${times})`;
  });
}
