/** What a correspondence says of one code, in either direction. Pure. */
import type { Correspondence, Words } from '../../../shared/contract/annotation/nomenclatures.ts';
import { dotless } from '../../../shared/nomenclature/code.ts';

export interface Counterpart {
  readonly code: string;
  readonly commonContent?: Words;
}

/** The codes that share content with a code of the nomenclature one comes from, each once, in the order of the table. */
export function counterpartsOf(
  { pairs }: Pick<Correspondence, 'pairs'>,
  way: 'onwards' | 'back',
  code: string,
): Counterpart[] {
  const wanted = dotless(code);
  const found = new Map<string, Counterpart>();
  for (const { from, to, commonContent } of pairs) {
    const [own, other] = way === 'onwards' ? [from, to] : [to, from];
    if (dotless(own) !== wanted || found.has(other)) continue;
    found.set(other, { code: other, ...(commonContent && { commonContent }) });
  }
  return [...found.values()];
}
