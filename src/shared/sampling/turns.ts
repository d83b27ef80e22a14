/**
 * Takes rows from several queues by turns, each giving its first one that is accepted, until there are `count` or none is
 * left: so that no queue crowds out the others. `accepts` is asked once for each row on the way and may keep what it saw.
 */
export function takeTurns(
  queues: readonly ArrayLike<number>[],
  count: number,
  accepts: (row: number) => boolean,
): number[] {
  const taken: number[] = [];
  let open = queues.map((rows) => ({ rows, next: 0 }));
  while (open.length > 0 && taken.length < count) {
    open = open.filter((queue) => {
      while (taken.length < count && queue.next < queue.rows.length) {
        const row = queue.rows[queue.next++] ?? 0;
        if (!accepts(row)) continue;
        taken.push(row);
        return true;
      }
      return false;
    });
  }
  return taken;
}

/** The rows in their order, apart by group, the groups in the order in which they are met. */
export function queuesBy(
  rows: Iterable<number>,
  groupOf: (row: number) => number,
): ReadonlyMap<number, readonly number[]> {
  const queues = new Map<number, number[]>();
  for (const row of rows) {
    const group = groupOf(row);
    const queue = queues.get(group);
    if (queue === undefined) queues.set(group, [row]);
    else queue.push(row);
  }
  return queues;
}
