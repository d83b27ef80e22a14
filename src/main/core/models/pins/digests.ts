/** Checksums of a file in one reading: in a thread where it is large. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { computeDigests } from './compute-digests.ts';

export interface DigestsAsked {
  readonly file: string;
  /** Also MD5s, of pieces of so many bytes. */
  readonly partSize?: number | undefined;
  readonly md5?: boolean | undefined;
}

export interface Digests {
  readonly bytes: number;
  /** Hexadecimal, as the others. */
  readonly sha256: string;
  readonly md5?: string;
  readonly parts?: readonly string[];
}

export type FromDigests = { readonly digests: Digests } | { readonly failed: string };

/** Bytes whose checksums take less than a millisecond. */
const atOnce = 256 * 1024;

/** @throws Error of Node where it cannot be read; `AbortError` */
export async function digestsOf(asked: DigestsAsked, signal: AbortSignal): Promise<Digests> {
  if ((await stat(asked.file)).size <= atOnce) return computeDigests(asked);
  const worker = new Worker(new URL(`digest-worker${path.extname(import.meta.url)}`, import.meta.url), {
    workerData: asked,
  });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await new Promise<Digests>((resolve, reject) => {
      worker.once('message', (answer: FromDigests) => {
        if ('digests' in answer) resolve(answer.digests);
        else reject(new Error(answer.failed));
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new DOMException('Ended', 'AbortError')));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
