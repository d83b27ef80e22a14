/** A transfer as the page shows it. */
import type { Transfer } from '../../../../shared/contract/storage/transfers.ts';
import { remaining, type Counters } from './counters.ts';
import type { TransferRecord } from './record.ts';

const over = new Set<TransferRecord['state']>(['done', 'failed', 'cancelled']);

/** True when nothing more happens unless the person asks for it. */
export const isEnded = ({ state }: TransferRecord): boolean => over.has(state);

/** The picture of this moment. */
export function viewOf(record: TransferRecord, counters: Counters): Transfer {
  const { state, conflicts } = record;
  const rate = state === 'running' ? counters.meter.rate(performance.now()) : undefined;
  const left = remaining(counters);
  return {
    id: record.id,
    kind: record.kind,
    name: record.name,
    from: record.from,
    ...(record.to !== undefined && { to: record.to }),
    state,
    counting: record.phase === 'counting' && !isEnded(record),
    files: {
      done: counters.done,
      total: counters.total,
      failed: counters.failed,
      skipped: counters.skipped,
    },
    bytes: { done: counters.bytesDone + counters.partlySum, total: counters.bytesTotal },
    ...(rate !== undefined && { rate, ...(rate > 0 && { secondsLeft: Math.ceil(left / rate) }) }),
    ...(state === 'asking' && conflicts && { conflicts: { ...conflicts, sample: [...conflicts.sample] } }),
    ...(record.problem && { problem: record.problem }),
    canUndo: record.canUndo,
    startedAt: record.startedAt,
    ...(record.endedAt !== undefined && { endedAt: record.endedAt }),
  };
}
