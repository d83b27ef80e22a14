/** Speed limits and speeds. Pure: the time is given. */

/** A bucket of tokens: `rate` bytes a second flow in, at most a quarter of a second's worth rests. */
export interface Bucket {
  readonly rate: number;
  readonly tokens: number;
  readonly at: number;
}

export function newBucket(rate: number, now: number): Bucket {
  return { rate, tokens: rate / 4, at: now };
}

/**
 * Takes bytes: the bucket afterwards, and how many milliseconds to wait before they may go. The level may become negative: who comes
 * later waits for it, so that the sum of all is the rate.
 */
export function take(bucket: Bucket, bytes: number, now: number): { bucket: Bucket; wait: number } {
  const filled = Math.min(bucket.rate / 4, bucket.tokens + ((now - bucket.at) / 1000) * bucket.rate);
  const tokens = filled - bytes;
  return {
    bucket: { ...bucket, tokens, at: now },
    wait: tokens >= 0 ? 0 : Math.ceil((-tokens / bucket.rate) * 1000),
  };
}

/** Bytes a second over the last five seconds. */
export interface Meter {
  add(bytes: number, now: number): void;
  rate(now: number): number;
}

/** A meter with a place for each quarter of a second. */
export function createMeter(): Meter {
  const step = 250;
  const places = 20;
  const slots = new Float64Array(places);
  let head = 0;
  let first: number | undefined;
  const move = (now: number) => {
    const place = Math.floor(now / step);
    if (place - head >= places) slots.fill(0);
    else for (let at = head + 1; at <= place; at += 1) slots[at % places] = 0;
    head = Math.max(head, place);
  };
  return {
    add(bytes, now) {
      move(now);
      first ??= now;
      const place = head % places;
      slots[place] = (slots[place] ?? 0) + bytes;
    },
    rate(now) {
      move(now);
      if (first === undefined) return 0;
      const sum = slots.reduce((total, one) => total + one, 0);
      if (sum === 0) first = undefined;
      const span = Math.min(places * step, Math.max(500, now - (first ?? now)));
      return Math.round((sum / span) * 1000);
    },
  };
}
