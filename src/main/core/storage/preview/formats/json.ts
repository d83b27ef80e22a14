/** JSON and JSON lines: as a table where they are one (an array of objects), else as text. */
import type { Cell, Column } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RecordIndex, RowsPage } from '../jobs.ts';
import { columnLimit, cutCell, pickColumns } from './cells.ts';
import { detectEncoding } from './decode.ts';
import { findRecords, isBlank, jsonElements, lines, type FindRecord } from './records.ts';
import { parseJson } from './parse-json.ts';
import { unreadable, type Source } from './source.ts';
import { previewText } from './text.ts';

const firstRows = 200;

type Entry = Record<string, unknown>;

/** The bytes of an object of a table; undefined where it is none. Whole numbers beyond 2^53 stay exact, as text. */
export function parseEntry(bytes: Uint8Array): Entry | undefined {
  try {
    const value = parseJson(bytes, '', exact);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}

function exact(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) || !Number.isFinite(value) ? context.source : value;
}

/** A value as a cell; what is nested becomes JSON text. */
export function jsonCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return cutCell(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return cutCell(JSON.stringify(value));
}

interface Table {
  readonly find: FindRecord;
  readonly first: number;
  readonly names: string[];
  readonly entries: Entry[];
  readonly total: number | undefined;
}

/** The table in a JSON text; undefined where it is none. @throws Failure */
async function tableOf(source: Source, format: 'json' | 'jsonl'): Promise<Table | undefined> {
  const head = await source.read(0, Math.min(source.size, 16 * 1024));
  const detected = detectEncoding(head);
  if (!detected || (detected.encoding !== 'utf-8' && detected.encoding !== 'utf-8-bom')) return undefined;
  let first = detected.mark;
  while (first < head.length && isBlank(head[first])) first++;
  if (format === 'json') {
    if (head[first] !== 0x5b) return undefined;
    first++;
    let next = first;
    while (next < head.length && isBlank(head[next])) next++;
    if (head[next] !== 0x7b) return undefined;
  } else if (head[first] !== 0x7b) return undefined;
  const find = format === 'json' ? jsonElements : lines(true);
  const found = await findRecords(source, find, first, 0, firstRows).catch(() => undefined);
  if (!found) return undefined;
  const entries = found.records.map(parseEntry);
  // A last line that was cut is left out; anything else that is no object makes this no table.
  if (entries.length > 1 && entries.at(-1) === undefined && source.cut) entries.pop();
  if (entries.length === 0 || entries.some((entry) => entry === undefined)) return undefined;
  const known = entries as Entry[];
  return { find, first, names: namesOf(known), entries: known, total: found.index.total };
}

function namesOf(entries: readonly Entry[]): string[] {
  const names = new Set<string>();
  for (const entry of entries)
    for (const name of Object.keys(entry)) if (names.size < columnLimit) names.add(name);
  return [...names];
}

function column(name: string, entries: readonly Entry[]): Column {
  const types = new Set(
    entries.flatMap((entry) => ((entry[name] ?? null) === null ? [] : [typeof entry[name]])),
  );
  const [only, ...others] = types;
  if (only === undefined || others.length > 0)
    return { name, type: 'any', kind: only === undefined ? 'other' : 'text' };
  if (only === 'number') return { name, type: 'number', kind: 'number' };
  if (only === 'boolean') return { name, type: 'boolean', kind: 'boolean' };
  if (only === 'string') return { name, type: 'text', kind: 'text' };
  return { name, type: 'JSON', kind: 'other' };
}

/** What a JSON looks like. @throws Failure */
export async function previewJson(source: Source, format: 'json' | 'jsonl'): Promise<PreviewBody> {
  const table = await tableOf(source, format);
  if (!table) return previewText(source);
  const isWhole = table.total !== undefined && !source.cut;
  const rows = table.entries.map((entry) => table.names.map((name) => jsonCell(entry[name])));
  return {
    kind: 'table',
    format: 'json',
    columns: table.names.map((name) => column(name, table.entries)),
    ...(isWhole && { rows: table.total }),
    canQuery: true,
    first: rows,
    truncated: !isWhole,
  };
}

/** Rows `[from, from + count)` of a JSON table. @throws Failure */
export async function jsonRows(
  source: Source,
  format: 'json' | 'jsonl',
  asked: {
    from: number;
    count: number;
    columns?: readonly string[] | undefined;
    index?: RecordIndex | undefined;
  },
): Promise<RowsPage> {
  const table = await tableOf(source, format);
  if (!table) throw unreadable('preview-not-a-table', 'This JSON is no table', { name: source.name });
  const { records, index } = await findRecords(
    source,
    table.find,
    table.first,
    asked.from,
    asked.count,
    asked.index,
  );
  const entries = records.map((record) => parseEntry(record) ?? {});
  // Names that only later entries have are columns too.
  const names = namesOf([...table.entries, ...entries]);
  const rows = entries.map((entry) => names.map((name) => jsonCell(entry[name])));
  return { ...pickColumns(names, rows, asked.columns), index };
}
