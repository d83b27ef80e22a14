/** The thread in which sources are read: it has no network and no files, only the ranges that it asks of the core. */
import { parentPort } from 'node:worker_threads';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Input } from './blocks.ts';
import { SourceFault } from './findings.ts';
import { runJob } from './run-job.ts';
import type { FromThread, Job, ToThread } from './source-jobs.ts';

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread');

const waiting = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }>();
let nextRead = 0;
/** Called when the core took the rows that it was told last. */
let taken = () => {};

const say = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

function inputsOf(job: Job): Input[] {
  return job.files.map(({ name, size }, file) => ({
    name,
    size,
    read(start, end) {
      if (start >= size || end <= start) return Promise.resolve(new Uint8Array(0));
      const read = nextRead++;
      return new Promise((resolve, reject) => {
        waiting.set(read, { resolve, reject });
        say({ kind: 'read', read, file, start, end: Math.min(end, size) });
      });
    },
  }));
}

async function run(job: Job): Promise<void> {
  try {
    const answer = await runJob(job, inputsOf(job), {
      progress: (share) => say({ kind: 'progress', share }),
      rows: (rows) =>
        new Promise((resolve) => {
          taken = resolve;
          say({ kind: 'rows', rows });
        }),
    });
    const memory = Object.values(answer ?? {}).flatMap((value: unknown) =>
      ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [],
    );
    say({ kind: 'done', answer }, memory);
  } catch (error) {
    say({ kind: 'failed', failed: known(error).data });
  }
}

function known(error: unknown) {
  if (isFailure(error)) return error;
  // It could be read before: it is another file now.
  if (error instanceof SourceFault)
    return failure('conflict', 'The source cannot be read as before', {
      reason: 'source-changed',
      words: error.message,
    });
  return failure('internal', error instanceof Error ? (error.stack ?? error.message) : String(error));
}

port.on('message', (message: ToThread) => {
  if (message.kind === 'job') {
    void run(message.job);
    return;
  }
  if (message.kind === 'more') {
    taken();
    return;
  }
  const read = waiting.get(message.read);
  waiting.delete(message.read);
  if (message.kind === 'bytes') read?.resolve(message.bytes);
  else read?.reject(failure(message.failed.code, message.failed.message, message.failed));
});
