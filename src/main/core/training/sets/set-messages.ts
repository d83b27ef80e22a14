/** What the core and the thread of a training set say to each other. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { BuiltSet } from './build-set.ts';
import type { SetFile } from './set-files.ts';
import type { ItemSource, SourceItem } from './set-material.ts';

export type ToSetThread =
  /** A Parquet file of items that are kept out, or of coded ones. */
  | {
      readonly kind: 'file';
      readonly as: 'gold' | 'items';
      readonly key: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'items'; readonly source: ItemSource; readonly items: readonly SourceItem[] }
  | { readonly kind: 'finish'; readonly files: boolean };

export interface FinishedSet extends Pick<BuiltSet, 'counts' | 'byCode'> {
  /** The first lines to learn from. */
  readonly lines: readonly string[];
  /** Empty where only the counts were asked for. */
  readonly files: readonly SetFile[];
}

export type FromSetThread =
  /** A message was dealt with: the next may come. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'done'; readonly set: FinishedSet }
  | { readonly kind: 'failed'; readonly data: FailureData };

/** Items of one message: their copying takes a few milliseconds. */
export const itemsAtOnce = 500;
/** Lines that a preview shows. */
export const linesShown = 50;
