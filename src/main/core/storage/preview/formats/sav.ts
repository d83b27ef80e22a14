/** SPSS system files: plain, packed by bytecode (.sav) and by zlib (.zsav). */
import { TextDecoder } from 'node:util';
import { inflateSync } from 'node:zlib';
import type { Cell, Column } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RowsPage } from '../jobs.ts';
import { columnLimit, columnNames, cutCell, pickColumns } from './cells.ts';
import { readDictionary, type SavDictionary, type SavVariable } from './sav-dictionary.ts';
import { readExactly, unreadable, viewOf, type Source } from './source.ts';

const firstRows = 200;
const piece = 256 * 1024;
/** What stands for a missing number: the lowest double. */
const missing = -Number.MAX_VALUE;
/** Seconds from 14 October 1582, where SPSS counts from, to 1970. */
const epoch = 12_219_379_200;
const dateFormats = new Set([20, 22, 23, 24, 28, 29, 30, 38, 39, 41]);
const timeFormats = new Set([21, 25, 40]);

/** The packed bytes of the data, piece by piece. */
async function* packedBytes(source: Source, dictionary: SavDictionary): AsyncGenerator<Uint8Array> {
  const name = { name: source.name };
  if (dictionary.compression !== 'zlib') {
    for (let at = dictionary.dataAt; at < source.size; at += piece)
      yield source.read(at, Math.min(at + piece, source.size));
    return;
  }
  const head = viewOf(await readExactly(source, dictionary.dataAt, dictionary.dataAt + 24));
  const trailerAt = Number(head.getBigInt64(8, dictionary.little));
  const trailerLength = Number(head.getBigInt64(16, dictionary.little));
  if (trailerLength < 24 || trailerLength > 64 * 1024 * 1024)
    throw unreadable('preview-lying', 'The list of blocks claims an impossible size', name);
  const trailer = viewOf(await readExactly(source, trailerAt, trailerAt + trailerLength));
  const blocks = trailer.getInt32(20, dictionary.little);
  for (let block = 0; block < blocks && 24 + (block + 1) * 24 <= trailerLength; block++) {
    const start = Number(trailer.getBigInt64(24 + block * 24 + 8, dictionary.little));
    const size = trailer.getInt32(24 + block * 24 + 16, dictionary.little);
    const packed = trailer.getInt32(24 + block * 24 + 20, dictionary.little);
    if (size < 0 || size > 64 * 1024 * 1024 || packed < 0)
      throw unreadable('preview-lying', 'A block claims an impossible size', name);
    try {
      yield inflateSync(await readExactly(source, start, start + packed), {
        maxOutputLength: Math.max(1, size),
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'Failure') throw error;
      throw unreadable('preview-broken', 'A block cannot be unpacked', name, String(error));
    }
  }
}

/** Units of eight bytes, unpacked: a command byte each, eight together (PSPP, "Data Record"). */
async function* units(source: Source, dictionary: SavDictionary): AsyncGenerator<Uint8Array | number> {
  let held = new Uint8Array(0) as Uint8Array;
  let at = 0;
  const bytes = packedBytes(source, dictionary);
  const take = async (): Promise<Uint8Array | undefined> => {
    while (at + 8 > held.length) {
      const next = await bytes.next();
      if (next.done) return undefined;
      held = Buffer.concat([held.subarray(at), next.value]);
      at = 0;
    }
    at += 8;
    return held.subarray(at - 8, at);
  };
  const spaces = new Uint8Array(8).fill(32);
  for (;;) {
    const block = await take();
    if (!block) return;
    if (dictionary.compression === 'none') {
      yield block;
      continue;
    }
    for (const code of block) {
      if (code === 0) continue;
      if (code === 252) return;
      if (code === 253) {
        const raw = await take();
        if (!raw) return;
        yield raw;
      } else if (code === 254) yield spaces;
      else if (code === 255) yield missing;
      else yield code - dictionary.bias;
    }
  }
}

function numberCell(value: number, { type }: SavVariable['format']): Cell {
  if (value === missing || Number.isNaN(value)) return null;
  if (!Number.isFinite(value)) return String(value);
  if (dateFormats.has(type)) {
    const date = new Date(Math.round((value - epoch) * 1000));
    if (Number.isNaN(date.getTime())) return value;
    return type === 22 || type === 41 ? date.toISOString().slice(0, 19) : date.toISOString().slice(0, 10);
  }
  if (timeFormats.has(type)) {
    const seconds = Math.abs(Math.round(value));
    const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
    return `${value < 0 ? '-' : ''}${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  }
  return value;
}

function caseOf(
  dictionary: SavDictionary,
  decoder: TextDecoder,
  record: readonly (Uint8Array | number)[],
): Cell[] {
  return dictionary.variables.slice(0, columnLimit).map((variable) => {
    const at = variable.segments[0]?.at ?? 0;
    if (variable.width === 0) {
      const unit = record[at];
      const value =
        typeof unit === 'number' ? unit : unit ? viewOf(unit).getFloat64(0, dictionary.little) : missing;
      return numberCell(value, variable.format);
    }
    const pieces = variable.segments.map((segment, index) => {
      const count = Math.max(1, Math.ceil(segment.width / 8));
      const raw = Buffer.concat(
        record
          .slice(segment.at, segment.at + count)
          .map((unit) => (typeof unit === 'number' ? Buffer.alloc(8) : unit)),
      );
      const isLast = index === variable.segments.length - 1;
      return raw.subarray(0, isLast ? segment.width : 252);
    });
    return cutCell(decoder.decode(Buffer.concat(pieces)).replace(/[\0 ]+$/, ''));
  });
}

async function casesOf(
  source: Source,
  dictionary: SavDictionary,
  from: number,
  count: number,
): Promise<Cell[][]> {
  const decoder = new TextDecoder(dictionary.encoding);
  const rows: Cell[][] = [];
  const end = Math.min(from + count, dictionary.cases ?? Infinity);
  if (from >= end) return rows;
  // Cases that are not packed have one length: what lies before the page is passed over.
  const skipped = dictionary.compression === 'none' ? from : 0;
  const shifted = { ...dictionary, dataAt: dictionary.dataAt + skipped * dictionary.units * 8 };
  let record: (Uint8Array | number)[] = [];
  let number = skipped;
  for await (const unit of units(source, shifted)) {
    // A view is good only until the next piece comes.
    record.push(number >= from && typeof unit !== 'number' ? unit.slice() : unit);
    if (record.length < dictionary.units) continue;
    if (number >= from) rows.push(caseOf(dictionary, decoder, record));
    record = [];
    number++;
    if (number >= end) return rows;
  }
  if (dictionary.cases !== undefined)
    throw unreadable('preview-truncated', 'Cases are missing', { name: source.name });
  return rows;
}

function columnOf({ width, format }: SavVariable, name: string): Column {
  if (width > 0) return { name, type: `A${width}`, kind: 'text' };
  if (dateFormats.has(format.type)) return { name, type: 'DATE', kind: 'time' };
  if (timeFormats.has(format.type)) return { name, type: 'TIME', kind: 'time' };
  return { name, type: `F${format.width}.${format.decimals}`, kind: 'number' };
}

function described(dictionary: SavDictionary, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    dictionary.variables.slice(0, columnLimit).flatMap((variable, index) => {
      const values =
        dictionary.labels.get(variable.name)?.map(({ value, label }) => `${value} = ${label}`) ?? [];
      const text = [variable.label ?? '', values.length > 0 ? `(${values.join('; ')})` : '']
        .filter(Boolean)
        .join(' ');
      return text ? [[names[index] ?? variable.name, text.slice(0, 2_000)]] : [];
    }),
  );
}

/** Variables with their labels (in `metadata`) and first cases. @throws Failure */
export async function previewSav(source: Source): Promise<PreviewBody> {
  const dictionary = await readDictionary(source);
  const names = columnNames(dictionary.variables.map(({ name }) => name));
  const first = await casesOf(source, dictionary, 0, firstRows);
  return {
    kind: 'table',
    format: 'sav',
    columns: dictionary.variables
      .slice(0, columnLimit)
      .map((variable, index) => columnOf(variable, names[index] ?? '')),
    ...(dictionary.cases !== undefined && { rows: dictionary.cases }),
    dialect: { encoding: dictionary.encoding },
    metadata: described(dictionary, names),
    createdBy: dictionary.product.replace(/^@\(#\)\s*/, ''),
    canQuery: false,
    first,
    truncated: dictionary.variables.length > columnLimit,
  };
}

/** Cases `[from, from + count)`. @throws Failure */
export async function savRows(
  source: Source,
  asked: { from: number; count: number; columns?: readonly string[] | undefined },
): Promise<RowsPage> {
  const dictionary = await readDictionary(source);
  const names = columnNames(dictionary.variables.map(({ name }) => name)).slice(0, columnLimit);
  return pickColumns(names, await casesOf(source, dictionary, asked.from, asked.count), asked.columns);
}
