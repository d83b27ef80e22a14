/** The thread in which the JSON of large workflows is read; it opens no connection. */
import { parentPort } from 'node:worker_threads';
import { failure, isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import { readWorkflow, type WorkflowReading } from './read-workflow.ts';
import type { WorkflowObject } from './resources.ts';

export interface ReadingJob {
  readonly id: number;
  readonly bytes: Uint8Array;
}

export type ReadingAnswer = { readonly id: number } & (
  { readonly reading: WorkflowReading } | { readonly failed: FailureData }
);

function parsed(bytes: Uint8Array): WorkflowObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value === 'object' && value !== null && 'metadata' in value) return value as WorkflowObject;
  } catch {
    // Told below, as for anything else that is no workflow.
  }
  throw failure('unsupported', 'The answer is not a workflow', { reason: 'not-kubernetes' });
}

parentPort?.on('message', ({ id, bytes }: ReadingJob) => {
  const tell = (answer: ReadingAnswer) => parentPort?.postMessage(answer);
  try {
    tell({ id, reading: readWorkflow(parsed(bytes)) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ id, failed: isFailure(error) ? error.data : { code: 'internal', message } });
  }
});
