/** What adjudicators settled. Pure. */
import type { AdjudicationRecord } from '../files/campaign-files.ts';

/** A record, and whether the server has it. */
export interface Settled {
  readonly record: AdjudicationRecord;
  readonly sent: boolean;
}

/** The newest of each item; those before it stay in their files as its history. In any order, each however often. */
export function newestByItem(settled: Iterable<Settled>): Map<string, Settled> {
  const newest = new Map<string, Settled>();
  for (const one of settled) {
    const known = newest.get(one.record.item);
    if (!known || isNewer(one, known)) newest.set(one.record.item, one);
  }
  return newest;
}

/** Of one moment the greater id, so that every laptop sees the same; of the same record that of the server. */
function isNewer(one: Settled, other: Settled): boolean {
  if (one.record.id === other.record.id) return one.sent && !other.sent;
  return (
    one.record.at - other.record.at > 0 ||
    (one.record.at === other.record.at && one.record.id > other.record.id)
  );
}
