/** The core's end of the thread that reads sources: a thread a job, kept for the next one for a while. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { DrawnRows } from './draw-rows.ts';
import type { Answers, FromThread, Job, ToThread } from './source-jobs.ts';

export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((share: number) => void) | undefined;
  readonly rows?: (rows: DrawnRows) => void;
}

export interface SourceThreads {
  /** Runs a job over the files. @throws Failure: of the network, `cancelled`, `unsupported` with `source-too-big` for too much memory */
  run<J extends Job>(job: J, files: readonly Ranged[], options?: JobOptions): Promise<Answers[J['what']]>;
  close(): Promise<void>;
}

/** Mebibytes of JavaScript objects of a thread. */
const heap = 1_024;
/** Milliseconds after which a thread without a job ends. */
const idleTime = 20_000;

interface Thread {
  readonly worker: Worker;
  /** What is done with its messages, and with its end. */
  hear: (message: FromThread) => void;
  end: (error: unknown) => void;
  idle?: NodeJS.Timeout | undefined;
}

const nothing = () => undefined;

/** Starts no thread before the first job. */
export function createSourceThreads(): SourceThreads {
  const resting = new Set<Thread>();
  const running = new Map<Thread, (error: Failure) => void>();

  function start(): Thread {
    const worker = new Worker(new URL(`source-worker${path.extname(import.meta.url)}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 32 },
    });
    const thread: Thread = { worker, hear: nothing, end: nothing };
    worker.on('message', (message: FromThread) => thread.hear(message));
    worker.on('error', (error) => thread.end(error));
    worker.on('exit', () => thread.end(undefined));
    return thread;
  }

  function take(): Thread {
    const [thread = start()] = resting;
    clearTimeout(thread.idle);
    resting.delete(thread);
    thread.worker.ref();
    return thread;
  }

  function rest(thread: Thread): void {
    running.delete(thread);
    thread.worker.unref();
    resting.add(thread);
    thread.hear = nothing;
    thread.end = () => resting.delete(thread);
    thread.idle = setTimeout(() => void kill(thread), idleTime).unref();
  }

  async function kill(thread: Thread): Promise<void> {
    running.delete(thread);
    resting.delete(thread);
    thread.hear = nothing;
    thread.end = nothing;
    clearTimeout(thread.idle);
    await thread.worker.terminate();
  }

  return {
    async run<J extends Job>(job: J, files: readonly Ranged[], { signal, progress, rows }: JobOptions = {}) {
      if (signal?.aborted) throw cancelled();
      const thread = take();
      const over = new AbortController();
      const say = (message: ToThread, moved: ArrayBuffer[] = []) => thread.worker.postMessage(message, moved);
      try {
        return await new Promise<Answers[J['what']]>((resolve, reject) => {
          const stop = (error: Failure) => {
            void kill(thread);
            reject(error);
          };
          running.set(thread, stop);
          signal?.addEventListener('abort', () => stop(cancelled()), { signal: over.signal });
          thread.end = (error) => stop(lost(error));
          thread.hear = (message) => {
            switch (message.kind) {
              case 'read':
                void answerRead(message, files, over.signal, say);
                return;
              case 'progress':
                progress?.(message.share);
                return;
              case 'rows':
                rows?.(message.rows);
                say({ kind: 'more' });
                return;
              case 'done':
                rest(thread);
                resolve(message.answer as Answers[J['what']]);
                return;
              case 'failed':
                rest(thread);
                reject(failure(message.failed.code, message.failed.message, message.failed));
            }
          };
          say({ kind: 'job', job });
        });
      } finally {
        over.abort();
      }
    },
    async close() {
      for (const stop of running.values()) stop(cancelled());
      await Promise.all([...resting].map(kill));
    },
  };
}

const cancelled = () => failure('cancelled', 'Cancelled');

async function answerRead(
  { read, file, start, end }: Extract<FromThread, { kind: 'read' }>,
  files: readonly Ranged[],
  signal: AbortSignal,
  say: (message: ToThread, moved?: ArrayBuffer[]) => void,
): Promise<void> {
  try {
    const bytes = await files[file]?.read(start, end, signal);
    // A view would be cloned with all the bytes that lie behind it.
    const own = new Uint8Array(bytes ?? []);
    say({ kind: 'bytes', read, bytes: own }, [own.buffer]);
  } catch (error) {
    const failed = isFailure(error) ? error : failure('internal', String(error));
    say({ kind: 'no-bytes', read, failed: failed.data });
  }
}

function lost(error: unknown) {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isMemory)
    return failure('unsupported', 'Reading it takes too much memory', { reason: 'source-too-big' });
  return failure('internal', `The reader broke off: ${String(error)}`);
}
