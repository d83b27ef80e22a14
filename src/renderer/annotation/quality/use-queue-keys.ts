/** Brings the keys of the queue to the desk, wherever on the page the focus is. */
import { useEffect, useRef } from 'react';
import { queueKey, type FocusPlace, type QueueKey } from './adjudication-keys.ts';
import { takesText } from '../../ui/takes-text.ts';

/** How long the first letter of a sequence of the app, such as G S, waits for its second. */
const sequenceMilliseconds = 1_200;

/** Listens while the desk is there; a dialog has its keys to itself, and so has the second letter of a sequence. */
export function useQueueKeys(opinions: number, act: (key: QueueKey) => void): void {
  const latest = useRef({ opinions, act });
  useEffect(() => {
    latest.current = { opinions, act };
  });
  useEffect(() => {
    let sequenceAt = -Infinity;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('[aria-modal="true"], [role="dialog"], [role="menu"]')) return;
      const isSecond = event.timeStamp - sequenceAt < sequenceMilliseconds && event.key.length === 1;
      sequenceAt = -Infinity;
      if (isSecond) return;
      const key = queueKey(event, placeOf(event.target), latest.current.opinions);
      if (!key) {
        const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
        if (isPlain && event.key === 'g') sequenceAt = event.timeStamp;
        return;
      }
      // A key that is held down moves on, but settles once.
      event.preventDefault();
      if (!(event.repeat && key.kind === 'settle')) latest.current.act(key);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function placeOf(target: EventTarget | null): FocusPlace {
  if (!(target instanceof HTMLElement)) return 'list';
  if (target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type)) return 'choice';
  if (takesText(target)) return 'text';
  if (target.matches('button, a, summary')) return 'button';
  return target.matches('[data-scrolls]') ? 'choice' : 'list';
}
