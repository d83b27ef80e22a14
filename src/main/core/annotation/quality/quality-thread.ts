/** The core's end of the thread of one campaign's quality. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure, failure } from '../../../../shared/contract/errors.ts';
import type { DisputePage, DisputeQuery, Figures, FromThread, ToThread } from './quality-messages.ts';

type Told = Exclude<ToThread, { number: number } | { kind: 'stop' }>;

export interface QualityThread {
  tell(message: Told): void;
  /**
   * Makes the figures of what was told so far; `onFigures` gets them as they come. Another call ends the one before, which then resolves.
   * @throws Failure `cancelled` with the signal, `internal` where the thread ended
   */
  compute(
    what: 'counts' | 'all',
    onFigures: (figures: Figures, share: number) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  page(query: DisputeQuery): Promise<DisputePage>;
  close(): Promise<void>;
}

/** Mebibytes of objects: a campaign of some hundred thousand decisions. */
const heap = 1_024;

interface Call {
  onFigures?: ((figures: Figures, share: number) => void) | undefined;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Starts it. */
export function startQualityThread(): QualityThread {
  const worker = new Worker(new URL(`quality-worker${path.extname(import.meta.url)}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heap },
  });
  worker.unref();
  const calls = new Map<number, Call>();
  let last = 0;
  let ended: Failure | undefined;

  function end(why: Failure): void {
    ended ??= why;
    for (const call of calls.values()) call.reject(why);
    calls.clear();
  }
  worker.on('error', (error) => end(failureOf(error)));
  worker.on('exit', () => end(failure('cancelled', 'The quality thread ended')));
  worker.on('message', (message: FromThread) => {
    const call = calls.get(message.number);
    if (message.kind === 'figures') return call?.onFigures?.(message.figures, message.share);
    calls.delete(message.number);
    if (message.kind === 'failed') call?.reject(new Failure(message.data));
    else call?.resolve(message.kind === 'page' ? message.page : undefined);
  });

  function ask(
    message: (number: number) => ToThread,
    onFigures?: Call['onFigures'],
  ): { readonly number: number; readonly answer: Promise<unknown> } {
    const number = ++last;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (ended) return reject(ended);
      calls.set(number, { resolve, reject, onFigures });
      worker.postMessage(message(number));
    });
    return { number, answer };
  }

  return {
    tell: (message) => worker.postMessage(message),
    async compute(what, onFigures, signal) {
      const { number, answer } = ask((own) => ({ kind: 'compute', number: own, what }), onFigures);
      const cancel = () => {
        worker.postMessage({ kind: 'stop' } satisfies ToThread);
        calls.get(number)?.reject(failure('cancelled', 'Cancelled'));
        calls.delete(number);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      try {
        await answer;
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },
    page: async (query) => (await ask((number) => ({ kind: 'page', number, query })).answer) as DisputePage,
    async close() {
      end(failure('cancelled', 'Cancelled'));
      await worker.terminate();
    },
  };
}

function failureOf(error: NodeJS.ErrnoException): Failure {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return failure('unsupported', `The campaign needs more than ${heap} MiB`, {
      reason: 'quality-too-big',
      values: { memory: heap },
    });
  return failure('internal', `The quality thread ended: ${error.message}`);
}
