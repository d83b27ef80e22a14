/** The thread in which hostile files are read: it has no network and no files, only the ranges that it asks of the core. */
import { parentPort } from 'node:worker_threads';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { runJob } from './formats/run-job.ts';
import { unreadable, type Source } from './formats/source.ts';
import type { FromWorker, Job, ToWorker } from './jobs.ts';

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread');

const waiting = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }>();
let nextRead = 0;

const say = (message: FromWorker) => port.postMessage(message);

function sourceOf(id: number, job: Job): Source {
  return {
    name: job.name,
    size: job.size,
    cut: false,
    read: (start, end) => {
      const read = nextRead++;
      if (!(start >= 0) || end <= start || start >= job.size) return Promise.resolve(new Uint8Array(0));
      return new Promise((resolve, reject) => {
        waiting.set(read, { resolve, reject });
        say({ id, read, start, end: Math.min(end, job.size) });
      });
    },
  };
}

async function run(id: number, job: Job): Promise<void> {
  try {
    say({ id, done: await runJob(job, sourceOf(id, job)) });
  } catch (error) {
    const known = isFailure(error)
      ? error
      : unreadable('preview-broken', 'The file cannot be read', { name: job.name }, String(error));
    const values = { name: job.name, ...known.data.values };
    say({ id, failed: { ...known.data, values } });
  }
}

port.on('message', (message: ToWorker) => {
  if ('job' in message) {
    void run(message.id, message.job);
    return;
  }
  const read = waiting.get(message.read);
  waiting.delete(message.read);
  if ('bytes' in message) read?.resolve(message.bytes);
  else read?.reject(failure(message.failed.code, message.failed.message, message.failed));
});
