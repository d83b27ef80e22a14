/** Looks for campaigns anew: by a button, or by a key wherever no text is typed. */
import { useEffect } from 'react';
import { core } from '../../../app/core.ts';
import { attempt } from '../../../app/notices.ts';
import { takesText } from '../../../ui/takes-text.ts';

export const refreshKey = 'r';

/** Listens while the list is there; a dialog or a menu has its keys to itself. */
export function useRefresh(): () => void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
      if (event.key.toLowerCase() !== refreshKey || !isPlain || event.defaultPrevented) return;
      if (takesText(event.target) || document.querySelector('[role="dialog"], [role="menu"]')) return;
      event.preventDefault();
      refresh();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return refresh;
}

function refresh(): void {
  void attempt(() => core.annotation.refreshCampaigns({}));
}
