/** A page of rows of a CSV, and what is seen of it first. */
import type { Cell } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RecordIndex, RowsPage } from '../jobs.ts';
import { columnLimit, columnNames, cutCell, pickColumns, textColumns } from './cells.ts';
import { cutAtCharacter, decodeText, detectEncoding, type Encoding } from './decode.ts';
import { delimitedRecords, detectDialect, parseRecord, type Dialect } from './delimited.ts';
import { findRecords } from './records.ts';
import { sourceOf, unreadable, type Source } from './source.ts';

const firstBytes = 1024 * 1024;
const firstRows = 200;
/** UTF-16 is turned into UTF-8 as a whole, up to here. */
const wideLimit = 64 * 1024 * 1024;

interface Opened {
  readonly source: Source;
  readonly dialect: Dialect;
  /** How the records are encoded in `source`. */
  readonly encoding: Encoding;
  /** Offset of the first record. */
  readonly first: number;
  readonly head: Uint8Array;
}

async function openCsv(given: Source): Promise<Opened> {
  let source = given;
  let head = await source.read(0, Math.min(firstBytes, source.size));
  const detected = detectEncoding(head, head.length === source.size && !source.cut);
  if (!detected) throw unreadable('preview-broken', 'This is no text', { name: source.name });
  let encoding = detected.encoding;
  let first = detected.mark;
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const all = await source.read(0, Math.min(source.size, wideLimit));
    source = sourceOf(
      source.name,
      Buffer.from(decodeText(cutAtCharacter(all, encoding), encoding), 'utf8'),
      source.cut || source.size > wideLimit,
    );
    head = await source.read(0, firstBytes);
    encoding = 'utf-8';
    first = 0;
  }
  const sample = decodeText(cutAtCharacter(head.subarray(first, first + 256 * 1024), encoding), encoding);
  return {
    source,
    dialect: { ...detectDialect(sample, detected.encoding, source.name) },
    encoding,
    first,
    head,
  };
}

function cells(record: Uint8Array, opened: Opened): Cell[] {
  // A record longer than all cells may show is cut before it is parsed.
  const short = record.length > 2 * firstBytes ? record.subarray(0, 2 * firstBytes) : record;
  const text = decodeText(cutAtCharacter(short, opened.encoding), opened.encoding);
  return parseRecord(text, opened.dialect).slice(0, columnLimit).map(cutCell);
}

function namesOf(rows: readonly Cell[][], header: boolean): string[] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const [first = []] = rows;
  return columnNames(Array.from({ length: width }, (_, index) => (header ? String(first[index] ?? '') : '')));
}

/** What a CSV looks like: dialect, columns, first rows. @throws Failure */
export async function previewCsv(given: Source): Promise<PreviewBody> {
  const opened = await openCsv(given);
  const { source, dialect, first, head } = opened;
  const beginning = sourceOf(source.name, head);
  const find = delimitedRecords(dialect);
  const isWhole = head.length >= source.size && !source.cut;
  const all = await findRecords(beginning, find, first, 0, isWhole ? Infinity : firstRows + 2);
  // The last record of a beginning may be half a record: it is shown only when it is all there is.
  const ends = all.index.total !== undefined && !isWhole;
  const records = ends && all.records.length > 1 ? all.records.slice(0, -1) : all.records;
  const shown = records.slice(0, firstRows + 1).map((record) => cells(record, opened));
  const names = namesOf(shown, dialect.header);
  const rows = dialect.header ? shown.slice(1) : shown.slice(0, firstRows);
  const { columns, decimalComma } = textColumns(names, rows);
  return {
    kind: 'table',
    format: 'csv',
    columns,
    ...(isWhole && { rows: records.length - (dialect.header ? 1 : 0) }),
    dialect: {
      delimiter: dialect.delimiter,
      quote: dialect.quote,
      header: String(dialect.header),
      newline: dialect.newline,
      encoding: dialect.encoding,
      decimal: decimalComma ? ',' : '.',
    },
    canQuery: true,
    first: pickColumns(names, rows, undefined).rows,
    truncated: !isWhole,
  };
}

/** Rows `[from, from + count)` of a CSV. @throws Failure */
export async function csvRows(
  given: Source,
  asked: {
    from: number;
    count: number;
    columns?: readonly string[] | undefined;
    index?: RecordIndex | undefined;
  },
): Promise<RowsPage> {
  const opened = await openCsv(given);
  const { source, dialect, first } = opened;
  const find = delimitedRecords(dialect);
  const skip = dialect.header ? 1 : 0;
  const beginning = sourceOf(source.name, opened.head);
  const start = await findRecords(beginning, find, first, 0, firstRows + 1);
  const names = namesOf(
    start.records.map((record) => cells(record, opened)),
    dialect.header,
  );
  const { records, index } = await findRecords(
    source,
    find,
    first,
    asked.from + skip,
    asked.count,
    asked.index,
  );
  const rows = records.map((record) => cells(record, opened));
  const widest = rows.reduce((most, row) => Math.max(most, row.length), names.length);
  // Rows that are longer than those of the first page bring columns without a name.
  const all = columnNames(Array.from({ length: widest }, (_, place) => names[place] ?? ''));
  return { ...pickColumns(all, rows, asked.columns), index };
}
