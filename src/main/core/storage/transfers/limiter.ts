/** A speed limit that all transfers of one direction share. */
import { setTimeout as delay } from 'node:timers/promises';
import { newBucket, take, type Bucket } from './rate.ts';

export interface Limiter {
  /** Bytes a second; undefined: as fast as it goes. Who waits because of the old limit is let go. */
  set(rate: number | undefined): void;
  rate(): number | undefined;
  /** Undefined when the bytes may go at once. @throws when the signal aborts. */
  take(bytes: number, signal: AbortSignal): Promise<void> | undefined;
}

export function createLimiter(): Limiter {
  let bucket: Bucket | undefined;
  let changed = new AbortController();
  return {
    set(rate) {
      bucket = rate === undefined ? undefined : newBucket(rate, performance.now());
      changed.abort();
      changed = new AbortController();
    },
    rate: () => bucket?.rate,
    take(bytes, signal) {
      if (!bucket) return undefined;
      const taken = take(bucket, bytes, performance.now());
      bucket = taken.bucket;
      if (taken.wait === 0) return undefined;
      return delay(taken.wait, undefined, { signal: AbortSignal.any([signal, changed.signal]) }).catch(() =>
        signal.throwIfAborted(),
      );
    },
  };
}
