/** What core and listing thread say to each other. */
import type { Arrangement, Row } from '../../../../shared/contract/storage/listing.ts';
import type { ListedObject } from '../../platform/s3/listed-object.ts';
import type { TableCounts } from './listed-table.ts';
import type { Fault } from './thread-listing.ts';

/** Bytes of one block; a page of 1,000 rows has about three. */
export const blockBytes = 128 * 1024;

/** A row as it is kept in the store: name, size, modified, storage class, ETag; a folder has its name alone. */
export type KeptRow =
  | readonly [name: string]
  | readonly [name: string, size: number, modified: number, storageClass: string, etag: string];

/** What can be asked of one listing, and what is answered. */
export interface Asks {
  rows: { ask: { from: number; count: number }; answer: { rows: Row[]; generation: number } };
  arrange: { ask: Arrangement; answer: { matching: number } };
  find: { ask: { text: string; from: number }; answer: { index: number } };
  indexOf: { ask: { key: string }; answer: { index: number } };
  /** All that is shown, by numbers that stay good while the listing lives. */
  visible: { ask: object; answer: Uint32Array<ArrayBuffer> };
  /** Rows by those numbers; folders as their whole prefixes. */
  pick: { ask: { rows: Uint32Array<ArrayBuffer> }; answer: { objects: ListedObject[]; folders: string[] } };
  /** Shows kept rows until the first page of the server is there; not when it is already, or when nobody wants them any more. */
  keep: { ask: { rows: readonly KeptRow[] }; answer: { isShown: boolean } };
  /** The first rows as the server gave them. */
  first: { ask: { count: number }; answer: KeptRow[] };
}

export type ToThread =
  | { readonly kind: 'open'; readonly id: number; readonly prefix: string; readonly arrangement: Arrangement }
  | { readonly kind: 'begin' | 'end' | 'finish' | 'close' | 'forget'; readonly id: number }
  | { readonly kind: 'bytes'; readonly id: number; readonly block: ArrayBuffer; readonly length: number }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly number: number;
      readonly what: keyof Asks;
      readonly ask: unknown;
    };

export type FromThread =
  /** Memory of so many bytes was read; a block of ours comes back and may be filled again. */
  | { readonly kind: 'read'; readonly id: number; readonly bytes: number; readonly block?: ArrayBuffer }
  /** `isSettled`: all rows came and are arranged; `isKept`: what is shown was kept, not one page of the server came. */
  | {
      readonly kind: 'counts';
      readonly id: number;
      readonly counts: TableCounts;
      readonly isSettled: boolean;
      readonly isKept: boolean;
    }
  | { readonly kind: 'broken'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'answer'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly number: number; readonly fault: Fault };

/** Message of the fault of a question about a listing that is not open. */
export const closed = 'closed';
