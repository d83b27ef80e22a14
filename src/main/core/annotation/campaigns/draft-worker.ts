/** The thread in which campaigns are drafted: draws rows, cleans texts, makes batches. */
import { parentPort } from 'node:worker_threads';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { makeBatches } from '../../../../shared/sampling/assignment.ts';
import { cleanText } from '../../../../shared/text/clean.ts';
import type { DraftAnswer, DraftJob } from './draft-thread.ts';
import { drawPlan } from './drawing.ts';

function answerTo(job: DraftJob): unknown {
  switch (job.kind) {
    case 'draw':
      return drawPlan(job.request);
    case 'clean':
      return job.texts.map((text) => cleanText(text));
    case 'batch':
      return batched(job);
  }
}

/** Items and then controls are meant by their place. */
function batched({ items, controls, options }: Extract<DraftJob, { kind: 'batch' }>) {
  const names = Array.from({ length: items + controls }, (_, place) => String(place));
  const batches = makeBatches(names.slice(0, items), { ...options, controls: names.slice(items) });
  return batches.map((batch) => ({ ...batch, items: Int32Array.from(batch.items, Number) }));
}

parentPort?.on('message', ({ id, job }: { readonly id: number; readonly job: DraftJob }) => {
  const tell = (answer: DraftAnswer) => parentPort?.postMessage(answer);
  try {
    tell({ id, value: answerTo(job) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof RangeError ? 'invalid-input' : 'internal';
    tell({ id, failed: isFailure(error) ? error.data : { code, message } });
  }
});
