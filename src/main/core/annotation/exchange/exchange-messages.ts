/** What the core and the thread of an exchange say to each other. */
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { Exported, Records } from './exchange-job.ts';
import type { Taken } from './taken-decisions.ts';

export type ToExchange =
  | { readonly kind: 'records'; readonly of: keyof Records; readonly records: readonly unknown[] }
  | { readonly kind: 'run' }
  /** The next decisions can be taken. */
  | { readonly kind: 'more' };

/** Decisions of an import come before the rest of its answer, some at a time: together they would hold up the core. */
export type FromExchange =
  | { readonly kind: 'decisions'; readonly decisions: readonly Decision[] }
  | { readonly kind: 'done'; readonly value: Exported | Taken };

/** Records of one message: their copying takes a few milliseconds. */
export const recordsAtOnce = 1_000;

/** Memory that is handed over instead of copied: whole buffers alone, since small ones share theirs. */
export function handedOver(all: readonly Uint8Array[]): ArrayBuffer[] {
  return all.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}
