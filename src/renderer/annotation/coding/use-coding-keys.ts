/** Brings the keys of the coding screen to the session, whatever has the focus. */
import { useEffect, useMemo, type RefObject } from 'react';
import { useSettings } from '../../app/streams.ts';
import { isMac } from '../../ui/key-hint.tsx';
import { takesText } from '../../ui/takes-text.ts';
import {
  actionOf,
  codingKeysInForce,
  describeCodingPress,
  digitOf,
  signOf,
  type CodingAction,
  type CodingKeys,
} from './coding-keys.ts';
import { shownId } from './session-state.ts';
import type { Session } from './session.ts';

/** The keys of coding as they are now, with the person's own. */
export function useKeysOfCoding(): CodingKeys {
  const own = useSettings().value?.keys;
  return useMemo(() => codingKeysInForce(own ?? {}), [own]);
}

/** What the page does itself. */
export type PageActions = Partial<Record<CodingAction, () => void>>;

/**
 * Listens while the screen is there. Signs go to the search box; commands to the session or the page. A dialog, a menu, another
 * field and Enter on a button keep their keys.
 */
export function useCodingKeys(
  session: Session,
  keys: CodingKeys,
  box: RefObject<HTMLInputElement | null>,
  page: PageActions,
): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.key === 'Process') return;
      if (document.querySelector('[aria-modal="true"], [role="dialog"], [role="menu"]')) return;
      session.alive();
      const isElsewhere = isOtherField(event.target, box.current);
      const action = actionOf(describeCodingPress(event, isMac), keys);
      if (action && mayAct(action, event, isElsewhere)) {
        event.preventDefault();
        if (page[action]) page[action]();
        else if (!(event.repeat && action === 'take'))
          session.give({ kind: 'action', action, seen: shownId(session.get()) });
        return;
      }
      if (isElsewhere) return;
      const digit = digitOf(event);
      const sign = signOf(event, event.getModifierState('AltGraph'));
      if (sign === undefined || !isAtEnd(box.current, session)) return;
      if (sign === ' ' && isButton(event.target)) return;
      event.preventDefault();
      box.current?.focus();
      session.give({ kind: 'stroke', stroke: { sign, ...(digit !== undefined && { digit }) } });
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [session, keys, box, page]);
}

function isOtherField(target: EventTarget | null, box: HTMLInputElement | null): boolean {
  return target !== box && takesText(target);
}

const isButton = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('button, a, summary') !== null;

/** In another field only commands with Alt are ours; Enter on a button presses it. */
function mayAct(action: CodingAction, event: KeyboardEvent, isElsewhere: boolean): boolean {
  if (isElsewhere) return event.altKey && !event.getModifierState('AltGraph');
  return !(action === 'take' && isButton(event.target));
}

/** Whether a sign goes to the end of the text; in the middle of it the field itself writes, unless the text is not on screen yet. */
function isAtEnd(box: HTMLInputElement | null, session: Session): boolean {
  if (!box || document.activeElement !== box || session.get().busy) return true;
  return box.selectionStart === box.value.length && box.selectionEnd === box.value.length;
}
