/** A file of rows, whatever its format, read by ranges. */

export interface Bytes {
  readonly name: string;
  readonly size: number;
  /** Bytes `[start, end)`, cut at the end. @throws Failure */
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface RowSource {
  readonly names: readonly string[];
  /** Rows in all, where the format tells. */
  readonly total?: number | undefined;
  /** Blocks of rows; `undefined` for what is missing. @param columns that are needed @throws Failure */
  blocks(columns: readonly string[]): AsyncIterable<readonly (readonly (string | undefined)[])[]>;
}
