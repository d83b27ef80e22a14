/** What an item is taken to be. Pure. */
import { majorityCode } from '../../../../shared/statistics/rater-agreement.ts';
import type { AdjudicationRecord } from '../files/campaign-files.ts';
import { unclassifiable, type CodeTable } from './code-table.ts';

export type Truth =
  | { readonly kind: 'known'; readonly category: number }
  /** People differ, none of the answers has a majority, and nobody settled it. */
  | { readonly kind: 'disputed' }
  /** Nobody coded it. */
  | { readonly kind: 'uncoded' };

/** What the adjudicator said, else what more than half of the independent codings say, else the only one. */
export function truthOf(
  codings: readonly number[],
  settled: Pick<AdjudicationRecord, 'status' | 'code'> | undefined,
  table: CodeTable,
): Truth {
  if (settled) {
    if (settled.status === 'unclassifiable') return { kind: 'known', category: unclassifiable };
    const category = settled.code === undefined ? undefined : table.categoryOf(settled.code);
    return settled.status !== 'done' || category === undefined
      ? { kind: 'uncoded' }
      : { kind: 'known', category };
  }
  if (codings.length === 0) return { kind: 'uncoded' };
  const category = majorityCode(codings);
  return category === undefined ? { kind: 'disputed' } : { kind: 'known', category: Number(category) };
}
