/** Where a filter is at fault. Pure. */
import type { FailureData } from '../../../shared/contract/errors.ts';

export interface FaultPlace {
  readonly before: string;
  /** What is at fault; empty at the end of the text. */
  readonly at: string;
  readonly after: string;
}

/** The place that the failure names: the word `near` closest to `position`, else the rest from there on. */
export function faultPlace(text: string, { values }: Pick<FailureData, 'values'>): FaultPlace | undefined {
  const position = Number(values?.['position']);
  if (!Number.isFinite(position)) return undefined;
  const near = String(values?.['near'] ?? '');
  const from = Math.max(0, Math.min(text.length, position));
  const found = near === '' ? -1 : nearest(text, near, from);
  const [start, end] = found >= 0 ? [found, found + near.length] : [from, text.length];
  return { before: text.slice(0, start), at: text.slice(start, end), after: text.slice(end) };
}

function nearest(text: string, word: string, position: number): number {
  let best = -1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (best < 0 || Math.abs(at - position) < Math.abs(best - position)) best = at;
  return best;
}
