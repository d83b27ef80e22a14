/** One way to a server: how much may go at once, how fast, and what is done when something does not work at first. */
import { setTimeout as delay } from 'node:timers/promises';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { Limiter } from './limiter.ts';
import type { StreamGate } from './streams.ts';
import { pauseBefore, verdictOf } from './verdict.ts';

export interface Line {
  readonly gate: StreamGate;
  readonly limiter: Limiter;
  readonly network: Network;
  /** Milliseconds before the first repetition. */
  readonly base: number;
}

/** Repetitions before the whole transfer waits. */
const mostAttempts = 4;
/** Keys that end each few seconds may end more than once within one long part. */
const mostRenewals = 20;

/**
 * Does one request's work, again where that may help: after a pause when the server is busy or the connection broke, with new keys when
 * they ended, with the server's time when ours is wrong.
 * @param work must make its body anew each time.
 * @throws Failure when the person or time must help.
 */
export async function repeated<T>(
  line: Line,
  endpoint: S3Endpoint,
  signal: AbortSignal,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  let renewals = 0;
  let clocks = 0;
  for (let attempt = 0; ;) {
    try {
      return await work(attempt);
    } catch (error) {
      const known = localFailure(error);
      if (signal.aborted) throw failure('cancelled', 'Cancelled');
      const verdict = verdictOf(known);
      if (verdict === 'keys' && renewals < mostRenewals) {
        renewals += 1;
        await endpoint.credentials({ renew: true });
      } else if (verdict === 'clock' && clocks < 2) {
        clocks += 1;
        await learnClock(line.network, endpoint, signal);
      } else if (verdict === 'again' && attempt < mostAttempts) {
        if (known.code === 'busy' || known.data.reason === 'timeout') line.gate.slow();
        await wait(pauseBefore(attempt, line.base, known.data.retryAfter), signal);
        attempt += 1;
      } else throw known;
    }
  }
}

/** Waits. @throws Failure `cancelled` */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    throw failure('cancelled', 'Cancelled');
  }
}

/** Any answer tells the server's time: the network notes it. */
export async function learnClock(network: Network, endpoint: S3Endpoint, signal: AbortSignal): Promise<void> {
  await (await network.fetch(endpoint.profile.endpoint, { method: 'HEAD', signal })).body?.cancel();
}

/** What the disk of this laptop refuses, as a Failure; a Failure passes unchanged. */
export function localFailure(error: unknown, file?: string): Failure {
  if (isFailure(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const words = error instanceof Error ? error.message : String(error);
  const at =
    error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const values = { name: file ?? at ?? '' };
  if (error instanceof Error && error.name === 'AbortError') return failure('cancelled', 'Cancelled');
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return failure('no-space', 'The disk is full', { reason: 'transfer-disk-full', values, words });
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return failure('not-found', 'The file is gone', { reason: 'transfer-file-gone', values, words });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return failure('forbidden', 'This laptop does not allow it', {
      reason: 'transfer-local-forbidden',
      values,
      words,
    });
  if (code === 'EISDIR' || code === 'EEXIST')
    return failure('conflict', 'The name is taken', { reason: 'transfer-name-taken', values, words });
  if (code === 'ENAMETOOLONG' || code === 'EINVAL')
    return failure('invalid-input', 'The name is not possible here', {
      reason: 'transfer-local-name',
      values,
      words,
    });
  return failure('internal', words, { words });
}
