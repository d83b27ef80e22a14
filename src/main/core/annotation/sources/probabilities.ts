/** Probabilities as models give them: a little above 1 (fastText adds 1e-5 inside the logarithm), or not at all. Pure. */
import { cellNumber, cellText, type Cell } from './cells.ts';

export interface ReadProbability {
  /** In [0, 1]; NaN for what is none. */
  readonly value: number;
  /** It stood outside of [0, 1], or was no number. */
  readonly isBad: boolean;
}

/** Clips to [0, 1] what is above 1; what is below 0 or no number is none. */
export function probabilityOf(cell: Cell): ReadProbability {
  if (cellText(cell) === undefined) return { value: Number.NaN, isBad: false };
  const value = cellNumber(cell);
  if (!(value >= 0)) return { value: Number.NaN, isBad: true };
  return { value: Math.min(1, value), isBad: value > 1 };
}

/** p2 where the file has p1 and the confidence index only: IC = p1 - p2. */
export function secondOf(p1: number, p2: number, confidence: number): number {
  return Number.isNaN(p2) ? Math.max(0, p1 - confidence) : p2;
}
