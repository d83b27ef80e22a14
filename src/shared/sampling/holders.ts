import type { Batch } from './assignment.ts';
import { createDraws, shuffled } from './draws.ts';

/**
 * Who gets which batch, for a server on which batches cannot be claimed (no conditional writes): for each batch the names
 * of its holders, all different. The one with the fewest items comes first, then the one who shares the fewest batches
 * with those already chosen, so that every pair of annotators can be compared, then the first by seed.
 *
 * Throws a RangeError when a batch needs more holders than there are annotators.
 */
export function assignBatches(
  batches: readonly Batch[],
  annotators: readonly string[],
  seed: number,
): string[][] {
  const people = shuffled(createDraws(seed, 'holders'), annotators);
  const load = people.map(() => 0);
  const together = people.map(() => people.map(() => 0));
  return batches.map(({ items, holders }) => {
    if (holders > people.length) throw new RangeError(`${holders} holders, ${people.length} annotators`);
    const chosen: number[] = [];
    const shared = (person: number): number =>
      chosen.reduce((sum, other) => sum + (together[person]?.[other] ?? 0), 0);
    const before = (one: number, other: number): number =>
      (load[one] ?? 0) - (load[other] ?? 0) || shared(one) - shared(other) || one - other;
    while (chosen.length < holders) {
      const free = people.map((_, person) => person).filter((person) => !chosen.includes(person));
      const [next = 0] = free.sort(before);
      for (const other of chosen) {
        const [row, column] = [together[next], together[other]];
        if (row) row[other] = (row[other] ?? 0) + 1;
        if (column) column[next] = (column[next] ?? 0) + 1;
      }
      load[next] = (load[next] ?? 0) + items.length;
      chosen.push(next);
    }
    return chosen.map((person) => people[person] ?? '');
  });
}

/** The order in which one annotator meets the items of a batch: another one for each, so that fatigue does not fall on the same. */
export function itemOrder(items: readonly string[], annotator: string, seed: number): string[] {
  return shuffled(createDraws(seed, `order/${annotator}`), items);
}
