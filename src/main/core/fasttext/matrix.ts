/** What a prediction asks of the two matrices of a model, however they are stored. */

/** A row for each word and n-gram; it stays in the file. */
export interface InputMatrix {
  /** @throws Failure when the row cannot be read. */
  addRow(sum: Float64Array, row: number): void;
}

/** A row for each label (or inner node of the label tree); it is held in memory. */
export interface OutputMatrix {
  dotRow(hidden: Float64Array, row: number): number;
  dotAll(hidden: Float64Array, output: Float64Array): void;
}
