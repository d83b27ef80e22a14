/** Rows as codes: a row is cut into pieces, and each piece is one of 256 that training found (product quantisation). */
import { damaged } from './failures.ts';
import type { ModelFile } from './model-file.ts';

export interface ProductQuantiser {
  /** Pieces of a row; a code is one byte a piece. */
  readonly pieces: number;
  /** Floats of a piece, and of the last one. */
  readonly width: number;
  readonly lastWidth: number;
  readonly centroids: Float32Array;
  /** Offset of what follows in the file. */
  readonly end: number;
}

const centroidsOfPiece = 256;

/** Reads one (`ProductQuantizer::save`). @param columns that its rows must have. @throws Failure */
export function readProductQuantiser(file: ModelFile, at: number, columns: number): ProductQuantiser {
  const bytes = file.read(at, 16);
  const dimension = bytes.readInt32LE(0);
  const pieces = bytes.readInt32LE(4);
  const width = bytes.readInt32LE(8);
  const lastWidth = bytes.readInt32LE(12);
  const isWhole = pieces >= 1 && width >= 1 && lastWidth >= 1 && lastWidth <= width;
  if (dimension !== columns || !isWhole || (pieces - 1) * width + lastWidth !== columns) {
    throw damaged(
      file.name,
      `${columns} columns are quantised as ${pieces} pieces of ${width} (${lastWidth})`,
    );
  }
  const count = columns * centroidsOfPiece;
  const centroids = file.readFloats(at + 16, count);
  return { pieces, width, lastWidth, centroids, end: at + 16 + 4 * count };
}

/** Index of the first float of a piece's centroid; the last piece may be narrower (`get_centroids`). */
export function centroidAt(quantiser: ProductQuantiser, piece: number, code: number): number {
  const { pieces, width, lastWidth } = quantiser;
  return piece * centroidsOfPiece * width + code * (piece === pieces - 1 ? lastWidth : width);
}

/** Floats of a piece. */
export function widthOf({ pieces, width, lastWidth }: ProductQuantiser, piece: number): number {
  return piece === pieces - 1 ? lastWidth : width;
}
