/** What the page and the worker that searches say to each other. */
import type { Nomenclature } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { Hit } from '../../../shared/nomenclature/search.ts';
import type { Language } from '../../ui/format.ts';

export type SearchMessage =
  | { readonly kind: 'read'; readonly nomenclature: Nomenclature; readonly language: Language }
  | { readonly kind: 'find'; readonly id: number; readonly text: string; readonly limit: number };

export interface SearchAnswer {
  readonly id: number;
  readonly hits: readonly Hit[];
}
