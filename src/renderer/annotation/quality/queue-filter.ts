/** Which disagreements are shown, in which order. Pure. */
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';

export const shownStates = ['open', 'all', 'settled'] as const;
export type ShownState = (typeof shownStates)[number];
export const causes = ['differs', 'flagged', 'delegated'] as const;
export type Cause = (typeof causes)[number];

export interface QueueFilter {
  readonly state: ShownState;
  readonly section?: string;
  readonly because?: Cause;
  /** Both codes are among the opinions. */
  readonly pair?: readonly [string, string];
}

export const everythingOpen: QueueFilter = { state: 'open' };

/**
 * Those that fit, open ones first. An item of `settledHere` keeps its place among the open ones: nothing moves under the hand of
 * the person who has just settled it.
 */
export function queueOf(
  disagreements: readonly Disagreement[],
  filter: QueueFilter,
  tree: Tree | undefined,
  settledHere: ReadonlySet<string>,
): Disagreement[] {
  const countsAsOpen = ({ settled, item }: Disagreement) => !settled || settledHere.has(item);
  const fits = (one: Disagreement) =>
    (filter.state === 'all' || (filter.state === 'open' ? countsAsOpen(one) : one.settled !== undefined)) &&
    (filter.because === undefined || one.because === filter.because) &&
    (filter.section === undefined || sectionsOf(one, tree).includes(filter.section)) &&
    (filter.pair === undefined || filter.pair.every((code) => codesOf(one).includes(code)));
  const found = disagreements.filter(fits);
  return filter.state === 'settled'
    ? found
    : [...found.filter(countsAsOpen), ...found.filter((one) => !countsAsOpen(one))];
}

/** The different codes among the opinions, in their order. */
export function codesOf({ opinions }: Pick<Disagreement, 'opinions'>): string[] {
  return [...new Set(opinions.flatMap(({ code }) => code ?? []))];
}

/** The sections that the opinions lie in. */
export function sectionsOf(one: Pick<Disagreement, 'opinions'>, tree: Tree | undefined): string[] {
  return [...new Set(codesOf(one).flatMap((code) => tree?.ancestorAt(code, 1)?.code ?? []))];
}

/** The sections of all, each with the number of items, in the order of the nomenclature. */
export function sectionCounts(
  disagreements: readonly Disagreement[],
  tree: Tree,
): { readonly code: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const one of disagreements)
    for (const section of sectionsOf(one, tree)) counts.set(section, (counts.get(section) ?? 0) + 1);
  return tree.children().flatMap(({ code }) => {
    const count = counts.get(code);
    return count === undefined ? [] : [{ code, count }];
  });
}

/** The open item to go on with after `item`: the next one down, else the first from the top; undefined when none is left. */
export function nextOpen(queue: readonly Disagreement[], item: string): string | undefined {
  const place = queue.findIndex((one) => one.item === item);
  const isOpen = (one: Disagreement) => !one.settled && one.item !== item;
  return (queue.slice(place + 1).find(isOpen) ?? queue.find(isOpen))?.item;
}
