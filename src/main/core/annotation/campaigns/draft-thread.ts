/** The core's end of the draft thread, which lives as long as one draft. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure, failure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { Batch, BatchOptions } from '../../../../shared/sampling/assignment.ts';
import type { Drawing, DrawingRequest } from './drawing.ts';

export type DraftJob =
  | { readonly kind: 'draw'; readonly request: DrawingRequest }
  | { readonly kind: 'clean'; readonly texts: readonly string[] }
  | {
      readonly kind: 'batch';
      readonly items: number;
      readonly controls: number;
      readonly options: Omit<BatchOptions, 'controls'>;
    };

export type DraftAnswer = { readonly id: number } & (
  { readonly value: unknown } | { readonly failed: FailureData }
);

/** A batch of items that are meant by their place; the places of controls come after those of the items. */
export interface DraftBatch extends Omit<Batch, 'items'> {
  readonly items: Int32Array;
}

export interface DraftThread extends AsyncDisposable {
  /** @throws Failure of what cannot be drawn */
  draw(request: DrawingRequest): Promise<Drawing>;
  /** What a model is given of texts. */
  clean(texts: readonly string[]): Promise<string[]>;
  /** @throws Failure `too-few-annotators`, `too-many-controls` */
  batch(
    items: number,
    controls: number,
    options: Omit<BatchOptions, 'controls'>,
  ): Promise<readonly DraftBatch[]>;
}

/** Starts it; the signal ends it. */
export function startDraftThread(signal?: AbortSignal): DraftThread {
  const worker = new Worker(new URL(`draft-worker${path.extname(import.meta.url)}`, import.meta.url));
  worker.unref();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let over: Error | undefined;

  const end = (error: Error) => {
    over ??= error;
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  };
  const abort = () => {
    end(failure('cancelled', 'Cancelled'));
    void worker.terminate();
  };
  worker.on('message', (answer: DraftAnswer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failed' in answer) call?.reject(new Failure(answer.failed));
    else call?.resolve(answer.value);
  });
  worker.on('error', end);
  worker.on('exit', () => end(failure('internal', 'The draft thread ended')));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });

  function ask(job: DraftJob): Promise<unknown> {
    if (over) return Promise.reject(over);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, job });
    });
  }

  return {
    draw: async (request) => (await ask({ kind: 'draw', request })) as Drawing,
    clean: async (texts) => (await ask({ kind: 'clean', texts })) as string[],
    batch: async (items, controls, options) =>
      (await ask({ kind: 'batch', items, controls, options })) as readonly DraftBatch[],
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener('abort', abort);
      await worker.terminate();
    },
  };
}
