/** English: the words of screens that are loaded when they are opened. */
import { annotation } from './annotation.ts';
import { coding } from './coding.ts';
import { failureReasons } from './failure-reasons.ts';
import { models } from './models.ts';
import { quality } from './quality.ts';
import { secrets } from './secrets.ts';
import { serving } from './serving.ts';
import { preview, query } from './storage-data.ts';
import { storage } from './storage.ts';
import { training } from './training.ts';

export const later = {
  storage,
  preview,
  query,
  secrets,
  annotation,
  coding,
  quality,
  training,
  models,
  serving,
  failures: failureReasons,
};
