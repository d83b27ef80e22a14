/** Parquet by byte ranges: footer, statistics, any page of rows from only the pieces that hold it. */
import { constants as zlib, brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import type { AsyncBuffer, ColumnChunk, Compressors, FileMetaData, RowGroup, SchemaTree } from 'hyparquet';
import { compressors as others } from 'hyparquet-compressors';
import { isFailure } from '../../../../../shared/contract/errors.ts';
import type { Cell } from '../../../../../shared/contract/storage/preview.ts';
import type { PreviewBody, RowsPage } from '../jobs.ts';
import { columnLimit } from './cells.ts';
import { columnOf, groupOf, leavesOf, placeOf } from './parquet-statistics.ts';
import { cellOf, parsers, rawMetadata } from './parquet-values.ts';
import { readExactly, unreadable, viewOf, type Source } from './source.ts';

const firstRows = 100;
const footerGuess = 64 * 1024;
const footerLimit = 64 * 1024 * 1024;
/** Largest unpacked page, and most bytes read for one page of rows. */
const pageLimit = 256 * 1024 * 1024;
const readLimit = 128 * 1024 * 1024;
/** How far beyond their share of a chunk rows are looked for: a small page, a usual page with its dictionary, all of it. */
const beyond = [256 * 1024, 2.5 * 1024 * 1024, Infinity];

const bounded =
  (unpack: (bytes: Uint8Array, length: number) => Uint8Array) => (bytes: Uint8Array, length: number) => {
    if (length > pageLimit) throw unreadable('preview-too-big', 'A page of it is too large');
    return unpack(bytes, length);
  };
const most = (length: number) => ({ maxOutputLength: Math.max(1, length), finishFlush: zlib.Z_SYNC_FLUSH });
const unpackers: Compressors = {
  SNAPPY: bounded((bytes, length) => others.SNAPPY!(bytes, length)),
  LZ4: bounded((bytes, length) => others.LZ4!(bytes, length)),
  LZ4_RAW: bounded((bytes, length) => others.LZ4_RAW!(bytes, length)),
  GZIP: bounded((bytes, length) => gunzipSync(bytes, most(length))),
  BROTLI: bounded((bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) })),
  ZSTD: bounded((bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) })),
};

interface Opened {
  readonly metadata: FileMetaData;
  readonly tree: SchemaTree;
  readonly rows: number;
}

/** Reads the footer (by the end of the file) and checks what it claims. @throws Failure */
async function openParquet(source: Source): Promise<Opened> {
  const name = { name: source.name };
  if (source.cut) throw unreadable('preview-too-big', 'It is packed and too large to unpack here', name);
  if (source.size < 12) throw unreadable('preview-truncated', 'The file ends too early', name);
  let end = await source.read(Math.max(0, source.size - footerGuess), source.size);
  if (Buffer.from(end.subarray(end.length - 4)).toString('latin1') !== 'PAR1')
    throw unreadable('preview-truncated', 'The end of the file is missing: it has no footer', name);
  const length = viewOf(end).getUint32(end.length - 8, true);
  if (length > source.size - 12 || length > footerLimit)
    throw unreadable('preview-lying', 'The footer claims to be larger than the file', name);
  if (length + 8 > end.length) end = await source.read(source.size - length - 8, source.size);
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(end, { parsers, geoparquet: false });
  } catch (error) {
    throw unreadable('preview-broken', 'The footer cannot be read', name, String(error));
  }
  const rows = Number(metadata.num_rows);
  const sum = metadata.row_groups.reduce((total, group) => total + Number(group.num_rows), 0);
  if (
    !Number.isSafeInteger(rows) ||
    rows < 0 ||
    rows !== sum ||
    metadata.row_groups.some((group) => group.num_rows < 0n)
  )
    throw unreadable('preview-lying', 'The footer contradicts itself on the number of rows', name);
  for (const group of metadata.row_groups) for (const chunk of group.columns) checkPlace(chunk, source);
  const tree = parquetSchema(metadata);
  if (tree.children.length === 0) throw unreadable('preview-broken', 'The file has no columns', name);
  return { metadata, tree, rows };
}

function checkPlace(chunk: ColumnChunk, source: Source): void {
  const name = { name: source.name };
  if (chunk.crypto_metadata || !chunk.meta_data)
    throw unreadable('preview-codec', 'Its columns are encrypted', { ...name, codec: 'encryption' });
  const [start, size] = placeOf(chunk);
  if (!(start >= 0 && size >= 0 && start + size <= source.size))
    throw unreadable('preview-lying', 'The footer points beyond the file', name);
}

/** Schema, statistics, row groups and first rows. @throws Failure */
export async function previewParquet(source: Source): Promise<PreviewBody> {
  const opened = await openParquet(source);
  const { metadata, tree, rows } = opened;
  const leaves = leavesOf(tree);
  const columns = tree.children.slice(0, columnLimit).map((child) => columnOf(child, metadata));
  const names = columns.map(({ name }) => name);
  // Schema and statistics are worth seeing where the rows are too much to fetch.
  const first = await readRows(source, opened, 0, firstRows, names).catch((error: unknown) => {
    if (isFailure(error) && error.data.reason === 'preview-too-big') return undefined;
    throw error;
  });
  return {
    kind: 'table',
    format: 'parquet',
    columns,
    rows,
    rowGroups: metadata.row_groups.slice(0, 1_000).map((group) => groupOf(group, leaves)),
    metadata: Object.fromEntries(
      (metadata.key_value_metadata ?? [])
        .slice(0, 50)
        .map(({ key, value }) => [key, (value ?? '').slice(0, 2_000)]),
    ),
    ...(metadata.created_by !== undefined && { createdBy: metadata.created_by }),
    canQuery: true,
    first: first ?? [],
    truncated: first === undefined || tree.children.length > columnLimit,
  };
}

/** Rows `[from, from + count)`. @throws Failure */
export async function parquetRows(
  source: Source,
  asked: { from: number; count: number; columns?: readonly string[] | undefined },
): Promise<RowsPage> {
  const opened = await openParquet(source);
  const known = opened.tree.children.map(({ element }) => element.name);
  const columns = asked.columns
    ? asked.columns.filter((name) => known.includes(name))
    : known.slice(0, columnLimit);
  return { columns, rows: await readRows(source, opened, asked.from, asked.count, columns) };
}

async function readRows(
  source: Source,
  opened: Opened,
  from: number,
  count: number,
  columns: readonly string[],
): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  const end = Math.min(from + count, opened.rows);
  let start = 0;
  for (const group of opened.metadata.row_groups) {
    const next = start + Number(group.num_rows);
    if (next > from && start < end && columns.length > 0)
      rows.push(
        ...(await readGroup(
          source,
          opened,
          group,
          Math.max(from, start) - start,
          Math.min(end, next) - start,
          columns,
        )),
      );
    start = next;
    if (start >= end) break;
  }
  return rows;
}

/** Rows `[from, to)` of a row group. A chunk without an index of its pages is read from its beginning, as far as it takes. */
async function readGroup(
  source: Source,
  { metadata, tree }: Opened,
  group: RowGroup,
  from: number,
  to: number,
  columns: readonly string[],
): Promise<Cell[][]> {
  const name = { name: source.name };
  const file: AsyncBuffer = {
    byteLength: source.size,
    slice: async (start, end = source.size) => {
      const bytes = await readExactly(source, start, end);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
  const trees = new Map(tree.children.map((child) => [child.element.name, child]));
  const rows: Cell[][] = Array.from({ length: to - from }, () => columns.map(() => null));
  let read = 0;
  // Columns are read a few at a time, so that their pieces travel together and memory stays small.
  for (let at = 0; at < columns.length; at += 16) {
    const some = columns.slice(at, at + 16);
    const share = (to / Number(group.num_rows)) * 1.25;
    for (const more of beyond) {
      const clipped = group.columns.map((chunk) => clip(chunk, share, more, some, trees));
      const wanted = clipped.filter(({ chunk }) => some.includes(chunk.meta_data?.path_in_schema[0] ?? ''));
      read += wanted.reduce((sum, { chunk }) => sum + placeOf(chunk)[1], 0);
      if (read > readLimit) throw unreadable('preview-too-big', 'Its pieces are too large', name);
      const isWhole = wanted.every(({ whole }) => whole);
      const seen = new Map<string, number>();
      try {
        await parquetRead({
          file,
          metadata: rawMetadata({
            ...metadata,
            num_rows: group.num_rows,
            row_groups: [{ ...group, columns: clipped.map(({ chunk }) => chunk) }],
          }),
          columns: some,
          rowStart: from,
          rowEnd: to,
          compressors: unpackers,
          parsers,
          geoparquet: false,
          utf8: false,
          useOffsetIndex: true,
          onChunk: ({ columnName, columnData, rowStart }) => {
            const column = trees.get(columnName);
            const place = columns.indexOf(columnName);
            const last = Math.min(to, rowStart + columnData.length);
            for (let row = Math.max(from, rowStart); column && row < last; row++) {
              const cells = rows[row - from];
              if (cells) cells[place] = cellOf(columnData[row - rowStart], column);
            }
            seen.set(columnName, Math.max(seen.get(columnName) ?? 0, last));
          },
        });
      } catch (error) {
        if (error instanceof Error && error.name === 'Failure') throw error;
        if (!isWhole) continue;
        throw unreadable('preview-broken', 'Its rows cannot be read', name, String(error));
      }
      if (some.every((column) => (seen.get(column) ?? 0) >= to)) break;
      if (isWhole)
        throw unreadable('preview-lying', 'A column holds fewer rows than the footer claims', name);
    }
  }
  return rows;
}

/** A chunk cut to the beginning that likely holds the wanted rows; nested columns and chunks with an index of pages stay whole. */
function clip(
  chunk: ColumnChunk,
  share: number,
  more: number,
  wanted: readonly string[],
  trees: ReadonlyMap<string, SchemaTree>,
) {
  const meta = chunk.meta_data;
  const column = trees.get(meta?.path_in_schema[0] ?? '');
  const size = Number(meta?.total_compressed_size ?? 0);
  const guess = Math.min(size, Math.ceil(size * share) + more);
  const isFlat = column?.children.length === 0 && column.element.repetition_type !== 'REPEATED';
  const isWanted = wanted.includes(meta?.path_in_schema[0] ?? '');
  if (!meta || !isFlat || !isWanted || guess >= size || chunk.offset_index_offset)
    return { chunk, whole: true };
  return { chunk: { ...chunk, meta_data: { ...meta, total_compressed_size: BigInt(guess) } }, whole: false };
}
