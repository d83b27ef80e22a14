import { normalisedText } from '../text/normalise.ts';

/** The keys of texts, as `leaks` compares them; texts of which nothing is left have none. */
export function textKeys(texts: Iterable<string>): Set<string> {
  const keys = new Set<string>();
  for (const text of texts) keys.add(normalisedText(text));
  keys.delete('');
  return keys;
}

/**
 * Which texts of a training set are in a gold set too, by normalised text and not by identifier: the same description is
 * sent by many firms, and a model that learnt it is no longer measured by it. `gold` is an answer of `textKeys`; the
 * answer holds positions in `training`, ascending. None may be left when a set is exported.
 */
export function leaks(gold: ReadonlySet<string>, training: Iterable<string>): number[] {
  const found: number[] = [];
  let position = 0;
  for (const text of training) {
    if (gold.has(normalisedText(text))) found.push(position);
    position += 1;
  }
  return found;
}

/**
 * The same for a frame that holds no texts: 1 for each row whose text group is that of one of the gold rows, which
 * `drawUncertain` then leaves out. A gold sample itself is never thinned out, since its probabilities would be wrong.
 */
export function excludedByGold(text: ArrayLike<number>, goldRows: Iterable<number>): Uint8Array {
  const taken = new Set<number>();
  for (const row of goldRows) taken.add(text[row] ?? -1);
  return Uint8Array.from(text, (group) => (taken.has(group) ? 1 : 0));
}
