/** CSV and its kin: records that may span lines, in any of the usual delimiters. */
import Papa from 'papaparse';
import { failure } from '../../../../../shared/contract/errors.ts';
import { decodedText } from './decoded-text.ts';
import type { Bytes, RowSource } from './row-source.ts';

/** Characters of one record: a quote that is never closed would take the whole file. */
const longest = 8 * 1024 ** 2;
const delimiters = [',', ';', '\t', '|'];

/** Reads the header. @throws Failure `text-file-empty`, `text-file-quote` */
export async function openCsv(file: Bytes): Promise<RowSource> {
  const names = (await headerOf(file)).map((name) => name.trim());
  if (names.every((name) => name === ''))
    throw failure('invalid-input', 'The file has no header', {
      reason: 'text-file-empty',
      values: { name: file.name },
    });
  return {
    names,
    async *blocks(columns) {
      const places = columns.map((column) => names.indexOf(column));
      let isHeader = true;
      for await (const records of recordsOf(file)) {
        const rows = isHeader ? records.slice(1) : records;
        isHeader &&= records.length === 0;
        yield rows.map((cells) => places.map((place) => cells[place]));
      }
    },
  };
}

async function headerOf(file: Bytes): Promise<readonly string[]> {
  for await (const [header] of recordsOf(file)) if (header) return header;
  return [];
}

/** Whole records, a piece of the file at a time; blank lines are none. @throws Failure */
async function* recordsOf(file: Bytes): AsyncGenerator<string[][]> {
  let text = '';
  let delimiter: string | undefined;
  let newline: '\n' | '\r' = '\n';
  const split = (isLast: boolean) => {
    const parser = new Papa.Parser({ delimiter, newline });
    const { data, errors, meta } = parser.parse(text, 0, !isLast) as Papa.ParseResult<string[]>;
    text = isLast ? '' : text.slice(meta.cursor);
    if (text.length > longest || errors.some(({ code }) => isLast && code === 'MissingQuotes'))
      throw failure('invalid-input', 'A quote is never closed', {
        reason: 'text-file-quote',
        values: { name: file.name },
      });
    return data
      .map((cells) => cells.map((cell, at) => (at === cells.length - 1 ? cell.replace(/\r$/, '') : cell)))
      .filter((cells) => cells.length > 1 || cells[0]?.trim() !== '');
  };
  for await (const piece of decodedText(file)) {
    text += piece;
    if (delimiter === undefined) {
      newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
      delimiter = delimiterOf(text.split(newline, 1)[0] ?? '');
    }
    yield split(false);
  }
  if (text !== '') yield split(true);
}

/** The one of which the header has the most. */
function delimiterOf(header: string): string {
  const plain = header.replace(/"[^"]*"/g, '');
  const counts = delimiters.map((one) => plain.split(one).length - 1);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}
