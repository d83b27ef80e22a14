/** How long a person was at work on an item: pauses of more than a minute and a hidden window do not count. Pure; times in milliseconds. */

export interface ActiveTime {
  /** Counted up to the last sign of life. */
  readonly spent: number;
  /** The last sign of life; undefined while the window is hidden. */
  readonly since: number | undefined;
}

/** A pause beyond this is left out as a whole. */
export const longestPause = 60_000;

/** Begins at `at`, with what was spent on the item before. */
export const beginTime = (at: number, spent = 0): ActiveTime => ({ spent, since: at });

/** A key, a pointer, a scroll: the time since the last one counts. */
export function signOfLife({ spent, since }: ActiveTime, at: number): ActiveTime {
  const gap = since === undefined ? 0 : at - since;
  return { spent: spent + (gap >= 0 && gap <= longestPause ? gap : 0), since: at };
}

/** The window is no longer seen. */
export const hiddenAt = (time: ActiveTime, at: number): ActiveTime => ({
  ...signOfLife(time, at),
  since: undefined,
});

/** The window is seen again: what was between does not count. */
export const shownAt = ({ spent }: ActiveTime, at: number): ActiveTime => ({ spent, since: at });

/** Milliseconds at work until `at`. */
export const spentUntil = (time: ActiveTime, at: number): number =>
  time.since === undefined ? time.spent : signOfLife(time, at).spent;

/** Items an hour of active time; undefined for fewer than three, of which nothing can be said. */
export function paceOf(leadTimes: readonly number[]): number | undefined {
  const sum = leadTimes.reduce((total, one) => total + one, 0);
  return leadTimes.length >= 3 && sum > 0 ? (leadTimes.length * 3_600_000) / sum : undefined;
}

/** The middle one of the lead times; undefined for none. */
export function medianOf(leadTimes: readonly number[]): number | undefined {
  const sorted = leadTimes.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
