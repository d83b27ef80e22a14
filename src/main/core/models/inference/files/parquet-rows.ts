/** Parquet, a row group at a time, only the columns that are needed. */
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { failure, isFailure } from '../../../../../shared/contract/errors.ts';
import type { Bytes, RowSource } from './row-source.ts';

/** Rows of a group that are held at once. */
const mostRows = 5_000_000;

/** Reads the footer. @throws Failure `text-file-parquet` */
export async function openParquet(bytes: Bytes): Promise<RowSource> {
  const file: AsyncBuffer = {
    byteLength: bytes.size,
    async slice(start, end = bytes.size) {
      const piece = await bytes.read(start, end);
      if (piece.length < end - start) throw new Error('The file is shorter than its footer says');
      return piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.byteLength) as ArrayBuffer;
    },
  };
  const checked = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (isFailure(error)) throw error;
      throw failure('invalid-input', 'The Parquet file is damaged', {
        reason: 'text-file-parquet',
        values: { name: bytes.name },
        words: String(error),
      });
    }
  };
  const metadata = await checked(() => parquetMetadataAsync(file));
  const [, ...schema] = metadata.schema;
  return {
    names: topLevel(schema),
    total: Number(metadata.num_rows),
    async *blocks(columns) {
      let rowStart = 0;
      for (const group of metadata.row_groups) {
        const rowEnd = rowStart + Math.min(mostRows, Number(group.num_rows));
        const rows = await checked(() =>
          parquetReadObjects({
            file,
            metadata,
            columns: [...new Set(columns)],
            rowStart,
            rowEnd,
            compressors,
          }),
        );
        yield rows.map((row) => columns.map((column) => wordOf(row[column])));
        rowStart += Number(group.num_rows);
      }
    },
  };
}

/** Names of the columns, without what lies in them. */
function topLevel(schema: readonly { readonly name: string; readonly num_children?: number }[]): string[] {
  const names: string[] = [];
  let inside = 0;
  for (const { name, num_children: children = 0 } of schema) {
    if (inside === 0) names.push(name);
    else inside -= 1;
    inside += children;
  }
  return names;
}

function wordOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object')
    return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
  return String(value);
}
