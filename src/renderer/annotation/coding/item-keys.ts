/** What a key changes on the item on screen, without asking anybody. Pure. */
import { choicesOf, codeOf, type Offer } from './choices.ts';
import type { CodingAction } from './coding-keys.ts';
import { cleared, standingOn, stepped, type ItemState } from './item-state.ts';

/** The item after a key; undefined for a key that does something else. */
export function pressedOn(now: ItemState, action: CodingAction, offer: Offer): ItemState | undefined {
  const { tree } = offer;
  const list = choicesOf(now, offer);
  const highlighted = codeOf(list.choices[list.at]);
  switch (action) {
    case 'down':
      return movedTo(now, offer, list.at + 1);
    case 'up':
      return movedTo(now, offer, list.at - 1);
    case 'climb':
      return standingOn(now, highlighted && tree.node(highlighted)?.parent);
    case 'descend':
      return standingOn(now, tree.children(highlighted)[0]?.code);
    case 'clear':
      return cleared(now);
    case 'flag':
      return { ...now, flagged: !now.flagged };
    case 'harder':
      return { ...now, difficulty: stepped(now.difficulty, 1) };
    case 'easier':
      return { ...now, difficulty: stepped(now.difficulty, -1) };
    default:
      return undefined;
  }
}

/** Highlights a row; the item as it is where there is no such row. */
export function movedTo(now: ItemState, offer: Offer, row: number): ItemState {
  const { kind, choices } = choicesOf(now, offer);
  const choice = choices[row];
  if (!choice) return now;
  return kind === 'tree' ? standingOn(now, codeOf(choice)) : { ...now, place: row };
}
