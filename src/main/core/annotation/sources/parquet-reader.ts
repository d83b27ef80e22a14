/** Parquet, a row group at a time and one column of it after the other, so that memory stays at one column. */
import { parquetMetadata, parquetScan, parquetSchema, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { Block, Input, Place, Reader } from './blocks.ts';
import type { Cell } from './cells.ts';
import { SourceFault } from './findings.ts';
import { columnsOf, valueAt } from './parquet-columns.ts';

const footerGuess = 64 * 1024;
const footerLimit = 64 * 1024 * 1024;

/** Reads the footer. @throws SourceFault `bad-parquet` for what is cut, contradicts itself or is encrypted */
export async function openParquet(input: Input): Promise<Reader> {
  const metadata = await footerOf(input);
  const columns = columnsOf(parquetSchema(metadata));
  const names = columns.map(({ name }) => name);
  const file: AsyncBuffer = {
    byteLength: input.size,
    async slice(start, end = input.size) {
      const bytes = await input.read(start, end);
      if (bytes.length < end - start)
        throw new SourceFault('bad-parquet', 'The file is shorter than its footer says');
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };

  async function readColumn(number: number, top: string, first?: number): Promise<ArrayLike<Cell>> {
    const group = metadata.row_groups[number];
    if (!group) throw new SourceFault('bad-parquet', 'A row group is missing');
    const rowEnd = Math.min(first ?? Infinity, Number(group.num_rows));
    const one: FileMetaData = { ...metadata, num_rows: group.num_rows, row_groups: [group] };
    let values: ArrayLike<Cell>;
    try {
      const scan = await parquetScan({ file, metadata: one, columns: [top], compressors, geoparquet: false });
      values = await scan.readColumn({ column: top, rowStart: 0, rowEnd });
    } catch (error) {
      if (isFailure(error) || error instanceof SourceFault) throw error;
      throw new SourceFault('bad-parquet', String(error));
    }
    if (values.length !== rowEnd)
      throw new SourceFault('bad-parquet', 'A column holds fewer rows than the footer says');
    return values;
  }

  function blockOf(place: Place): Block {
    let held: { top: string; values: ArrayLike<Cell> } | undefined;
    return {
      place,
      rows: Number(metadata.row_groups[place.start]?.num_rows ?? 0),
      names,
      async column(index, first) {
        const column = columns[index];
        if (!column) return [];
        const { top, path } = column;
        if (first !== undefined)
          return Array.from(await readColumn(place.start, top, first), (value) => valueAt(value, path));
        // The parts of a structure come one after the other: it is read once.
        if (held?.top !== top) held = { top, values: await readColumn(place.start, top) };
        const { values } = held;
        if (path.length > 0) return Array.from(values, (value) => valueAt(value, path));
        held = undefined;
        return values;
      },
      lineOf: () => undefined,
    };
  }

  return {
    format: 'parquet',
    encoding: undefined,
    // eslint-disable-next-line @typescript-eslint/require-await -- other formats read here
    async *blocks() {
      for (let start = 0; start < metadata.row_groups.length; start++)
        yield blockOf({ start, end: start + 1, line: 0 });
    },
    block: (place) => Promise.resolve(blockOf(place)),
  };
}

async function footerOf(input: Input): Promise<FileMetaData> {
  const cut = () => new SourceFault('bad-parquet', 'The end of the file is missing: it has no footer');
  if (input.size < 12) throw cut();
  let end = Buffer.from(await input.read(Math.max(0, input.size - footerGuess), input.size));
  if (end.length < Math.min(footerGuess, input.size)) throw cut();
  if (end.subarray(-4).toString('latin1') !== 'PAR1') throw cut();
  const length = end.readUInt32LE(end.length - 8);
  if (length > input.size - 12 || length > footerLimit)
    throw new SourceFault('bad-parquet', 'The footer claims to be larger than the file');
  if (length + 8 > end.length) end = Buffer.from(await input.read(input.size - length - 8, input.size));
  const metadata = parsed(end);
  const rows = metadata.row_groups.map((group) => Number(group.num_rows));
  const isWrong =
    rows.some((count) => !(count >= 0)) ||
    rows.reduce((sum, count) => sum + count, 0) !== Number(metadata.num_rows);
  if (isWrong) throw new SourceFault('bad-parquet', 'The footer contradicts itself on the number of rows');
  return metadata;
}

function parsed(end: Buffer): FileMetaData {
  try {
    const own = end.buffer.slice(end.byteOffset, end.byteOffset + end.length);
    return parquetMetadata(own as ArrayBuffer, { geoparquet: false });
  } catch (error) {
    throw new SourceFault('bad-parquet', `The footer cannot be read: ${String(error)}`);
  }
}
