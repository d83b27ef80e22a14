/** Values of Parquet as cells: exact, and as people write them. Pure. */
import type { FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import type { Cell, Column } from '../../../../../shared/contract/storage/preview.ts';
import { cutCell } from './cells.ts';
import { isUtf8 } from './decode.ts';

/** Days since 1970 as `2025-01-31`; beyond what a calendar holds the number of days. */
export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime())
    ? `${days} d`
    : date.toISOString().slice(0, date.getUTCFullYear() > 9999 ? 13 : 10);
}

/** An instant of so many units (`perSecond` of them a second) since 1970: `2025-01-31T10:00:00.000001`, zeros at the end left out. */
export function instantText(value: bigint, perSecond: bigint): string {
  const seconds = value >= 0n || value % perSecond === 0n ? value / perSecond : value / perSecond - 1n;
  const rest = value - seconds * perSecond;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return String(value);
  const digits = String(perSecond).length - 1;
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(digits, '0').replace(/0+$/, '')}`;
  return `${date.toISOString().replace(/\.\d+Z$/, '')}${fraction}`;
}

function timeText(value: bigint, perSecond: bigint): string {
  return instantText(value, perSecond).replace(/^.*T/, '');
}

/** Bytes as text where they are one, else as hexadecimal. */
export function bytesText(bytes: Uint8Array): string {
  const isText =
    bytes.length > 0 &&
    bytes.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13) &&
    isUtf8(bytes);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4_096));
  return isText ? buffer.toString('utf8') : buffer.toString('hex');
}

const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
const hex = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');

/** How hyparquet is to turn values: times as exact text, JSON and shapes not parsed. */
export const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value: bigint | undefined | null) =>
    value === undefined || value === null ? value : instantText(value, 1_000n),
  timestampFromMicroseconds: (value: bigint | undefined | null) =>
    value === undefined || value === null ? value : instantText(value, 1_000_000n),
  timestampFromNanoseconds: (value: bigint | undefined | null) =>
    value === undefined || value === null ? value : instantText(value, 1_000_000_000n),
  dateFromDays: (value: number | undefined | null) =>
    value === undefined || value === null ? value : dateText(value),
  stringFromBytes: text,
  jsonFromBytes: text,
  geometryFromBytes: hex,
  geographyFromBytes: hex,
};

/** A whole number with a decimal point put in: `decimalText(-5n, 2)` is `-0.05`. */
export function decimalText(value: bigint, scale: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : `${sign}${digits}`;
}

/** A big-endian two's complement number (Parquet, LogicalTypes.md, DECIMAL). */
function signed(bytes: Uint8Array): bigint {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}

const isDecimal = (element: SchemaElement) =>
  element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL';

/** The text of a column's type, nested ones with what they hold: `STRUCT<a: INT64, b: LIST<STRING>>`. */
export function typeName(tree: SchemaTree): string {
  const { element, children } = tree;
  const logical = element.logical_type;
  if (children.length > 0) {
    const inner = children.map((child) => `${child.element.name}: ${typeName(child)}`).join(', ');
    const kind = element.converted_type === 'LIST' || logical?.type === 'LIST' ? 'LIST' : undefined;
    const item = children[0]?.children[0];
    if (kind && item && children[0]?.children.length === 1) return `LIST<${typeName(item)}>`;
    if (kind && children[0]) return `LIST<${typeName(children[0])}>`;
    const [key, value] = children[0]?.children ?? [];
    if ((element.converted_type === 'MAP' || logical?.type === 'MAP') && key && value)
      return `MAP<${typeName(key)}, ${typeName(value)}>`;
    return `${element.repetition_type === 'REPEATED' ? 'LIST<STRUCT' : 'STRUCT'}<${inner}>${element.repetition_type === 'REPEATED' ? '>' : ''}`;
  }
  if (isDecimal(element)) return `DECIMAL(${element.precision ?? '?'}, ${element.scale ?? 0})`;
  if (logical?.type === 'TIMESTAMP') return logical.isAdjustedToUTC ? 'TIMESTAMP (UTC)' : 'TIMESTAMP';
  if (logical?.type === 'INTEGER') return `${logical.isSigned ? '' : 'U'}INT${logical.bitWidth}`;
  if (logical?.type) return logical.type;
  if (element.converted_type === 'UTF8') return 'STRING';
  if (element.converted_type) return element.converted_type.replace(/INT_/, 'INT');
  return element.type ?? 'GROUP';
}

export function kindOf(tree: SchemaTree): Column['kind'] {
  const { element, children } = tree;
  if (children.length > 0 || element.repetition_type === 'REPEATED') return 'other';
  const type = typeName(tree);
  if (/^(DATE|TIME)/.test(type) || element.type === 'INT96') return 'time';
  if (type.startsWith('DECIMAL') || /^U?INT(_?\d+)?$/.test(type) || /^(FLOAT|DOUBLE|FLOAT16)$/.test(type))
    return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  return /^(STRING|ENUM|UUID|JSON|BYTE_ARRAY)$/.test(type) ? 'text' : 'other';
}

/**
 * The metadata with what hyparquet would round or refuse taken out of the columns at the top: decimals come as whole numbers, intervals and
 * BSON as bytes; `cellOf` puts it in again.
 */
export function rawMetadata(metadata: FileMetaData): FileMetaData {
  const top = topElements(metadata);
  const schema = metadata.schema.map((element) => {
    const refused = element.converted_type === 'INTERVAL' || element.converted_type === 'BSON';
    if (!refused && !(isDecimal(element) && top.has(element))) return element;
    const { converted_type: _converted, logical_type: _logical, ...raw } = element;
    return raw;
  });
  return { ...metadata, schema };
}

function topElements(metadata: FileMetaData): Set<SchemaElement> {
  const top = new Set<SchemaElement>();
  for (let index = 1; index < metadata.schema.length;) {
    const element = metadata.schema[index];
    if (!element) break;
    top.add(element);
    index = after(metadata.schema, index);
  }
  return top;
}

function after(schema: readonly SchemaElement[], index: number): number {
  let open = 1;
  let at = index;
  while (open > 0 && at < schema.length) {
    open += (schema[at]?.num_children ?? 0) - 1;
    at++;
  }
  return at;
}

/** A value of a column, as a cell. */
export function cellOf(value: unknown, tree: SchemaTree): Cell {
  if (value === undefined || value === null) return null;
  const { element } = tree;
  if (tree.children.length === 0 && element.repetition_type !== 'REPEATED') {
    if (isDecimal(element)) {
      const whole = value instanceof Uint8Array ? signed(value) : BigInt(value as number | bigint);
      return decimalText(whole, Math.max(0, Math.min(element.scale ?? 0, 100)));
    }
    const logical = element.logical_type;
    const isInstant =
      logical?.type === 'TIMESTAMP'
        ? logical.isAdjustedToUTC
        : element.converted_type?.startsWith('TIMESTAMP');
    if (typeof value === 'string' && isInstant === true) return value.includes('T') ? `${value}Z` : value;
    if (logical?.type === 'TIME' || element.converted_type?.startsWith('TIME_')) {
      const unit = logical?.type === 'TIME' ? logical.unit : element.converted_type?.slice('TIME_'.length);
      const perSecond = unit === 'MILLIS' ? 1_000n : unit === 'MICROS' ? 1_000_000n : 1_000_000_000n;
      if (typeof value === 'number' || typeof value === 'bigint') return timeText(BigInt(value), perSecond);
    }
  }
  if (typeof value === 'bigint') return exact(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return cutCell(value);
  if (value instanceof Uint8Array) return cutCell(bytesText(value));
  return cutCell(nestedText(value));
}

/** As a number where that is exact, else as text. */
function exact(value: bigint): number | string {
  return value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n ? Number(value) : String(value);
}

/** A nested value as JSON; whole numbers keep all their digits, bytes are text or hexadecimal. */
function nestedText(value: unknown, depth = 0): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (value instanceof Uint8Array) return JSON.stringify(bytesText(value));
  if (value instanceof Date) return JSON.stringify(value);
  if (depth > 20) return '"…"';
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[${Array.from(value as ArrayLike<unknown>, (item) => nestedText(item, depth + 1))
      .slice(0, 1_000)
      .join(',')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([name, item]) => `${JSON.stringify(name)}:${nestedText(item, depth + 1)}`)
      .join(',')}}`;
  return JSON.stringify(value) ?? 'null';
}

/** A bound of the statistics as a cell; undefined where it would not be exact. */
export function boundOf(value: unknown, tree: SchemaTree): Cell | undefined {
  if (value === undefined || value === null || tree.children.length > 0) return undefined;
  const { element } = tree;
  if (isDecimal(element)) {
    // hyparquet gives decimals of the statistics as numbers; those of more than 15 digits are rounded.
    if (typeof value !== 'number' || (element.precision ?? 99) > 15) return undefined;
    return value.toFixed(Math.max(0, Math.min(element.scale ?? 0, 100)));
  }
  if (element.type === 'INT96' || kindOf(tree) === 'other') return undefined;
  return cellOf(value, tree);
}
