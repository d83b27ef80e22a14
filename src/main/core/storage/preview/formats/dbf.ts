/** dBase III to FoxPro tables (Xbase file format): records of one length, so that any page is one range. */
import type { Cell, Column } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RowsPage } from '../jobs.ts';
import { columnNames, cutCell, pickColumns } from './cells.ts';
import { isUtf8 } from './decode.ts';
import { readExactly, unreadable, viewOf, type Source } from './source.ts';

const firstRows = 200;

interface Field {
  readonly name: string;
  readonly type: string;
  readonly start: number;
  readonly length: number;
  readonly decimals: number;
}

interface Table {
  readonly fields: Field[];
  readonly names: string[];
  readonly rows: number;
  readonly headerLength: number;
  readonly recordLength: number;
  /** Named by the file; undefined where it does not say. */
  readonly encoding: string | undefined;
}

/** Code pages by the header's byte 29, those that Western Europe wrote. */
const codePages: Readonly<Record<number, string>> = {
  0x01: 'cp437',
  0x02: 'cp850',
  0x03: 'windows-1252',
  0x57: 'windows-1252',
  0x58: 'windows-1252',
  0x59: 'windows-1252',
  0xc8: 'windows-1250',
  0xc9: 'windows-1251',
  0xca: 'windows-1254',
  0xcb: 'windows-1253',
};

const cp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const cp850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

function decode(bytes: Uint8Array, encoding: string | undefined): string {
  if (encoding === undefined) return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
  const table = encoding === 'cp437' ? cp437 : encoding === 'cp850' ? cp850 : undefined;
  if (table) {
    let text = '';
    for (const byte of bytes)
      text += byte < 128 ? String.fromCharCode(byte) : (table[byte - 128] ?? '\ufffd');
    return text;
  }
  return new TextDecoder(encoding).decode(bytes);
}

/** True when the first 32 bytes can be the header of such a table. */
export function looksLikeDbf(head: Uint8Array, size: number): boolean {
  if (head.length < 32) return false;
  const view = viewOf(head);
  const [month, day] = [head[2] ?? 0, head[3] ?? 0];
  const headerLength = view.getUint16(8, true);
  return (
    [0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8c, 0xcb, 0xf5, 0xfb].includes(
      head[0] ?? 0,
    ) &&
    month <= 12 &&
    day <= 31 &&
    headerLength >= 33 &&
    headerLength <= size + 1 &&
    view.getUint16(10, true) >= 1
  );
}

async function openDbf(source: Source): Promise<Table> {
  const name = { name: source.name };
  const head = await readExactly(source, 0, 32);
  if (!looksLikeDbf(head, source.size)) throw unreadable('preview-broken', 'This is no dBase table', name);
  const view = viewOf(head);
  const headerLength = view.getUint16(8, true);
  const recordLength = view.getUint16(10, true);
  const claimed = view.getUint32(4, true);
  const descriptors = await readExactly(source, 32, Math.min(headerLength, source.size));
  const encoding = codePages[head[29] ?? 0];
  const fields: Field[] = [];
  let start = 1;
  for (let at = 0; at + 32 <= descriptors.length && descriptors[at] !== 0x0d; at += 32) {
    const field = descriptors.subarray(at, at + 32);
    const end = field.subarray(0, 11).indexOf(0);
    const type = String.fromCharCode(field[11] ?? 0);
    // Text longer than 255 bytes keeps the higher byte of its length where numbers have their decimals.
    const length = type === 'C' ? (field[16] ?? 0) + 256 * (field[17] ?? 0) : (field[16] ?? 0);
    const isLong = start + length > recordLength;
    const kept = isLong ? (field[16] ?? 0) : length;
    if (start + kept > recordLength)
      throw unreadable('preview-lying', 'A field lies beyond its record', name);
    fields.push({
      name: decode(field.subarray(0, end < 0 ? 11 : end), encoding).trim(),
      type,
      start,
      length: kept,
      decimals: type === 'C' ? 0 : (field[17] ?? 0),
    });
    start += kept;
  }
  if (fields.length === 0) throw unreadable('preview-broken', 'The table has no fields', name);
  const there = Math.max(0, Math.floor((source.size - headerLength) / recordLength));
  if (claimed > there)
    throw unreadable(
      claimed > there + 1_000_000 ? 'preview-lying' : 'preview-truncated',
      'Records are missing',
      {
        ...name,
        claimed,
        there,
      },
    );
  return {
    fields,
    names: columnNames(fields.map((field) => field.name)),
    rows: claimed,
    headerLength,
    recordLength,
    encoding,
  };
}

function cellOf(record: Uint8Array, field: Field, encoding: string | undefined): Cell {
  const bytes = record.subarray(field.start, field.start + field.length);
  const view = viewOf(bytes);
  if (field.type === 'I' && bytes.length === 4) return view.getInt32(0, true);
  if (field.type === 'B' && bytes.length === 8) return view.getFloat64(0, true);
  if (field.type === 'O' && bytes.length === 8) return view.getFloat64(0, true);
  if (field.type === 'Y' && bytes.length === 8) return Number(view.getBigInt64(0, true)) / 10_000;
  if ((field.type === 'T' || field.type === '@') && bytes.length === 8) {
    const day = view.getInt32(0, true);
    if (day === 0) return null;
    const time = new Date((day - 2_440_588) * 86_400_000 + view.getInt32(4, true));
    return Number.isNaN(time.getTime()) ? null : time.toISOString().slice(0, 19);
  }
  const text = decode(bytes, encoding).replace(/\0+$/, '').trimEnd();
  switch (field.type) {
    case 'N':
    case 'F': {
      const number = text.trim();
      if (number === '' || /^\*+$/.test(number)) return null;
      const value = Number(number.replace(',', '.'));
      // Beyond 15 digits the text is exact and the number is not.
      return Number.isNaN(value) || number.replace(/\D/g, '').length > 15 ? number : value;
    }
    case 'D':
      return /^\d{8}$/.test(text)
        ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
        : text.trim() || null;
    case 'L':
      return /^[YyTt]$/.test(text) ? true : /^[NnFf]$/.test(text) ? false : null;
    case 'M':
    case 'G':
    case 'P':
      // The number of a block in another file, which is not read.
      return text.trim() === '' || /^0*$/.test(text.trim()) ? null : '(memo)';
    default:
      return cutCell(text);
  }
}

async function rowsOf(source: Source, table: Table, from: number, count: number): Promise<Cell[][]> {
  const last = Math.min(from + count, table.rows);
  if (from >= last) return [];
  const start = table.headerLength + from * table.recordLength;
  const bytes = await readExactly(source, start, start + (last - from) * table.recordLength);
  return Array.from({ length: last - from }, (_, index) => {
    const record = bytes.subarray(index * table.recordLength, (index + 1) * table.recordLength);
    return [...table.fields.map((field) => cellOf(record, field, table.encoding)), record[0] === 0x2a];
  });
}

function columnOf({ type, length, decimals }: Field, name: string): Column {
  const kind = /[NFIBOY]/.test(type)
    ? 'number'
    : /[DT@]/.test(type)
      ? 'time'
      : type === 'L'
        ? 'boolean'
        : 'text';
  return { name, type: /[NF]/.test(type) ? `${type}(${length}, ${decimals})` : `${type}(${length})`, kind };
}

/** Marks records that were deleted but are still there. */
const deletedColumn: Column = { name: '_deleted', type: 'L(1)', kind: 'boolean' };

/** Fields and first records; deleted records are shown, and marked in a column of their own. @throws Failure */
export async function previewDbf(source: Source): Promise<PreviewBody> {
  const table = await openDbf(source);
  const rows = await rowsOf(source, table, 0, firstRows);
  const isMarked = rows.some((row) => row.at(-1) === true);
  const columns = table.fields.map((field, index) => columnOf(field, table.names[index] ?? ''));
  return {
    kind: 'table',
    format: 'dbf',
    columns: isMarked ? [...columns, deletedColumn] : columns,
    rows: table.rows,
    dialect: { encoding: table.encoding ?? 'windows-1252' },
    canQuery: false,
    first: isMarked ? rows : rows.map((row) => row.slice(0, -1)),
    truncated: false,
  };
}

/** Records `[from, from + count)`. @throws Failure */
export async function dbfRows(
  source: Source,
  asked: { from: number; count: number; columns?: readonly string[] | undefined },
): Promise<RowsPage> {
  const table = await openDbf(source);
  const rows = await rowsOf(source, table, asked.from, asked.count);
  return pickColumns([...table.names, deletedColumn.name], rows, asked.columns ?? table.names);
}
