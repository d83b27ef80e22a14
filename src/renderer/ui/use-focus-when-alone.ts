/** On a narrow screen a pane takes the place of what it stood beside. */
import { useEffect, type RefObject } from 'react';

/** The width below which the style sheet shows the pane alone. */
const narrow = '(max-width: 1000px)';

/** Gives the focus to a pane that comes alone: what had it is not shown any more. */
export function useFocusWhenAlone(pane: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!matchMedia(narrow).matches) return;
    pane.current?.focus();
    pane.current?.scrollIntoView({ block: 'start' });
  }, [pane]);
}
