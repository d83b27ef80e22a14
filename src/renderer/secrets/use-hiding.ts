/** What was shown on purpose does not stay: it hides itself after a while, and when the person looks elsewhere. */
import { useEffect, useState } from 'react';

const hiddenAfter = 30_000;

/** A value that forgets itself; `show(undefined)` hides it at once. */
export function useHiding(): [shown: string | undefined, show: (value: string | undefined) => void] {
  const [shown, show] = useState<string>();
  useEffect(() => {
    if (shown === undefined) return;
    const hide = () => show(undefined);
    const timer = setTimeout(hide, hiddenAfter);
    const hideWithPage = () => document.hidden && hide();
    window.addEventListener('blur', hide);
    document.addEventListener('visibilitychange', hideWithPage);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', hide);
      document.removeEventListener('visibilitychange', hideWithPage);
    };
  }, [shown]);
  return [shown, show];
}

/** Whether the window is the one that the person types into. */
export function useWindowFocus(): boolean {
  const [focused, setFocused] = useState(() => document.hasFocus());
  useEffect(() => {
    const focus = () => setFocused(true);
    const blur = () => setFocused(false);
    window.addEventListener('focus', focus);
    window.addEventListener('blur', blur);
    return () => {
      window.removeEventListener('focus', focus);
      window.removeEventListener('blur', blur);
    };
  }, []);
  return focused;
}
