/** The thread that compares two models with the gold codes. */
import { parentPort, workerData } from 'node:worker_threads';
import { comparedLevels, type ComparisonJob } from './compared-levels.ts';

parentPort?.postMessage(comparedLevels(workerData as ComparisonJob));
