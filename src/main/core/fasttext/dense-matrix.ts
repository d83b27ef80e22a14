/** A matrix of floats as it lies in a model: for the input rows at a time, for the output all of it. */
import { damaged } from './failures.ts';
import type { InputMatrix, OutputMatrix } from './matrix.ts';
import type { ModelFile } from './model-file.ts';
import { createRowCache } from './row-cache.ts';

export interface DenseLayout {
  readonly kind: 'dense';
  readonly rows: number;
  readonly columns: number;
  /** Offset of the first float, and of what follows the matrix. */
  readonly at: number;
  readonly end: number;
}

/** Reads its sizes (`DenseMatrix::save`). @param dimension columns that it must have. @throws Failure */
export function readDenseLayout(file: ModelFile, at: number, dimension: number): DenseLayout {
  const sizes = file.read(at, 16);
  const [rows, columns] = [Number(sizes.readBigInt64LE(0)), Number(sizes.readBigInt64LE(8))];
  if (rows < 1 || columns !== dimension) {
    throw damaged(file.name, `a matrix has ${rows} rows and ${columns} columns, not ${dimension}`);
  }
  file.expect(at + 16, 4 * rows * columns);
  return { kind: 'dense', rows, columns, at: at + 16, end: at + 16 + 4 * rows * columns };
}

/** Rows are read when they are asked for. @param memory bytes for those that are kept. */
export function denseInput(file: ModelFile, layout: DenseLayout, memory: number): InputMatrix {
  const { rows, columns, at } = layout;
  const cache = createRowCache({ file, at, rowBytes: 4 * columns, rows, memory });
  const floats = new Float32Array(cache.block);
  return {
    addRow(sum, row) {
      const first = cache.placeOf(row) * columns;
      for (let column = 0; column < columns; column += 1) {
        sum[column] = (sum[column] ?? 0) + (floats[first + column] ?? 0);
      }
    },
  };
}

/** The whole matrix is read. */
export function denseOutput(file: ModelFile, { rows, columns, at }: DenseLayout): OutputMatrix {
  const floats = file.readFloats(at, rows * columns);
  const dotRow = (hidden: Float64Array, row: number) => {
    const first = row * columns;
    let sum = 0;
    for (let column = 0; column < columns; column += 1) {
      sum += (hidden[column] ?? 0) * (floats[first + column] ?? 0);
    }
    return sum;
  };
  return {
    dotRow,
    dotAll(hidden, output) {
      let row = 0;
      // Four rows at once: their sums do not wait for each other, which is most of the time of a prediction.
      for (; row + 4 <= rows; row += 4) {
        let [a, b, c, d] = [0, 0, 0, 0];
        let at = row * columns;
        for (let column = 0; column < columns; column += 1, at += 1) {
          const value = hidden[column] ?? 0;
          a += value * (floats[at] ?? 0);
          b += value * (floats[at + columns] ?? 0);
          c += value * (floats[at + 2 * columns] ?? 0);
          d += value * (floats[at + 3 * columns] ?? 0);
        }
        output[row] = a;
        output[row + 1] = b;
        output[row + 2] = c;
        output[row + 3] = d;
      }
      for (; row < rows; row += 1) output[row] = dotRow(hidden, row);
    },
  };
}
