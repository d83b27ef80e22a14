/** The core's end of the exchange's thread, which lives as long as one job. */
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { ExchangeJob, JobAnswer, Records } from './exchange-job.ts';
import { handedOver, recordsAtOnce, type FromExchange, type ToExchange } from './exchange-messages.ts';

/** Does a job in a thread of its own; the bytes of files to import are gone afterwards. @throws Failure `cancelled` */
export async function runInThread<Job extends ExchangeJob>(
  job: Job,
  records: Readonly<{ [Of in keyof Records]: Readonly<Records[Of]> }>,
  signal?: AbortSignal,
): Promise<JobAnswer<Job>> {
  const worker = new Worker(new URL(`exchange-worker${path.extname(import.meta.url)}`, import.meta.url), {
    workerData: job,
    transferList: job.kind === 'import' ? handedOver(job.files.map(({ bytes }) => bytes)) : [],
  });
  const answer = answerOf<Job>(worker, signal);
  answer.catch(() => {});
  try {
    for (const which of ['items', 'decisions', 'adjudications'] as const)
      for (let from = 0; from < records[which].length; from += recordsAtOnce) {
        if (signal?.aborted) throw failure('cancelled', 'Cancelled');
        const some = records[which].slice(from, from + recordsAtOnce);
        worker.postMessage({ kind: 'records', of: which, records: some } satisfies ToExchange);
        await nextTurn();
      }
    worker.postMessage({ kind: 'run' } satisfies ToExchange);
    return await answer;
  } finally {
    await worker.terminate();
  }
}

function answerOf<Job extends ExchangeJob>(worker: Worker, signal?: AbortSignal): Promise<JobAnswer<Job>> {
  const decisions: Decision[] = [];
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromExchange) => {
      if (message.kind === 'done') {
        const { value } = message;
        return resolve(('files' in value ? value : { ...value, decisions }) as JobAnswer<Job>);
      }
      for (const one of message.decisions) decisions.push(one);
      worker.postMessage({ kind: 'more' } satisfies ToExchange);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(failure('internal', 'The thread of the exchange ended')));
    signal?.addEventListener('abort', () => reject(failure('cancelled', 'Cancelled')), { once: true });
  });
}
