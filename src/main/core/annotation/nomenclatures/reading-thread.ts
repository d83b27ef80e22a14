/** Runs one reading in a thread of its own, with limits: a file made to be slow or huge costs only that thread. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { BundledId } from './bundled.ts';
import type { SourceBytes } from './read-file.ts';
import { problem, type Claimed, type FileReading } from './reading.ts';

export type ReadingJob =
  | ({ readonly kind: 'read'; readonly claimed: Claimed } & SourceBytes)
  | { readonly kind: 'bundled'; readonly id: BundledId };

export type ReadingAnswer = { readonly done: unknown } | { readonly failed: string };

const longest = 60_000;
const memory = 1_024;

/** Reads a file; what is wrong with it, also that it takes too long or too much memory, is a finding. @throws Failure `cancelled` */
export async function readInThread(
  file: SourceBytes,
  claimed: Claimed,
  signal?: AbortSignal,
): Promise<FileReading> {
  try {
    // A copy of its own, so that it can be given away whole.
    const bytes = new Uint8Array(file.bytes);
    return (await run({ kind: 'read', name: file.name, bytes, claimed }, signal, [
      bytes.buffer,
    ])) as FileReading;
  } catch (error) {
    if (signal?.aborted) throw error;
    const words = error instanceof Error ? error.message : String(error);
    return { content: undefined, findings: [problem('unreadable', words.slice(0, 200))] };
  }
}

/** Loads a nomenclature that is part of the app. @throws Error when its package is damaged */
export async function loadInThread(id: BundledId): Promise<Nomenclature> {
  return (await run({ kind: 'bundled', id })) as Nomenclature;
}

function run(job: ReadingJob, signal?: AbortSignal, transferList: ArrayBuffer[] = []): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(failure('cancelled', 'Cancelled'));
      return;
    }
    const worker = new Worker(new URL(`reading-worker${path.extname(import.meta.url)}`, import.meta.url), {
      workerData: job,
      transferList,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      settle();
      void worker.terminate();
    };
    const cancel = () => end(() => reject(failure('cancelled', 'Cancelled')));
    const timer = setTimeout(() => end(() => reject(new Error(`More than ${longest / 1000} s`))), longest);
    signal?.addEventListener('abort', cancel, { once: true });
    worker.once('message', (answer: ReadingAnswer) =>
      end(() => ('done' in answer ? resolve(answer.done) : reject(new Error(answer.failed)))),
    );
    worker.once('error', (error) => end(() => reject(error)));
    worker.once('exit', () => end(() => reject(new Error('The reading thread ended'))));
  });
}
