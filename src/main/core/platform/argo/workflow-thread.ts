/** The core's end of the reading thread: starts it when there is something to read, ends it when there was nothing for a while. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure, failure } from '../../../../shared/contract/errors.ts';
import type { WorkflowReading } from './read-workflow.ts';
import type { ReadingAnswer, ReadingJob } from './workflow-worker.ts';

export interface ReadingThread {
  /** Reads the JSON of a workflow, whose memory is handed over. @throws Failure */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<WorkflowReading>;
  close(): Promise<void>;
}

/** Milliseconds without work after which the thread ends and gives its memory back. */
const idleTime = 60_000;

/** Makes it; nothing runs before the first call. */
export function createReadingThread(): ReadingThread {
  const waiting = new Map<
    number,
    { resolve: (reading: WorkflowReading) => void; reject: (error: Error) => void }
  >();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;

  function start(): Worker {
    clearTimeout(idle);
    if (worker) return worker;
    const started = new Worker(new URL(`workflow-worker${path.extname(import.meta.url)}`, import.meta.url));
    started.unref();
    started.on('message', hear);
    const end = (error?: Error) => {
      if (worker !== started) return;
      worker = undefined;
      letGo(failure('internal', `The reading thread ended: ${error?.message ?? 'without a word'}`));
    };
    started.on('error', end);
    started.on('exit', () => end());
    worker = started;
    return started;
  }

  function hear(answer: ReadingAnswer): void {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failed' in answer) call?.reject(new Failure(answer.failed));
    else call?.resolve(answer.reading);
    if (waiting.size > 0) return;
    idle = setTimeout(() => void stop(), idleTime);
    idle.unref();
  }

  function letGo(error: Error): void {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    letGo(failure('cancelled', 'Cancelled'));
    await ended?.terminate();
  }

  return {
    read(bytes) {
      const running = start();
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        running.postMessage({ id, bytes } satisfies ReadingJob, [bytes.buffer]);
      });
    },
    close: stop,
  };
}
