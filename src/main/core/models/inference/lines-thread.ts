/** Lines for models, made in a thread: the core waits for no rule. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure, Failure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { PreprocessingProfile } from '../../../../shared/contract/models/inference.ts';
import type { LineQuestion } from '../../../../shared/text/model-line.ts';

export interface ToLines {
  readonly id: number;
  readonly profile: PreprocessingProfile;
  readonly questions: readonly LineQuestion[];
}
export type FromLines = { readonly id: number } & (
  { readonly lines: readonly string[] } | { readonly failure: FailureData }
);

export interface LinesThread {
  /** A line each; empty where nothing is left of the text. @throws Failure `profile-pattern`, `profile-slow`, `cancelled` */
  linesOf(
    profile: PreprocessingProfile,
    questions: readonly LineQuestion[],
    signal?: AbortSignal,
  ): Promise<string[]>;
  close(): Promise<void>;
}

/** Texts of one message. */
const atOnce = 500;

/** Makes it; the thread starts with the first texts. */
export function createLinesThread(): LinesThread {
  const waiting = new Map<
    number,
    { resolve(lines: readonly string[]): void; reject(error: Failure): void }
  >();
  let worker: Worker | undefined;
  let nextId = 0;

  function start(): Worker {
    if (worker) return worker;
    const started = new Worker(new URL(`lines-worker${path.extname(import.meta.url)}`, import.meta.url));
    const ended = (words: string) => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.values())
        reject(failure('internal', 'The preprocessing ended', { words }));
      waiting.clear();
    };
    started.unref();
    started.on('message', (answer: FromLines) => {
      const call = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) started.unref();
      if ('lines' in answer) call?.resolve(answer.lines);
      else call?.reject(new Failure(answer.failure));
    });
    started.on('error', (error) => ended(String(error)));
    started.on('exit', () => ended('exit'));
    return (worker = started);
  }

  return {
    async linesOf(profile, questions, signal) {
      const lines: string[] = [];
      for (let from = 0; from < questions.length; from += atOnce) {
        if (signal?.aborted) throw failure('cancelled', 'Cancelled');
        const id = nextId++;
        const thread = start();
        lines.push(
          ...(await new Promise<readonly string[]>((resolve, reject) => {
            waiting.set(id, { resolve, reject });
            thread.ref();
            thread.postMessage({
              id,
              profile,
              questions: questions.slice(from, from + atOnce),
            } satisfies ToLines);
          })),
        );
      }
      return lines;
    },
    async close() {
      const ended = worker;
      worker = undefined;
      for (const { reject } of waiting.values()) reject(failure('cancelled', 'Cancelled'));
      waiting.clear();
      await ended?.terminate();
    },
  };
}
