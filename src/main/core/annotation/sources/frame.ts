/** The sampling frame: every row of a source that has a text, as columns of numbers; texts stay in the file until they are drawn. */
import type { SourceFinding } from '../../../../shared/contract/annotation/campaigns.ts';
import type { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';

/** One row, read again because it was drawn. */
export interface SourceRow {
  /** Of the id column, else the row's number in the source, from 1. */
  readonly sourceId: string;
  readonly text: string;
  /** Known variables by their usual names (`type_`, `nature`, ..., `date`), others by their columns; empty ones are left out. */
  readonly fields: Readonly<Record<string, string>>;
  /** As the source has it; with its dot where it is written like a code. */
  readonly knownCode?: string | undefined;
  /** The decided code, with its dot. */
  readonly code?: string | undefined;
  readonly suggestions?: SuggestionSet | undefined;
}

/** Rows by a few values: `names[index[row]]`, -1 where the value is missing. */
export interface StratumIndex {
  readonly index: Int32Array;
  readonly names: readonly string[];
}

export interface Frame {
  /** Rows with a text; a row is meant by its place among them, from 0. */
  readonly size: number;
  readonly distinctTexts: number;
  /** The names of the files. */
  readonly description: string;
  /** SHA-256 of names, sizes and ETags of the files, hexadecimal. */
  readonly hash: string;
  readonly readAt: number;
  /** Index of the normalised text, from 0 to `distinctTexts - 1`, a row. */
  readonly group: Int32Array;
  /** The two highest probabilities, clipped to [0, 1]; NaN where absent. */
  readonly p1: Float64Array;
  readonly p2: Float64Array;
  /** Into `codes`; -1: no suggestion, or none of the nomenclature. */
  readonly predicted: Int32Array;
  /** With their dots. */
  readonly codes: readonly string[];
  /** Columns that are variables of the items, by the names that `SourceRow.fields` has. */
  readonly fields: readonly string[];
  /** The column with the role `date`. */
  readonly dateColumn: string | undefined;
  /** With the columns as corrected by the person: of the whole source. */
  readonly findings: readonly SourceFinding[];
  /** Where the file says so, once. */
  readonly model: { readonly name: string; readonly version?: string } | undefined;
  /**
   * Values of one column as strata, in alphabetical order; of the date column: days, or months where there are more than 62 days.
   * @throws Failure `not-found`; `invalid-input` with `source-too-many-strata` for more than 2,000 values
   */
  stratum(column: string, signal?: AbortSignal): Promise<StratumIndex>;
  /** In the order that was asked; only the pieces of the files that hold them are read again. */
  rows(
    indices: readonly number[],
    signal?: AbortSignal,
    progress?: (share: number) => void,
  ): Promise<SourceRow[]>;
  /** Groups whose text is one of these after normalisation. */
  groupsOf(texts: readonly string[]): Promise<ReadonlySet<number>>;
}
