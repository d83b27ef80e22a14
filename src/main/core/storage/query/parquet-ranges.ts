/** Which bytes of a Parquet file hold which columns (apache/parquet-format, `FileMetaData`). Pure. */
import { parquetMetadata, type FileMetaData } from 'hyparquet';

/** Bytes `[start, end)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Bytes at the end of a file that are asked for first: most footers fit in. */
export const tailSize = 64 * 1024;
/** Gaps below this are fetched along: one request less. */
export const smallGap = 128 * 1024;

/** The bytes that the footer takes, its length and mark included, from the last 8 bytes of a file; undefined when it is no Parquet file. */
export function footerSize(lastEight: Buffer): number | undefined {
  if (lastEight.length < 8 || lastEight.toString('latin1', 4, 8) !== 'PAR1') return undefined;
  return lastEight.readUInt32LE(0) + 8;
}

/** Reads a footer: the end of the file, from where `footerSize` says or before. @throws whatever hyparquet throws on a broken one. */
export function readFooter(tail: Buffer): FileMetaData {
  const copy = new Uint8Array(tail).buffer;
  return parquetMetadata(copy);
}

/** Names of the columns of the first level, in order. */
export function columnNames(metadata: FileMetaData): string[] {
  const names: string[] = [];
  let at = 1;
  const skip = () => {
    const element = metadata.schema[at];
    at += 1;
    for (let child = 0; child < (element?.num_children ?? 0); child += 1) skip();
  };
  for (let child = 0; child < (metadata.schema[0]?.num_children ?? 0); child += 1) {
    names.push(metadata.schema[at]?.name ?? '');
    skip();
  }
  return names;
}

/**
 * The bytes that DuckDB reads for some columns of the first level (all of their leaves, dictionaries and Bloom filters), sorted.
 * @param columns undefined: every column.
 * @param rowGroups how many row groups from the first on; undefined: all.
 */
export function columnRanges(
  metadata: FileMetaData,
  fileSize: number,
  columns: ReadonlySet<string> | undefined,
  rowGroups?: number,
): Range[] {
  const ranges: Range[] = [];
  for (const group of metadata.row_groups.slice(0, rowGroups)) {
    for (const { meta_data: chunk } of group.columns) {
      if (!chunk || (columns && !columns.has(chunk.path_in_schema[0] ?? ''))) continue;
      const data = Number(chunk.data_page_offset);
      const dictionary = Number(chunk.dictionary_page_offset ?? 0n);
      const start = dictionary > 0 && dictionary < data ? dictionary : data;
      ranges.push({ start, end: start + Number(chunk.total_compressed_size) });
      if (chunk.bloom_filter_offset !== undefined) {
        const bloom = Number(chunk.bloom_filter_offset);
        ranges.push({ start: bloom, end: bloom + (chunk.bloom_filter_length ?? 1024 * 1024) });
      }
    }
  }
  return merge(
    ranges
      .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(end, fileSize) }))
      .filter(({ start, end }) => start < end),
  );
}

/** Sorts ranges and joins those that touch or lie closer than `gap`. */
export function merge(ranges: readonly Range[], gap = 0): Range[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end + Math.max(0, gap - 1)) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What of `wanted` does not lie in `present`. */
export function without(wanted: readonly Range[], present: readonly Range[]): Range[] {
  const here = merge(present);
  return merge(wanted).flatMap(({ start, end }) => {
    const left: Range[] = [];
    let at = start;
    for (const one of here) {
      if (one.end <= at || one.start >= end) continue;
      if (one.start > at) left.push({ start: at, end: one.start });
      at = Math.max(at, one.end);
    }
    if (at < end) left.push({ start: at, end });
    return left;
  });
}

/** Pieces of at most `size` bytes. */
export function cut(ranges: readonly Range[], size: number): Range[] {
  return ranges.flatMap(({ start, end }) =>
    Array.from({ length: Math.ceil((end - start) / size) }, (_, index) => ({
      start: start + index * size,
      end: Math.min(end, start + (index + 1) * size),
    })),
  );
}

/** Sum of the lengths. */
export function total(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}
