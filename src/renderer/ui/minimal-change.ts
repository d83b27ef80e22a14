/** The smallest piece in which two texts differ, so that an editor keeps its cursor when its text is brought up to date. Pure. */

export interface Change {
  /** Offsets in the old text. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What to replace in `before` to have `after`; undefined when they are the same. */
export function minimalChange(before: string, after: string): Change | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from: start, to: before.length - end, text: after.slice(start, after.length - end) };
}
