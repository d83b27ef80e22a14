/** A key of a screen: heard wherever no text is typed and no dialog or menu is open. */
import { useEffect, useRef } from 'react';
import { takesText } from '../../ui/takes-text.ts';

/** Runs `act` at the press of `key`, as `KeyboardEvent.key` names it in lower case. */
export function useKey(key: string, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
      if (event.key.toLowerCase() !== key || !isPlain || event.defaultPrevented) return;
      if (takesText(event.target) || document.querySelector('[role="dialog"], [role="menu"]')) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [key]);
}
