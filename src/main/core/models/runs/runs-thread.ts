/** The core's end of the thread of the runs. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure, failure } from '../../../../shared/contract/errors.ts';
import type { RunsAnswer, RunsCall, RunsCalls, RunsRequest } from './runs-messages.ts';

/** The runs of one server. */
export interface RunsDatabase {
  /** @throws Failure `run-filter`, `no-space`, `internal` */
  ask<Call extends RunsCall>(
    call: Call,
    input: RunsCalls[Call]['input'],
    moved?: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<RunsCalls[Call]['output']>;
}

export interface RunsThread {
  /** Nothing is read before the first question. @param file one that begins with `:memory:` is kept nowhere; `host` of the server, for sentences */
  open(file: string, host: string): RunsDatabase;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Starts no thread before the first question. */
export function createRunsThread(): RunsThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 1;

  function start(): Worker {
    if (worker) return worker;
    const started = new Worker(new URL(`runs-worker${path.extname(import.meta.url)}`, import.meta.url));
    const end = (error?: Error) => {
      if (worker === started) worker = undefined;
      const known = failure(
        'internal',
        `The thread of the runs ended: ${error?.message ?? 'without a word'}`,
      );
      for (const { reject } of waiting.values()) reject(known);
      waiting.clear();
    };
    started.on('message', (answer: RunsAnswer) => {
      const call = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) started.unref();
      if ('failed' in answer) call?.reject(new Failure(answer.failed));
      else call?.resolve(answer.value as never);
    });
    started.on('error', end);
    started.on('exit', () => end());
    worker = started;
    return started;
  }

  return {
    open: (file, host) => ({
      ask: (call, input, moved = []) =>
        new Promise((resolve, reject) => {
          const id = nextId++;
          waiting.set(id, { resolve, reject });
          const thread = start();
          thread.ref();
          thread.postMessage(
            { id, file, host, call, input } satisfies RunsRequest,
            moved.map((bytes) => bytes.buffer),
          );
        }),
    }),
    async close() {
      const ended = worker;
      worker = undefined;
      await ended?.terminate();
    },
  };
}
