/** CSV and its kin: the dialect, found from the beginning of the file (RFC 4180, and what people write instead). */
import Papa from 'papaparse';
import { kindOf } from './cells.ts';
import type { Encoding } from './decode.ts';
import { longestRecord, type FindRecord } from './records.ts';

export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly header: boolean;
  readonly newline: '\n' | '\r\n' | '\r';
  readonly encoding: Encoding;
}

const delimiters = [',', ';', '\t', '|'];

/** The dialect of a text by its first lines; `name` breaks ties by its ending. */
export function detectDialect(sample: string, encoding: Encoding, name: string): Dialect {
  const newline = sample.includes('\r\n')
    ? '\r\n'
    : sample.includes('\n') || !sample.includes('\r')
      ? '\n'
      : '\r';
  const preferred = /\.(tsv|tab)(\.gz)?$/i.test(name) ? '\t' : /\.psv$/i.test(name) ? '|' : ',';
  const text = sample.slice(0, 128 * 1024);
  const tried = delimiters.map((delimiter) => {
    const rows = parse(text, delimiter, '"').filter((row) => row.length > 1 || row[0] !== '');
    const whole = rows.length > 1 && sample.length >= 128 * 1024 ? rows.slice(0, -1) : rows;
    const width = whole[0]?.length ?? 0;
    const same = whole.filter((row) => row.length === width).length / Math.max(1, whole.length);
    return { delimiter, width, same, rows };
  });
  const several = tried.filter(({ width }) => width > 1);
  const rank = ({ delimiter, width, same }: (typeof tried)[number]) =>
    same * 100 + Math.min(width, 50) / 50 + (delimiter === preferred ? 1 : 0);
  const [best] = several.sort((a, b) => rank(b) - rank(a));
  const delimiter = best?.delimiter ?? preferred;
  const rows = best?.rows ?? tried.find((one) => one.delimiter === preferred)?.rows ?? [];
  const single = singleQuoted(text, delimiter);
  const quote = single ? "'" : '"';
  const head = single ? parse(text, delimiter, "'") : rows;
  return { delimiter, quote, header: hasHeader(head), newline, encoding };
}

function singleQuoted(text: string, delimiter: string): boolean {
  const [first = ''] = text.split(/\r\n|\n|\r/, 1);
  const cells = first.split(delimiter);
  return !text.includes('"') && cells.length > 1 && cells.every((cell) => /^'.*'$/.test(cell));
}

/** Names are texts, no number or date among them, and none comes twice. */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first] = rows;
  if (!first || rows.length < 2) return false;
  const named = first.filter((cell) => cell.trim() !== '');
  return (
    named.length > 0 &&
    named.every((cell) => kindOf(cell) === 'text' && !/^\d/.test(cell.trim())) &&
    new Set(named).size === named.length
  );
}

/** The cells of the records of a text. */
export function parse(text: string, delimiter: string, quote: string): string[][] {
  return Papa.parse<string[]>(text, { delimiter, quoteChar: quote }).data;
}

/** The cells of one record. */
export function parseRecord(text: string, dialect: Dialect): string[] {
  const [row = ['']] = Papa.parse<string[]>(text, {
    delimiter: dialect.delimiter,
    quoteChar: dialect.quote,
    newline: dialect.newline,
  }).data;
  return row;
}

/**
 * Records of a dialect. A quote opens at the beginning of a field and closes before a delimiter or the end of the line, as papaparse reads
 * it; one that never closes is a sign like any other.
 */
export function delimitedRecords(dialect: Dialect): FindRecord {
  const end = dialect.newline === '\r' ? 13 : 10;
  const quote = dialect.quote.charCodeAt(0);
  const delimiter = dialect.delimiter.charCodeAt(0);
  const isLineEnd = (byte: number | undefined) => byte === 10 || byte === 13;
  return (bytes, at, atEnd) => {
    let start = at;
    while (start < bytes.length && isLineEnd(bytes[start])) start++;
    if (start >= bytes.length) return atEnd ? 'over' : 'incomplete';
    const line = bytes.indexOf(end, start);
    // Looked for in this line alone: a search to the end for each line would take for ever.
    const firstQuote = bytes.subarray(start, line < 0 ? bytes.length : line).indexOf(quote);
    if (line >= 0 && firstQuote < 0) return record(start, line);
    const stop = firstQuote < 0 ? undefined : quotedEnd(start);
    if (stop !== undefined && stop < bytes.length) return record(start, stop);
    if (!atEnd && bytes.length - start < longestRecord) return 'incomplete';
    if (stop !== undefined) return record(start, bytes.length);
    return record(start, line < 0 ? bytes.length : line);

    function record(from: number, to: number) {
      const trimmed = to > from && bytes[to - 1] === 13 && end === 10 ? to - 1 : to;
      return { start: from, end: trimmed, next: Math.min(to + 1, bytes.length) };
    }

    /** Where the record ends; undefined: a quote stays open. */
    function quotedEnd(from: number): number | undefined {
      let fresh = true;
      for (let index = from; index < bytes.length; index++) {
        const byte = bytes[index];
        if (fresh && byte === quote) {
          index = closing(index + 1);
          if (index < 0) return undefined;
          fresh = false;
          continue;
        }
        if (byte === end) return index;
        fresh = byte === delimiter;
      }
      return bytes.length;
    }

    /** Place of the quote that closes; -1: none does. */
    function closing(from: number): number {
      for (let index = bytes.indexOf(quote, from); index >= 0; index = bytes.indexOf(quote, index + 1)) {
        if (bytes[index + 1] === quote) {
          index++;
          continue;
        }
        let after = index + 1;
        while (bytes[after] === 32) after++;
        if (after >= bytes.length || bytes[after] === delimiter || isLineEnd(bytes[after])) return index;
      }
      return -1;
    }
  };
}
