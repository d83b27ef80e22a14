/** Serving: which model answers where, changing it, asking it, comparing versions before they are promoted. */
import { applicationOperations } from './serving/applications.ts';
import { askingOperations } from './serving/asking.ts';
import { comparisonOperations } from './serving/comparison.ts';

export const serving = { ...applicationOperations, ...askingOperations, ...comparisonOperations };
