/** What the worker is asked, and what it says. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { Cell, Preview } from '../../../../shared/contract/storage/preview.ts';

export type Parser =
  | 'text'
  | 'markdown'
  | 'notebook'
  | 'csv'
  | 'json'
  | 'jsonl'
  | 'parquet'
  | 'zip'
  | 'tar'
  | 'gzip'
  | 'dbf'
  | 'sav';

/** What is known of every preview besides its kind; added on the core's side. */
type Seen = 'size' | 'etag' | 'bytesFetched' | 'mismatch';
type Without<T> = T extends unknown ? Omit<T, Seen> : never;
export type PreviewBody = Without<Preview>;

/** Where records begin: found as one goes on, kept between the pages of one object. */
export interface RecordIndex {
  /** Offset of record 0, `step`, 2 `step`... */
  readonly marks: readonly number[];
  readonly step: number;
  /** Records of the whole file, once its end was seen. */
  readonly total?: number | undefined;
}

export interface PreviewJob {
  readonly what: 'preview';
  readonly parser: Parser;
  readonly name: string;
  readonly size: number;
  /** The bytes themselves are packed by gzip (content encoding). */
  readonly packed: boolean;
}

export interface RowsJob extends Omit<PreviewJob, 'what'> {
  readonly what: 'rows';
  readonly sheet?: string | undefined;
  readonly from: number;
  readonly count: number;
  readonly columns?: readonly string[] | undefined;
  readonly index?: RecordIndex | undefined;
}

export interface RowsPage {
  readonly columns: string[];
  readonly rows: Cell[][];
  readonly index?: RecordIndex | undefined;
}

export type Job = PreviewJob | RowsJob;

export type ToWorker =
  | { readonly id: number; readonly job: Job }
  | { readonly id: number; readonly read: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly read: number; readonly failed: FailureData };

export type FromWorker =
  | { readonly id: number; readonly read: number; readonly start: number; readonly end: number }
  | { readonly id: number; readonly done: PreviewBody | RowsPage }
  | { readonly id: number; readonly failed: FailureData };
