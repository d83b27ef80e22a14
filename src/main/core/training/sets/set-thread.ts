/** The core's end of the thread of a training set, which lives as long as one set is made. */
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Failure, failure } from '../../../../shared/contract/errors.ts';
import type { ItemSource, SetFrame, SourceItem } from './set-material.ts';
import { itemsAtOnce, type FinishedSet, type FromSetThread, type ToSetThread } from './set-messages.ts';

export interface SetThread extends AsyncDisposable {
  /** A Parquet file, whose memory is handed over; items to be kept out come before all others. @throws Failure */
  file(as: 'gold' | 'items', key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  items(source: ItemSource, items: readonly SourceItem[]): Promise<void>;
  /** @param files false: the counts alone */
  finish(files: boolean): Promise<FinishedSet>;
}

/** Starts it; the signal ends it. */
export function startSetThread(frame: SetFrame, signal?: AbortSignal): SetThread {
  const worker = new Worker(new URL(`set-worker${path.extname(import.meta.url)}`, import.meta.url), {
    workerData: frame,
  });
  worker.unref();
  let waiting:
    { resolve: (set: FinishedSet | undefined) => void; reject: (error: Error) => void } | undefined;
  let over: Error | undefined;

  const end = (error: Error) => {
    over ??= error;
    waiting?.reject(over);
    waiting = undefined;
  };
  const abort = () => {
    end(failure('cancelled', 'Cancelled'));
    void worker.terminate();
  };
  worker.on('message', (message: FromSetThread) => {
    if (message.kind === 'failed') return end(new Failure(message.data));
    waiting?.resolve(message.kind === 'done' ? message.set : undefined);
    waiting = undefined;
  });
  worker.on('error', end);
  worker.on('exit', () => end(failure('internal', 'The thread of the training set ended')));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });

  /** One message at a time, so that none of them waits as a heap. */
  function ask(message: ToSetThread, memory: ArrayBuffer[] = []): Promise<FinishedSet | undefined> {
    if (over) return Promise.reject(over);
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      worker.postMessage(message, memory);
    });
  }

  return {
    file: async (as, key, bytes) => void (await ask({ kind: 'file', as, key, bytes }, [bytes.buffer])),
    async items(source, items) {
      for (let from = 0; from < items.length; from += itemsAtOnce) {
        await ask({ kind: 'items', source, items: items.slice(from, from + itemsAtOnce) });
        await nextTurn();
      }
    },
    async finish(files) {
      const set = await ask({ kind: 'finish', files });
      if (!set) throw failure('internal', 'The thread of the training set gave nothing');
      return set;
    },
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener('abort', abort);
      await worker.terminate();
    },
  };
}
