/** All words of the interface: English. */
import type { Same } from '../same.ts';
import { first } from './first.ts';
import { later } from './later.ts';

export const en = { ...first, ...later, failures: { ...first.failures, ...later.failures } };

/** The shape that every language must have. */
export type Translations = Same<typeof en>;
