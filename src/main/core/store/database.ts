/** The databases of this laptop, owned by one worker thread so that the core's loop never waits for the disk. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure } from '../../../shared/contract/errors.ts';
import { decisionsOver, type DecisionCall } from './decision-journal.ts';
import type { Store, Stored } from './store.ts';
import { journalOver, type JournalCall } from './transfer-journal.ts';

/** What the worker is asked; the answer comes back under the same id. */
export interface DatabaseRequest {
  readonly id: number;
  readonly file: string;
  readonly call:
    | 'get'
    | 'set'
    | 'delete'
    | 'kept'
    | 'enqueue'
    | 'outbox'
    | 'dequeue'
    | 'close'
    | JournalCall
    | DecisionCall;
  readonly input: unknown;
}

export type DatabaseAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failed: { readonly code: string; readonly message: string } };

export interface Databases {
  /** Opens (and brings up to date) the store of one platform and person, or the app's own: a folder below the given one. */
  open(...names: readonly string[]): Store;
  /** The folder of such a store, for files beside it. */
  folderOf(...names: readonly string[]): string;
  close(): Promise<void>;
}

/**
 * Starts the worker. Nothing is read before the first call.
 * Calls reject with `no-space` on a full disk and with `unsupported` when a newer Sardonyx wrote the database.
 * @param folder the app's folder; every store is a folder (0700) below it.
 */
export function openDatabases(folder: string): Databases {
  const extension = path.extname(import.meta.url);
  const worker = new Worker(new URL(`database-worker${extension}`, import.meta.url));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  let ended: Error | undefined;

  worker.on('message', (answer: DatabaseAnswer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failed' in answer) call?.reject(describe(answer.failed));
    else call?.resolve(answer.value);
  });
  const fail = (error: Error) => {
    ended = error;
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(ended ?? new Error('The database was closed')));

  function ask(file: string, call: DatabaseRequest['call'], input?: unknown): Promise<unknown> {
    if (ended) return Promise.reject(ended);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, file, call, input } satisfies DatabaseRequest);
    });
  }

  return {
    folderOf: (...names) => path.join(folder, ...names.map(safeName)),
    open: (...names) => storeOver(path.join(folder, ...names.map(safeName), 'store.db'), ask),
    close: async () => {
      await ask('', 'close');
      await worker.terminate();
    },
  };
}

function storeOver(
  file: string,
  ask: (file: string, call: DatabaseRequest['call'], input?: unknown) => Promise<unknown>,
): Store {
  return {
    get: async <T>(key: string) => (await ask(file, 'get', { key })) as Stored<T> | undefined,
    set: async (key, value) => void (await ask(file, 'set', { key, value: JSON.stringify(value) })),
    delete: async (key) => void (await ask(file, 'delete', { key })),
    kept: async (prefix) =>
      (await ask(file, 'kept', { prefix })) as { key: string; bytes: number; at: number }[],
    enqueue: async (entry) =>
      void (await ask(file, 'enqueue', { ...entry, payload: JSON.stringify(entry.payload) })),
    outbox: async () =>
      ((await ask(file, 'outbox')) as { id: string; kind: string; payload: string; at: number }[]).map(
        (row) => ({
          ...row,
          payload: JSON.parse(row.payload) as unknown,
        }),
      ),
    dequeue: async (id) => void (await ask(file, 'dequeue', { id })),
    transfers: journalOver((call, input) => ask(file, call, input)),
    decisions: decisionsOver((call, input) => ask(file, call, input)),
    close: async () => void (await ask(file, 'close')),
  };
}

/** A name of one path segment that no input can turn into a way out of the folder. */
function safeName(name: string): string {
  return encodeURIComponent(name).replace(/^\.+/, (dots) => '%2E'.repeat(dots.length));
}

function describe(failed: { code: string; message: string }): Error {
  if (failed.code === 'no-space')
    return failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
  if (failed.code === 'newer') return failure('unsupported', failed.message, { reason: 'store-newer' });
  return new Error(failed.message);
}
