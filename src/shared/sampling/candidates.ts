import { confidenceIndex, type Frame } from './frame.ts';
import { queuesBy } from './turns.ts';

/** What the queues of uncertain and rare rows are made from. */
export interface CandidateFrame extends Frame {
  readonly p1: ArrayLike<number>;
  readonly p2: ArrayLike<number>;
  readonly code: ArrayLike<number>;
}

/**
 * `several-likely`: two codes or more are likely (an ambiguous text). `none-likely`: no code is (an unknown text). With
 * one-versus-all scores both have small margins, so they are told apart by p1 and p2.
 */
export type Doubt = 'several-likely' | 'none-likely';

/** Finer differences of the margin than this count as equal; the models print six digits. */
const marginSteps = 2 ** 20;

/**
 * The rows in doubt by predicted division, the smallest margin p1 - p2 first (breaking ties: Scheffer 2001; Luo 2005),
 * equal ones in the random order given. `divisionOf` holds the division of each code; without
 * it each code is one.
 */
export function doubtQueues(
  frame: CandidateFrame,
  doubt: Doubt,
  likely: number,
  order: Int32Array,
  divisionOf: ArrayLike<number> | undefined,
): readonly (readonly number[])[] {
  const keys = new Float64Array(order.length);
  let count = 0;
  for (const [place, row] of order.entries()) {
    const high = frame.p1[row] ?? Number.NaN;
    const second = frame.p2[row] ?? Number.NaN;
    if (doubt === 'several-likely' ? !(second >= likely) : !(high < likely)) continue;
    const margin = confidenceIndex(high, second);
    if (Number.isNaN(margin)) continue;
    // Margin and place in one number: a typed array sorts plain numbers without calling a comparison.
    keys[count++] = Math.round(margin * marginSteps) * 2 ** 32 + place;
  }
  const rows = Array.from(keys.subarray(0, count).sort(), (key) => order[key % 2 ** 32] ?? 0);
  const division = (code: number): number => (divisionOf === undefined ? code : (divisionOf[code] ?? -1));
  return [...queuesBy(rows, (row) => division(frame.code[row] ?? -1)).values()];
}

/** Rows by predicted code in the order given; those without a prediction are left out. */
export function codeQueues(frame: CandidateFrame, order: Int32Array): ReadonlyMap<number, readonly number[]> {
  const queues = new Map(queuesBy(order, (row) => frame.code[row] ?? -1));
  queues.delete(-1);
  return queues;
}

/**
 * Rows by predicted code, the rarest code first: by its examples in the training set (`counts` by code index) or, where
 * that is not known, by its rows in the frame; the first code index of equals.
 */
export function rareQueues(
  queues: ReadonlyMap<number, readonly number[]>,
  counts: ArrayLike<number> | undefined,
): readonly (readonly number[])[] {
  return [...queues]
    .map(([code, rows]) => ({ code, rows, count: counts === undefined ? rows.length : (counts[code] ?? 0) }))
    .sort((one, other) => one.count - other.count || one.code - other.code)
    .map(({ rows }) => rows);
}
