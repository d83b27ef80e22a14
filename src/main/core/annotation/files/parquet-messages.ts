/** What the core and its Parquet thread say to each other. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { PartKind } from './encode-part.ts';
import type { PartFacts } from './shape.ts';
import type { SparseFile } from './sparse-file.ts';

export type ToThread = { readonly id: number } & (
  | { readonly kind: 'encode'; readonly part: PartKind; readonly facts: PartFacts }
  /** Of the part that is to be encoded; they come in several messages, so that none holds up the core. */
  | { readonly kind: 'records'; readonly records: readonly unknown[] }
  | { readonly kind: 'finish'; readonly groups: readonly number[] }
  | { readonly kind: 'drop' }
  /** The records that came were taken: the next may come, so that they never hold up the core as a heap. */
  | { readonly kind: 'more' }
  | { readonly kind: 'groups'; readonly file: SparseFile }
  | {
      readonly kind: 'decode';
      readonly part: PartKind;
      readonly file: SparseFile;
      readonly groups: readonly number[] | undefined;
      /** Only items of these batches. */
      readonly batches: readonly string[] | undefined;
    }
);

export type FromThread = { readonly id: number } & (
  | { readonly kind: 'records'; readonly records: readonly unknown[] }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly data: FailureData }
);

/** Records of one message: their copying takes a few milliseconds. */
export const recordsAtOnce = 500;
