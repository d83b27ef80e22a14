/** When the person last looked at Home, remembered by this browser. */
import { useEffect, useState } from 'react';

const key = 'sardonyx.last-look';

/** The time before this visit, in milliseconds since 1970; leaving the screen makes now the next one. */
export function useLastLook(): number {
  const [before] = useState(() => Number(localStorage.getItem(key)) || 0);
  useEffect(() => () => localStorage.setItem(key, String(Date.now())), []);
  return before;
}
