/** A file of which only some pieces are here. Pure. */

export interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
}

export interface SparseFile {
  /** For sentences. */
  readonly name: string;
  readonly size: number;
  readonly pieces: readonly Piece[];
}

/** Bytes at the end of a Parquet file that hold footer length and mark. */
const markSize = 8;

/** A copy of bytes `[start, end)`. @throws RangeError where they are not here */
export function bytesOf(file: SparseFile, start: number, end: number): ArrayBuffer {
  const piece = file.pieces.find(
    (one) => one.start <= start && one.start + one.bytes.length >= Math.min(end, file.size),
  );
  if (!piece) throw new RangeError(`Bytes ${start} to ${end} of ${file.size} are not there`);
  return new Uint8Array(piece.bytes.subarray(start - piece.start, end - piece.start)).buffer;
}

/** Bytes that the footer of a Parquet file takes, with length and mark, from the file's end; undefined for another file. */
export function footerSize(tail: Uint8Array): number | undefined {
  if (tail.length < markSize) return undefined;
  const view = new DataView(tail.buffer, tail.byteOffset + tail.length - markSize, markSize);
  // `PAR1`, little-endian (apache/parquet-format, "File format").
  return view.getUint32(4, true) === 0x31524150 ? view.getUint32(0, true) + markSize : undefined;
}

/** The footer with length and mark; undefined where there is none or it is not here. */
export function footerOf(file: SparseFile): ArrayBuffer | undefined {
  const last = file.pieces.find(({ start, bytes }) => start + bytes.length === file.size);
  const size = last && footerSize(last.bytes);
  if (!last || size === undefined || size > last.bytes.length) return undefined;
  return bytesOf(file, file.size - size, file.size);
}
