/** From predictions to what a person reads: ranked codes and the confidence index. */

export interface RankedCode {
  /** 1 for the most probable. */
  readonly rank: number;
  readonly code: string;
  /** As the model gave it: up to 1.00001. */
  readonly probability: number;
}

/** What the index is made of: never shown without p1, since two labels may both be almost certain. */
export interface Confidence {
  readonly p1: number;
  readonly p2: number;
  /** In [0, 1]. */
  readonly index: number;
}

/** fastText's usual one; a model does not store it. */
const usualPrefix = '__label__';

/** Ranks predictions, the best first, and takes the prefix off their labels. */
export function rankedCodes(
  predictions: readonly { readonly label: string; readonly probability: number }[],
  prefix: string = usualPrefix,
): RankedCode[] {
  return predictions.map(({ label, probability }, index) => ({
    rank: index + 1,
    code: label.startsWith(prefix) ? label.slice(prefix.length) : label,
    probability,
  }));
}

/**
 * Confidence index of an answer, the best first: IC = p1 - p2, clipped to [0, 1] (INSEE's coding API). An answer of one
 * label has p2 = 0, so at least two must have been asked for.
 * @returns undefined for an answer without labels.
 */
export function confidenceIndex(answer: readonly { readonly probability: number }[]): Confidence | undefined {
  const [first, second] = answer;
  if (!first) return undefined;
  const p1 = first.probability;
  const p2 = second?.probability ?? 0;
  return { p1, p2, index: Math.min(1, Math.max(0, p1 - p2)) };
}
