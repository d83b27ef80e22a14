/** The order in which one person meets the items of a batch. Pure. */
import { itemOrder } from '../../../../shared/sampling/holders.ts';

/** Each person has an order of their own, by the campaign's seed: the same on each laptop, in whatever order the items came. */
export function inOwnOrder<Item extends { readonly id: string }>(
  items: readonly Item[],
  seed: number,
  person: string,
): Item[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return itemOrder([...byId.keys()].sort(), person, seed).flatMap((id) => byId.get(id) ?? []);
}
