/** What the thread that reads sources is asked and answers. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { SourceFinding, SourceReading } from '../../../../shared/contract/annotation/campaigns.ts';
import type { CodeList } from './code-book.ts';
import type { ColumnValues } from './column-values.ts';
import type { DrawnRows } from './draw-rows.ts';
import type { Encoding } from './encoding.ts';
import type { ColumnChoice } from './guess-columns.ts';
import type { FrameBlock, Scanned } from './scan.ts';

export interface JobFile {
  readonly name: string;
  readonly size: number;
  /** What an earlier reading found. */
  readonly encoding?: Encoding | undefined;
}

export interface ScanJob {
  readonly what: 'scan';
  readonly files: readonly JobFile[];
  /** Guessed where they are not given. */
  readonly choices: readonly ColumnChoice[] | undefined;
  readonly list: CodeList | undefined;
}

export interface RowsJob {
  readonly what: 'rows';
  readonly files: readonly JobFile[];
  readonly choices: readonly ColumnChoice[];
  readonly list: CodeList | undefined;
  readonly blocks: readonly FrameBlock[];
  readonly indices: Int32Array;
  readonly model: string;
}

export interface ValuesJob {
  readonly what: 'values';
  readonly files: readonly JobFile[];
  readonly choices: readonly ColumnChoice[];
  readonly blocks: readonly FrameBlock[];
  readonly column: ColumnChoice;
  readonly most: number;
}

export type Job = ScanJob | RowsJob | ValuesJob;

export interface ScanAnswer extends Scanned {
  readonly choices: readonly ColumnChoice[];
  readonly format: SourceReading['format'];
  readonly encodings: readonly (Encoding | undefined)[];
  readonly findings: readonly SourceFinding[];
  readonly findingsInAll: number;
}

export interface Answers {
  readonly scan: ScanAnswer;
  readonly rows: undefined;
  readonly values: ColumnValues;
}

export type ToThread =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'bytes'; readonly read: number; readonly bytes: Uint8Array }
  | { readonly kind: 'no-bytes'; readonly read: number; readonly failed: FailureData }
  /** The rows that came were taken: the next may come, so that they never hold up the core as a heap. */
  | { readonly kind: 'more' };

export type FromThread =
  | {
      readonly kind: 'read';
      readonly read: number;
      readonly file: number;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'rows'; readonly rows: DrawnRows }
  | { readonly kind: 'done'; readonly answer: Answers[keyof Answers] }
  | { readonly kind: 'failed'; readonly failed: FailureData };
