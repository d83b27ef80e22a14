/** What servers' `Date` headers tell about our own clock. */

export interface Clocks {
  /** Notes an answer: its Date header, and when (ms since 1970, ours) it was asked. */
  heard(address: string, date: string | null, asked: number): void;
  /** Milliseconds by which the server of an address is ahead of us; undefined before its first answer. */
  skew(address: string): number | undefined;
}

/** Keeps the last skew of each origin. */
export function createClocks(clock: () => number): Clocks {
  const known = new Map<string, number>();
  return {
    heard(address, date, asked) {
      const skew = skewOf(date, asked, clock());
      if (skew !== undefined) known.set(new URL(address).origin, skew);
    },
    skew: (address) => known.get(new URL(address).origin),
  };
}

/**
 * The skew that one answer shows: 0 as long as the server's second may lie within the time of the exchange.
 * Times in ms since 1970; a Date header counts whole seconds (RFC 9110, 6.6.1).
 */
export function skewOf(date: string | null, asked: number, answered: number): number | undefined {
  const told = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(told)) return undefined;
  if (told > answered) return told - answered;
  return told + 1000 < asked ? told + 1000 - asked : 0;
}
