/** What was begun on items and is not decided: whole as long as the page is open, the remarks also after it. */
import type { BatchWork, CodingItem, Decision } from '../../../shared/contract/annotation/coding.ts';
import { openItem, type ItemState } from './item-state.ts';
import { remarksOf, sameRemarks, type KeptRemarks, type Remarks } from './remarks.ts';

type Work = Pick<BatchWork, 'decisions' | 'firstCodes'>;

/** @param remarks keeps them over the end of the page. */
export function createBegun(remarks: KeptRemarks) {
  const begun = new Map<string, ItemState>();
  return {
    /** An item as it was left, else as the core has it with the remarks that were kept. */
    open({ decisions, firstCodes }: Work, one: CodingItem): ItemState {
      const decision = decisions[one.id];
      const kept = remarks.of(one.id, decision?.id);
      return begun.get(one.id) ?? { ...openItem(one, decision, firstCodes[one.id]), ...kept };
    },
    /** It goes from the screen without a decision. */
    leave: (left: ItemState) => void begun.set(left.item.id, left),
    /** Keeps what no decision holds. */
    remember({ decisions }: Work, { item, ...said }: ItemState): void {
      const decision = decisions[item.id];
      const isHeld = sameRemarks(said, openItem(item, decision, undefined));
      remarks.keep(item.id, decision?.id, isHeld ? undefined : remarksOf(said));
    },
    /** It is decided; what was `added` while that was written is not in the decision. */
    decide(item: string, made: Decision, added: Remarks | undefined): void {
      begun.delete(item);
      remarks.keep(item, made.id, added && remarksOf(added));
    },
    /** It is open again as it was decided. */
    undo: (item: string) => void begun.delete(item),
  };
}
