/** Records out of the bytes of a Parquet file, which anybody may have made or changed. */
import { parquetMetadata, parquetReadObjects, type Compressors, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { adjudicationShape } from './adjudication-shape.ts';
import type { AdjudicationRecord, ItemRecord } from './campaign-files.ts';
import type { Spelling } from './code-spelling.ts';
import type { Row } from './columns.ts';
import { decisionShape } from './decision-shape.ts';
import { metadataKeys, partVersion, type PartKind } from './encode-part.ts';
import { itemShape } from './item-shape.ts';
import type { Shape } from './shape.ts';
import { bytesOf, footerOf, type SparseFile } from './sparse-file.ts';

/** What each kind of part gives. */
export interface ReadRecords {
  items: ItemRecord;
  decisions: Decision;
  adjudications: AdjudicationRecord;
}

/** A row group: where its bytes lie, and the batches between which its rows are. */
export interface GroupPlace {
  readonly start: number;
  readonly end: number;
  /** Absent where the file does not say. */
  readonly firstBatch: string | undefined;
  readonly lastBatch: string | undefined;
}

/** Records that could be read, and what was left out. */
export interface Decoded<Kind extends PartKind> {
  readonly records: ReadRecords[Kind][];
  readonly problem: Failure | undefined;
}

/** Bytes to which one page may unpack. */
const largestPage = 256 * 1024 ** 2;

const bounded: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (bytes: Uint8Array, length: number) => {
      if (length > largestPage) throw new RangeError(`A page of ${length} bytes`);
      return unpack(bytes, length);
    },
  ]),
);

/** Where the row groups of items lie. @throws Failure as `decodePart` */
export function groupsOf(file: SparseFile): GroupPlace[] {
  const metadata = metadataOf('items', file);
  return metadata.row_groups.map(({ columns }) => {
    const chunks = columns.flatMap(({ meta_data: chunk }) => (chunk ? [chunk] : []));
    const batch = chunks.find(({ path_in_schema: path }) => path[0] === 'batch')?.statistics;
    const starts = chunks.map((chunk) => Number(chunk.dictionary_page_offset ?? chunk.data_page_offset));
    const ends = chunks.map((chunk, index) => (starts[index] ?? 0) + Number(chunk.total_compressed_size));
    const start = Math.min(...starts);
    const end = Math.max(...ends);
    if (!(start >= 0 && end <= file.size)) throw damaged(file, 'A row group lies beyond the end of the file');
    const bound = (value: unknown) => (typeof value === 'string' ? value : undefined);
    return { start, end, firstBatch: bound(batch?.min_value), lastBatch: bound(batch?.max_value) };
  });
}

/**
 * Decodes a part.
 * @param groups by their index; absent: all
 * @throws Failure `invalid-input` with `part-damaged` or `part-foreign`, `unsupported` with `part-newer`
 */
export async function decodePart<Kind extends PartKind>(
  kind: Kind,
  file: SparseFile,
  groups?: readonly number[],
): Promise<Decoded<Kind>> {
  const shape = shapes[kind] as Shape<never, ReadRecords[Kind]>;
  const all = metadataOf(kind, file);
  const row_groups = all.row_groups.filter((_, index) => groups?.includes(index) ?? true);
  const num_rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n);
  const known = new Set(shape.columns.map(({ name }) => name));
  const rows = await parquetReadObjects({
    file: { byteLength: file.size, slice: (start, end = file.size) => bytesOf(file, start, end) },
    metadata: { ...all, row_groups, num_rows },
    columns: columnsOf(all).filter((name) => known.has(name)),
    compressors: bounded,
    geoparquet: false,
  }).catch((error: unknown) => {
    throw isFailure(error) ? error : damaged(file, error);
  });
  return checkedRows(shape, file, rows, valueOf(all, metadataKeys.codes) === 'as-is' ? 'as-is' : 'dotless');
}

const shapes = { items: itemShape, decisions: decisionShape, adjudications: adjudicationShape };

function checkedRows<Read>(
  shape: Shape<never, Read>,
  file: SparseFile,
  rows: readonly Row[],
  spelling: Spelling,
): { records: Read[]; problem: Failure | undefined } {
  const records: Read[] = [];
  let first: { row: number; words: string } | undefined;
  rows.forEach((row, index) => {
    try {
      records.push(shape.read.parse(shape.fromRow(row, spelling)));
    } catch (error) {
      first ??= { row: index + 1, words: wordsOf(error) };
    }
  });
  if (!first) return { records, problem: undefined };
  const values = { name: file.name, rows: rows.length - records.length, row: first.row };
  const message = `${values.rows} rows of ${file.name} cannot be read`;
  const problem = failure('invalid-input', message, { reason: 'part-rows', values, words: first.words });
  return { records, problem };
}

/** What zod says of the first field, or any other error's message. */
function wordsOf(error: unknown): string {
  const [issue] = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues ?? [];
  if (issue) return `${issue.path.map(String).join('.')}: ${issue.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** The footer, checked: of this kind, of a version that is known, with the columns that it takes. */
function metadataOf(kind: PartKind, file: SparseFile): FileMetaData {
  const footer = footerOf(file);
  if (!footer) throw damaged(file, 'The end of the file is missing');
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(footer, { geoparquet: false });
  } catch (error) {
    throw damaged(file, error);
  }
  const [, named = kind, version = '1'] =
    /^(\w+)\/(\d+)$/.exec(valueOf(metadata, metadataKeys.part) ?? '') ?? [];
  if (named === kind && Number(version) > partVersion)
    throw failure('unsupported', `${file.name} was written by a newer version of the app`, {
      reason: 'part-newer',
      values: { name: file.name, version },
    });
  const columns = new Set(columnsOf(metadata));
  const missing = shapes[kind].needed.filter((name) => !columns.has(name));
  if (named !== kind || missing.length > 0)
    throw failure('invalid-input', `${file.name} has other columns`, {
      reason: 'part-foreign',
      values: { name: file.name, columns: missing.join(', ') || named },
    });
  return metadata;
}

function columnsOf({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  let left = 0;
  for (const { name, num_children: children = 0 } of schema.slice(1)) {
    if (left === 0) names.push(name);
    else left -= 1;
    left += children;
  }
  return names;
}

function valueOf({ key_value_metadata: pairs }: FileMetaData, key: string): string | undefined {
  return pairs?.find((pair) => pair.key === key)?.value;
}

function damaged(file: SparseFile, error: unknown): Failure {
  return failure('invalid-input', `${file.name} is damaged`, {
    reason: 'part-damaged',
    values: { name: file.name },
    words: error instanceof Error ? error.message : String(error),
  });
}
