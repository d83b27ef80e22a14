/** French: the words of screens that are loaded when they are opened. */
import { annotation } from './annotation.ts';
import { coding } from './coding.ts';
import { quality } from './quality.ts';
import { secrets } from './secrets.ts';
import { preview, query } from './storage-data.ts';
import { storage } from './storage.ts';

export const later = {
  storage,
  preview,
  query,
  secrets,
  annotation,
  coding,
  quality,
};
