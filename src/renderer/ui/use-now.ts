/** The time of day, again after each interval. */
import { useEffect, useState } from 'react';

/** Milliseconds since 1970, brought up to date every `interval` milliseconds. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
