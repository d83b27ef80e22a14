/** The core's end of the thread of a file of texts. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure, failure, isFailure } from '../../../../../shared/contract/errors.ts';
import type { Ranged } from '../../../platform/s3/ranged-object.ts';
import type { FileColumns, FileJob, FromFileThread, Predicted, PredictJob } from './file-messages.ts';

type Job = Omit<PredictJob, 'input'> | { readonly kind: 'columns' };
type Progress = Extract<FromFileThread, { kind: 'progress' }>;

/** Columns of a file, with examples. @throws Failure `text-file-...`; of the reading */
export async function readColumns(source: Ranged, signal: AbortSignal): Promise<FileColumns> {
  const answer = await runThread(source, { kind: 'columns' }, () => {}, signal);
  if (answer.kind !== 'columns') throw failure('internal', 'The thread answered something else');
  return answer.columns;
}

/** Predicts a file into another one. @throws Failure `text-file-...`, `profile-...`, `no-space`; of the reader */
export async function predictRows(
  source: Ranged,
  job: Omit<PredictJob, 'input' | 'kind'>,
  progress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Predicted> {
  const answer = await runThread(source, { ...job, kind: 'predict' }, progress, signal);
  if (answer.kind !== 'predicted') throw failure('internal', 'The thread answered something else');
  return answer.predicted;
}

type Answer = Extract<FromFileThread, { kind: 'columns' | 'predicted' }>;

async function runThread(
  source: Ranged,
  job: Job,
  progress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Answer> {
  if (signal.aborted) throw failure('cancelled', 'Cancelled');
  const input = { name: path.posix.basename(source.name), size: source.size };
  const worker = new Worker(new URL(`file-worker${path.extname(import.meta.url)}`, import.meta.url), {
    workerData: { ...job, input } as FileJob,
  });
  const read = async (id: number, start: number, end: number) => {
    try {
      worker.postMessage({ id, bytes: await source.read(start, end, signal) });
    } catch (error) {
      worker.postMessage({ id, failure: isFailure(error) ? error.data : unread(error, input.name) });
    }
  };
  let stop = () => {};
  try {
    return await new Promise<Answer>((resolve, reject) => {
      stop = () => reject(failure('cancelled', 'Cancelled'));
      signal.addEventListener('abort', stop, { once: true });
      worker.on('message', (message: FromFileThread) => {
        if (message.kind === 'read') void read(message.id, message.start, message.end);
        else if (message.kind === 'progress') progress(message);
        else if (message.kind === 'failed') reject(new Failure(message.failure));
        else resolve(message);
      });
      worker.on('error', (error) =>
        reject(failure('internal', 'The thread failed', { words: String(error) })),
      );
      worker.on('exit', () => reject(failure('internal', 'The thread ended')));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

function unread(error: unknown, name: string) {
  return failure('unreachable', 'The file cannot be read', {
    reason: 'text-file-unread',
    values: { name },
    words: String(error),
  }).data;
}
