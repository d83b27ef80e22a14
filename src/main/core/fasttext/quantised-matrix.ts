/** A matrix whose rows are codes, with the lengths of the rows as codes of their own where they were set apart (qnorm). */
import { damaged, tooBig } from './failures.ts';
import type { InputMatrix, OutputMatrix } from './matrix.ts';
import type { ModelFile } from './model-file.ts';
import { centroidAt, readProductQuantiser, widthOf, type ProductQuantiser } from './product-quantiser.ts';
import { createRowCache } from './row-cache.ts';

export interface QuantisedLayout {
  readonly kind: 'quantised';
  readonly rows: number;
  readonly columns: number;
  /** Offset of the first code, and of what follows the matrix. */
  readonly at: number;
  readonly end: number;
  readonly quantiser: ProductQuantiser;
  /** Length that each row is multiplied with. */
  readonly lengthOf: (row: number) => number;
}

const mostLengths = 256 * 2 ** 20;

/** Reads its sizes and centroids (`QuantMatrix::save`). @param dimension columns that it must have. @throws Failure */
export function readQuantisedLayout(file: ModelFile, at: number, dimension: number): QuantisedLayout {
  const { name } = file;
  const sizes = file.read(at, 21);
  const hasLengths = sizes[0];
  const [rows, columns] = [Number(sizes.readBigInt64LE(1)), Number(sizes.readBigInt64LE(9))];
  const codeBytes = sizes.readInt32LE(17);
  if (rows < 1 || columns !== dimension || codeBytes < 0 || (hasLengths !== 0 && hasLengths !== 1)) {
    throw damaged(name, `a quantised matrix has ${rows} rows of ${columns} in ${codeBytes} bytes`);
  }
  const codes = at + 21;
  const quantiser = readProductQuantiser(file, codes + codeBytes, columns);
  if (rows * quantiser.pieces !== codeBytes) {
    throw damaged(name, `${rows} rows of ${quantiser.pieces} codes do not take ${codeBytes} bytes`);
  }
  const layout = { kind: 'quantised', rows, columns, at: codes, quantiser } as const;
  if (hasLengths === 0) return { ...layout, end: quantiser.end, lengthOf: () => 1 };
  if (rows > mostLengths) throw tooBig(name, rows);
  const lengthCodes = file.read(quantiser.end, rows);
  const lengths = readProductQuantiser(file, quantiser.end + rows, 1);
  const lengthOf = (row: number) => lengths.centroids[lengthCodes[row] ?? 0] ?? 0;
  return { ...layout, end: lengths.end, lengthOf };
}

/** Codes are read when their rows are asked for. @param memory bytes for those that are kept. */
export function quantisedInput(file: ModelFile, layout: QuantisedLayout, memory: number): InputMatrix {
  const { rows, at, quantiser, lengthOf } = layout;
  const { pieces, width, centroids } = quantiser;
  const cache = createRowCache({ file, at, rowBytes: pieces, rows, memory });
  const codes = new Uint8Array(cache.block);
  return {
    addRow(sum, row) {
      const first = cache.placeOf(row) * pieces;
      const length = lengthOf(row);
      for (let piece = 0; piece < pieces; piece += 1) {
        const from = centroidAt(quantiser, piece, codes[first + piece] ?? 0);
        const to = piece * width;
        for (let at = widthOf(quantiser, piece) - 1; at >= 0; at -= 1) {
          sum[to + at] = (sum[to + at] ?? 0) + length * (centroids[from + at] ?? 0);
        }
      }
    },
  };
}

/** All codes are read. */
export function quantisedOutput(file: ModelFile, layout: QuantisedLayout): OutputMatrix {
  const { rows, at, quantiser, lengthOf } = layout;
  const { pieces, width, centroids } = quantiser;
  const codes = file.read(at, rows * pieces);
  const dotRow = (hidden: Float64Array, row: number) => {
    let sum = 0;
    for (let piece = 0; piece < pieces; piece += 1) {
      const from = centroidAt(quantiser, piece, codes[row * pieces + piece] ?? 0);
      const to = piece * width;
      for (let at = widthOf(quantiser, piece) - 1; at >= 0; at -= 1) {
        sum += (hidden[to + at] ?? 0) * (centroids[from + at] ?? 0);
      }
    }
    return sum * lengthOf(row);
  };
  return {
    dotRow,
    dotAll(hidden, output) {
      for (let row = 0; row < rows; row += 1) output[row] = dotRow(hidden, row);
    },
  };
}
