/** The core's end of the comparison's thread, which lives as long as one comparison. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure } from '../../../../shared/contract/errors.ts';
import type { ComparedLevels, ComparisonJob } from './compared-levels.ts';

/** Compares in a thread of its own. @throws Failure `cancelled` */
export async function compareInThread(job: ComparisonJob, signal: AbortSignal): Promise<ComparedLevels> {
  const worker = new Worker(new URL(`comparison-worker${path.extname(import.meta.url)}`, import.meta.url), {
    workerData: job,
  });
  try {
    return await new Promise<ComparedLevels>((resolve, reject) => {
      const cancel = () => reject(failure('cancelled', 'Cancelled'));
      if (signal.aborted) return cancel();
      signal.addEventListener('abort', cancel, { once: true });
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(failure('internal', 'The thread of the comparison ended')));
    });
  } finally {
    await worker.terminate();
  }
}
