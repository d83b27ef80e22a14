/** What a failure means for a part, a file, and the transfer it belongs to. Pure. */
import type { Failure, FailureData } from '../../../../shared/contract/errors.ts';

/**
 * `again`: the same once more after a while. `keys`: with new keys. `clock`: after asking the server's time.
 * `stop`: the person must do something first (free space): the transfer pauses. `file`: this file fails, the others go on.
 */
export type Verdict = 'again' | 'keys' | 'clock' | 'stop' | 'file' | 'ended';

export function verdictOf(failure: Pick<Failure, 'data'>): Verdict {
  const { code, reason } = failure.data;
  if (code === 'cancelled') return 'ended';
  if (reason === 'storage-clock') return 'clock';
  if (code === 'signed-out') return reason === 'storage-keys-ended-now' ? 'keys' : 'again';
  if (code === 'unreachable' || code === 'busy') return 'again';
  if (code === 'no-space' || code === 'over-quota') return 'stop';
  return 'file';
}

/** True where the server answered, so that it is not the network that fails: then a file may be given up. */
export function serverAnswered({ reason }: FailureData): boolean {
  return reason === 'storage-error' || reason === 'transfer-checksum' || reason === 'transfer-length';
}

/** Milliseconds before try number `attempt` (0: the first repetition): doubled each time, at most 30 s; what the server asks for, at least. */
export function pauseBefore(attempt: number, base: number, retryAfter = 0): number {
  return Math.max(Math.min(30_000, base * 2 ** attempt), retryAfter * 1000);
}
