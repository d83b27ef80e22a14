/** How a transfer ended. */
import { failure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { Counters } from './counters.ts';
import type { Journal } from './journal.ts';
import { fromJournal, type TransferRecord } from './record.ts';

/** The sentence for a transfer of which files failed: the file's own where there is only one. */
export async function problemOf(
  journal: Journal,
  record: TransferRecord,
  counters: Counters,
): Promise<FailureData> {
  const [first] = await journal.read.files({
    transfer: record.id,
    states: ['failed'],
    problems: true,
    after: -1,
    count: 1,
  });
  const problem = first && fromJournal(first).problem;
  if (problem && counters.total === 1) return problem;
  return failure(problem?.code ?? 'internal', `${counters.failed} of ${counters.total} failed`, {
    reason: 'transfer-some-failed',
    values: { failed: counters.failed, total: counters.total, name: first?.name ?? '' },
    ...(problem?.words !== undefined && { words: problem.words }),
  }).data;
}

/** True when every object that a deletion or move took away left a delete marker, and nothing was put over another. */
export async function isUndoable(journal: Journal, { id, job }: TransferRecord): Promise<boolean> {
  if (job.kind !== 'move' && !(job.kind === 'delete' && !job.versions)) return false;
  let some = false;
  for (let after = -1; ;) {
    const rows = await journal.read.files({ transfer: id, states: ['done'], after, count: 1000 });
    for (const { record } of rows.map(fromJournal)) {
      if (record.marker === undefined || (job.kind === 'move' && record.replace)) return false;
      some = true;
    }
    if (rows.length < 1000) return some;
    after = rows.at(-1)?.number ?? after;
  }
}
