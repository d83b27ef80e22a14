/** When a core that ended by itself is started again. */

export type Restart = { readonly kind: 'wait'; readonly milliseconds: number } | { readonly kind: 'give-up' };

const pauses = [200, 1_000, 3_000, 8_000];
const remembered = 120_000;

/** Those of the ends (milliseconds since 1970) that still count. */
export function recentEnds(ends: readonly number[], now: number): number[] {
  return ends.filter((at) => now - at < remembered);
}

/** A longer pause after each end within two minutes; after five the person is asked. */
export function nextStart(ends: readonly number[], now: number): Restart {
  const milliseconds = pauses[recentEnds(ends, now).length - 1];
  return milliseconds === undefined ? { kind: 'give-up' } : { kind: 'wait', milliseconds };
}
