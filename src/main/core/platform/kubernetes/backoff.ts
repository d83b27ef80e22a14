/** Waiting between attempts. */

export interface Backoff {
  /** Milliseconds to wait before the next attempt; each call waits longer than the one before. */
  next(): number;
  /** The other side answered: begin again with the shortest wait. */
  reset(): void;
}

/** Doubles from `least` to `most` milliseconds; each wait is drawn from its upper half, so that clients do not come back all at once. */
export function createBackoff(least = 1_000, most = 30_000, random: () => number = Math.random): Backoff {
  let attempts = 0;
  return {
    next() {
      const full = Math.min(most, least * 2 ** Math.min(attempts, 20));
      attempts += 1;
      return full / 2 + (random() * full) / 2;
    },
    reset() {
      attempts = 0;
    },
  };
}

/** Resolves after some milliseconds, or at once when one of the signals is or becomes aborted; never rejects. */
export function pause(milliseconds: number, ...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signals.some((signal) => signal?.aborted)) return end();
    for (const signal of signals) signal?.addEventListener('abort', end, { once: true });
  });
}
