/** Threads that read files: each job has its time, its memory and its reads counted; one that goes too far is killed. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { unreadable } from './formats/source.ts';
import type { FromWorker, Job, PreviewBody, RowsPage, ToWorker } from './jobs.ts';

/** Gives bytes `[start, end)` of the object that a job is about. @throws Failure */
export type ReadRange = (start: number, end: number, signal: AbortSignal) => Promise<Uint8Array>;

export interface ReaderThreads {
  /** Runs a job in a thread. @throws Failure: of the file (reasons `preview-...`), or of the network, as `read` threw it. */
  run<J extends Job>(
    job: J,
    read: ReadRange,
    signal?: AbortSignal,
  ): Promise<J['what'] extends 'rows' ? RowsPage : PreviewBody>;
  close(): Promise<void>;
}

export interface ThreadLimits {
  /** Milliseconds of work; waiting for bytes does not count. */
  readonly time: number;
  /** Mebibytes of JavaScript objects; beyond it V8 may end the process, so that `growth` must be reached first. */
  readonly heap: number;
  /** Bytes that a job may take, objects and buffers. */
  readonly growth: number;
  /** Bytes and pieces asked of the object. */
  readonly bytes: number;
  readonly reads: number;
  /** Milliseconds after which an idle thread ends. */
  readonly idle: number;
  readonly threads: number;
}

export const usualLimits: ThreadLimits = {
  time: 10_000,
  heap: 2_048,
  growth: 768 * 1024 * 1024,
  bytes: 1024 * 1024 * 1024,
  reads: 20_000,
  idle: 20_000,
  threads: 2,
};

interface Running {
  readonly id: number;
  readonly job: Job;
  readonly read: ReadRange;
  readonly resolve: (value: PreviewBody | RowsPage) => void;
  readonly reject: (error: Error) => void;
  readonly abort: AbortController;
}

interface Thread {
  readonly worker: Worker;
  running: Running | undefined;
  idle: NodeJS.Timeout | undefined;
  /** Ends the job's watch. */
  stopWatch: () => void;
  /** Reads for the job, within its limits. */
  readPiece: (start: number, end: number) => Promise<Uint8Array>;
}

/** Starts no thread before the first job. */
export function createReaderThreads(limits: ThreadLimits = usualLimits): ReaderThreads {
  const threads = new Set<Thread>();
  const waiting: Running[] = [];
  let nextId = 0;
  let closed = false;

  function start(): Thread {
    const worker = new Worker(new URL(`preview-worker${path.extname(import.meta.url)}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.heap, maxYoungGenerationSizeMb: 64 },
      // What a reader prints is about a file of somebody; it is kept out of the core's own log.
      stdout: true,
      stderr: true,
    });
    const thread: Thread = {
      worker,
      running: undefined,
      idle: undefined,
      stopWatch: () => undefined,
      readPiece: () => Promise.reject(failure('cancelled', 'Cancelled')),
    };
    threads.add(thread);
    worker.on('message', (message: FromWorker) => heard(thread, message));
    worker.on('error', (error) => lost(thread, error));
    worker.on('exit', () => lost(thread, undefined));
    return thread;
  }

  function lost(thread: Thread, error: unknown): void {
    threads.delete(thread);
    const name = { name: thread.running?.job.name ?? '' };
    const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    finish(
      thread,
      isMemory
        ? unreadable('preview-too-big', 'Reading it takes too much memory', name)
        : unreadable(
            'preview-crashed',
            'The reader broke off',
            name,
            error === undefined ? undefined : String(error),
          ),
    );
    next();
  }

  function kill(thread: Thread, why: Failure): void {
    threads.delete(thread);
    finish(thread, why);
    void thread.worker.terminate();
    next();
  }

  function finish(thread: Thread, result: Failure | PreviewBody | RowsPage): void {
    thread.stopWatch();
    const { running } = thread;
    thread.running = undefined;
    if (!running) return;
    running.abort.abort();
    if (isFailure(result)) running.reject(result);
    else running.resolve(result);
  }

  function watch(thread: Thread, running: Running) {
    const name = { name: running.job.name };
    let memory = process.memoryUsage.rss();
    let weighing = false;
    let beats = 0;
    let spent = 0;
    let since = performance.now();
    let reads = 0;
    let open = 0;
    let bytes = 0;
    // A thread in the middle of one long step does not answer: then the growth of the process tells.
    const weigh = async () => {
      weighing = true;
      const own = await Promise.race([
        thread.worker.getHeapStatistics(),
        delay(200, undefined, { ref: false }),
      ]).catch(() => undefined);
      if (thread.running !== running) return;
      const grown = process.memoryUsage.rss() - memory > limits.growth;
      if (own ? own.total_heap_size + own.external_memory > limits.growth : grown)
        kill(thread, unreadable('preview-too-big', 'Reading it takes too much memory', name));
      // Others of this process may grow: while the thread says that it is not the one, that is theirs.
      if (own && grown) memory = process.memoryUsage.rss();
      weighing = false;
    };
    const beat = () => {
      const now = performance.now();
      if (open === 0) spent += now - since;
      since = now;
      if (spent > limits.time)
        kill(
          thread,
          unreadable('preview-too-slow', 'Reading it takes too long', {
            ...name,
            seconds: limits.time / 1000,
          }),
        );
      else if (!weighing && (beats++ % 4 === 3 || process.memoryUsage.rss() - memory > limits.growth))
        void weigh();
    };
    const timer = setInterval(beat, Math.min(100, limits.time / 4));
    thread.stopWatch = () => clearInterval(timer);
    return async (start: number, end: number): Promise<Uint8Array> => {
      beat();
      reads++;
      bytes += end - start;
      if (bytes > limits.bytes || reads > limits.reads)
        throw unreadable('preview-too-big', 'Too much of it must be read', name);
      open++;
      try {
        return await running.read(start, end, running.abort.signal);
      } finally {
        beat();
        open--;
      }
    };
  }

  function begin(thread: Thread, running: Running): void {
    clearTimeout(thread.idle);
    thread.worker.ref();
    thread.running = running;
    thread.readPiece = watch(thread, running);
    thread.worker.postMessage({ id: running.id, job: running.job } satisfies ToWorker);
  }

  function heard(thread: Thread, message: FromWorker): void {
    const { running } = thread;
    if (!running || running.id !== message.id) return;
    if ('read' in message) {
      const { id, read } = message;
      void thread.readPiece(message.start, message.end).then(
        (held) => {
          // A view would be cloned with all the bytes that lie behind it.
          const bytes = new Uint8Array(held);
          thread.worker.postMessage({ id, read, bytes } satisfies ToWorker, [bytes.buffer]);
        },
        (error: unknown) => {
          // Whatever the reader makes of it, the answer is that the bytes could not be had.
          const failed = isFailure(error) ? error : failure('internal', String(error));
          finish(thread, failed);
          thread.worker.postMessage({ id, read, failed: failed.data } satisfies ToWorker);
          settle(thread);
        },
      );
      return;
    }
    finish(
      thread,
      'failed' in message
        ? failure(message.failed.code, message.failed.message, message.failed)
        : message.done,
    );
    settle(thread);
  }

  function settle(thread: Thread): void {
    if (!threads.has(thread)) return;
    const following = waiting.shift();
    if (following) {
      begin(thread, following);
      return;
    }
    thread.worker.unref();
    thread.idle = setTimeout(() => {
      threads.delete(thread);
      void thread.worker.terminate();
    }, limits.idle).unref();
  }

  function next(): void {
    if (closed) return;
    while (waiting.length > 0) {
      const free = [...threads].find(({ running }) => running === undefined);
      if (!free && threads.size >= limits.threads) return;
      const following = waiting.shift();
      if (following) begin(free ?? start(), following);
    }
  }

  return {
    run: (job, read, signal) =>
      new Promise((resolve, reject) => {
        if (closed || signal?.aborted) {
          reject(failure('cancelled', 'Cancelled'));
          return;
        }
        const abort = new AbortController();
        const running: Running = {
          id: nextId++,
          job,
          read,
          resolve: resolve as Running['resolve'],
          reject,
          abort,
        };
        signal?.addEventListener(
          'abort',
          () => {
            const place = waiting.indexOf(running);
            if (place >= 0) waiting.splice(place, 1);
            const thread = [...threads].find((one) => one.running === running);
            const cancelled = failure('cancelled', 'Cancelled');
            if (thread) kill(thread, cancelled);
            else reject(cancelled);
          },
          { once: true, signal: abort.signal },
        );
        waiting.push(running);
        next();
      }),
    async close() {
      closed = true;
      const cancelled = failure('cancelled', 'Cancelled');
      for (const running of waiting.splice(0)) running.reject(cancelled);
      await Promise.all(
        [...threads].map(async (thread) => {
          clearTimeout(thread.idle);
          threads.delete(thread);
          finish(thread, cancelled);
          await thread.worker.terminate();
        }),
      );
    },
  };
}
