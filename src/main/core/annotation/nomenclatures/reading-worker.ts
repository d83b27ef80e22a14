/** The thread in which files are read and the packages of the bundled nomenclatures are loaded; it answers one job and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { bundledIds, loadBundled } from './bundled.ts';
import { readFile } from './read-file.ts';
import type { ReadingAnswer, ReadingJob } from './reading-thread.ts';

async function answer(job: ReadingJob): Promise<unknown> {
  if (job.kind === 'bundled') return loadBundled(job.id);
  return readFile(job, job.claimed, async (id) => {
    const bundled = bundledIds.find((one) => one === id);
    return bundled && loadBundled(bundled);
  });
}

void answer(workerData as ReadingJob).then(
  (done) => parentPort?.postMessage({ done } satisfies ReadingAnswer),
  (error: unknown) => parentPort?.postMessage({ failed: String(error) } satisfies ReadingAnswer),
);
