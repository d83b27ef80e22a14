/** The local store as the capabilities see it; database.ts is its one implementation. */

import type { DecisionJournal } from './decision-journal.ts';
import type { TransferJournal } from './transfer-journal.ts';

/** A document of JSON with the time it was written. */
export interface Stored<T> {
  readonly value: T;
  readonly at: number;
}

/** Everything kept for one platform and person; acknowledged only when it is on disk. */
export interface Store {
  /** Last known state of a screen or a setting; undefined when there is none. Keys are grouped by their first word, `catalog/ide`. */
  get<T>(key: string): Promise<Stored<T> | undefined>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys, sizes in bytes and times, for the page that says what is kept. */
  kept(prefix: string): Promise<readonly { key: string; bytes: number; at: number }[]>;
  /** Adds to the outbox what is to be sent once the network is back; the same `id` is never added twice. */
  enqueue(entry: { id: string; kind: string; payload: unknown }): Promise<void>;
  outbox(): Promise<readonly { id: string; kind: string; payload: unknown; at: number }[]>;
  dequeue(id: string): Promise<void>;
  /** What is being moved between this laptop and the servers, file by file and part by part. */
  readonly transfers: TransferJournal;
  /** What the person decided in campaigns, sent or not. */
  readonly decisions: DecisionJournal;
  close(): Promise<void>;
}
