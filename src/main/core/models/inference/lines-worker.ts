/** The thread that makes lines for models. */
import { parentPort } from 'node:worker_threads';
import { isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { FromLines, ToLines } from './lines-thread.ts';
import { linesWithin } from './lines-within.ts';

function failureOf(error: unknown): FailureData {
  return isFailure(error)
    ? error.data
    : { code: 'internal', message: 'The preprocessing failed', words: String(error) };
}

parentPort?.on('message', ({ id, profile, questions }: ToLines) => {
  let answer: FromLines;
  try {
    answer = { id, lines: linesWithin(profile)(questions) };
  } catch (error) {
    answer = { id, failure: failureOf(error) };
  }
  parentPort?.postMessage(answer);
});
