/** All words of the interface: Français. */
import type { Translations } from '../en/index.ts';
import { first } from './first.ts';
import { later } from './later.ts';

export const fr: Translations = { ...first, ...later, failures: { ...first.failures, ...later.failures } };
