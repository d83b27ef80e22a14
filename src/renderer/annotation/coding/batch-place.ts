/** Where in a batch a person stands, and what is left of it. Pure. */
import type { BatchWork } from '../../../shared/contract/annotation/coding.ts';

type Work = Pick<BatchWork, 'items' | 'decisions' | 'conflicts'>;

/** The next item without a decision after a place, from the beginning again; undefined where all are decided. Conflicts are settled elsewhere. */
export function nextOpen({ items, decisions, conflicts = [] }: Work, after: number): number | undefined {
  const isOpen = ({ id }: { readonly id: string }) => decisions[id] === undefined && !conflicts.includes(id);
  const later = items.findIndex((item, index) => index > after && isOpen(item));
  if (later >= 0) return later;
  const first = items.findIndex(isOpen);
  return first >= 0 ? first : undefined;
}

/** The place of an item by its id; undefined where the batch does not have it. */
export function placeOf({ items }: Pick<BatchWork, 'items'>, id: string | undefined): number | undefined {
  const found = items.findIndex((item) => item.id === id);
  return found >= 0 ? found : undefined;
}

export interface BatchCounts extends Readonly<
  Record<'items' | 'decided' | 'done' | 'skipped' | 'delegated' | 'unclassifiable' | 'flagged', number>
> {
  /** Active time of each decided item, in milliseconds. */
  readonly leadTimes: readonly number[];
}

/** How many items of the batch are decided, by status. */
export function batchCounts({ items, decisions }: Work): BatchCounts {
  const made = items.flatMap(({ id }) => decisions[id] ?? []);
  const withStatus = (status: string) => made.filter((one) => one.status === status).length;
  return {
    items: items.length,
    decided: made.length,
    done: withStatus('done'),
    skipped: withStatus('skipped'),
    delegated: withStatus('delegated'),
    unclassifiable: withStatus('unclassifiable'),
    flagged: made.filter(({ flagged }) => flagged).length,
    leadTimes: made.map(({ leadTime }) => leadTime),
  };
}
