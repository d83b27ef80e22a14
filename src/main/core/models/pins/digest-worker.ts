/** The thread that computes the checksums of one file. */
import { parentPort, workerData } from 'node:worker_threads';
import { computeDigests } from './compute-digests.ts';
import type { DigestsAsked, FromDigests } from './digests.ts';

let answer: FromDigests;
try {
  answer = { digests: computeDigests(workerData as DigestsAsked) };
} catch (error) {
  answer = { failed: String(error) };
}
parentPort?.postMessage(answer);
