/** All forms in which the coding API was served; the sandbox speaks one at a time. */
import { formation } from './dialect-course.ts';
import { forms2025 } from './dialect-forms.ts';
import type { Dialect } from './dialect.ts';
import { predict202401, predict202402, predictV1, pytorchV1 } from './dialects-2024.ts';

export const dialectIds = [
  'forms-2025',
  'predict-2024-01',
  'predict-2024-02',
  'predict-v1',
  'pytorch-v1',
  'formation',
] as const;
export type DialectId = (typeof dialectIds)[number];

export const newestDialect: DialectId = 'forms-2025';

export const dialects: Readonly<Record<DialectId, Dialect>> = {
  'forms-2025': forms2025,
  'predict-2024-01': predict202401,
  'predict-2024-02': predict202402,
  'predict-v1': predictV1,
  'pytorch-v1': pytorchV1,
  formation,
};
