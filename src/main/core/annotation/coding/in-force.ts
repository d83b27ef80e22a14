/** Which decisions of one annotator hold, told from what replaces what and not from clocks. Pure. */
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';

/** How an item stands with one annotator; `heads` is what the next decision replaces. */
export type Standing =
  | { readonly kind: 'open'; readonly heads: readonly Decision[] }
  | { readonly kind: 'in-force'; readonly decision: Decision; readonly heads: readonly Decision[] }
  /** Made on two laptops, neither knowing the other; the person says which one holds. */
  | { readonly kind: 'conflict'; readonly heads: readonly Decision[] };

/**
 * How one item stands, from all decisions of one annotator on it, in any order and however often each one is given. A head is a decision
 * that no other one replaces: one head holds (an item whose head is withdrawn is open again), several that differ are a conflict, several
 * that say the same are one. Decisions that replace each other in a circle, which no laptop writes, are all heads.
 */
export function standingOf(decisions: Iterable<Decision>): Standing {
  const known = new Map([...decisions].map((decision) => [decision.id, decision]));
  const replaced = new Set(
    [...known.values()].flatMap(({ id, replaces }) => replaces.filter((one) => one !== id)),
  );
  const free = [...known.values()].filter(({ id }) => !replaced.has(id));
  const heads = (free.length > 0 ? free : [...known.values()]).sort(newestFirst);
  const [newest] = heads;
  if (!newest || heads.every(({ withdrawn }) => withdrawn)) return { kind: 'open', heads };
  if (heads.some((head) => !saysTheSame(head, newest))) return { kind: 'conflict', heads };
  return { kind: 'in-force', decision: newest, heads };
}

/** The same for many items, by item. */
export function standings(decisions: Iterable<Decision>): Map<string, Standing> {
  const items = Map.groupBy(decisions, ({ item }) => item);
  return new Map([...items].map(([item, ofItem]) => [item, standingOf(ofItem)]));
}

/** By time, and by id where times are equal, so that every laptop sees the same order. */
export function newestFirst(one: Decision, other: Decision): number {
  return other.decidedAt - one.decidedAt || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}

/** True when nothing that the person said is lost by taking one for the other. */
function saysTheSame(one: Decision, other: Decision): boolean {
  return (
    one.withdrawn === other.withdrawn &&
    one.status === other.status &&
    one.codeFinal === other.codeFinal &&
    one.codeFirst === other.codeFirst &&
    one.flagged === other.flagged &&
    one.comment === other.comment &&
    one.difficulty === other.difficulty
  );
}
