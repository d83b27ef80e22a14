/** Work that must not hold up a screen. */
import { failure } from '../../../shared/contract/errors.ts';

/**
 * Runs work that may also wait for a sign-in that nobody can interrupt.
 * @param host named in the failure. @throws Failure `unreachable` when it takes too long, `cancelled` with the signal.
 */
export async function within<T>(
  milliseconds: number,
  host: string,
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const late = AbortSignal.timeout(milliseconds);
  const limit = AbortSignal.any([late, signal]);
  const ended = Promise.withResolvers<never>();
  const end = () =>
    ended.reject(
      late.aborted
        ? failure('unreachable', `${host} did not answer in time`, { reason: 'timeout', values: { host } })
        : failure('cancelled', 'Cancelled'),
    );
  if (limit.aborted) end();
  limit.addEventListener('abort', end, { once: true });
  ended.promise.catch(() => {});
  try {
    return await Promise.race([ended.promise, work(limit)]);
  } finally {
    limit.removeEventListener('abort', end);
  }
}
