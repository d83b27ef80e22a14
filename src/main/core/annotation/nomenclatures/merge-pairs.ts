/** Pairs of codes and their common content often come in two files. */
import type { Correspondence } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';

/**
 * The new table with the common content that the known one has for the same pairs. A new one that has common content, and no pair that
 * the known one lacks, completes it instead of taking its place: all known pairs stay.
 */
export function mergePairs(known: Correspondence | undefined, added: Correspondence): Correspondence {
  if (!known) return added;
  const keyOf = ({ from, to }: { from: string; to: string }) => `${dotless(from)} ${dotless(to)}`;
  const before = new Map(known.pairs.map((pair) => [keyOf(pair), pair]));
  const after = new Map(added.pairs.map((pair) => [keyOf(pair), pair]));
  const completes =
    added.pairs.some(({ commonContent }) => commonContent) &&
    added.pairs.every((pair) => before.has(keyOf(pair)));
  const pairs = (completes ? known : added).pairs.map((pair) => {
    const content = { ...before.get(keyOf(pair))?.commonContent, ...after.get(keyOf(pair))?.commonContent };
    return { ...pair, ...(Object.keys(content).length > 0 && { commonContent: content }) };
  });
  return { ...added, source: completes ? `${known.source}, ${added.source}` : added.source, pairs };
}
