/** A value that streams follow, for the in-memory core of the tests. */

/** Set it, and everyone who follows gets the new value. */
export interface Changing<T> {
  get(): T;
  set(next: T): void;
  follow(signal: AbortSignal): AsyncIterable<T>;
}

/** Makes one with its first value. */
export function changing<T>(first: T): Changing<T> {
  let value = first;
  let wakers: (() => void)[] = [];
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const wake of wakers.splice(0)) wake();
    },
    async *follow(signal) {
      let seen: T | undefined;
      signal.addEventListener('abort', () => wakers.splice(0).forEach((wake) => wake()), { once: true });
      while (!signal.aborted) {
        if (seen !== value) yield (seen = value);
        else await new Promise<void>((resolve) => (wakers = [...wakers, resolve]));
      }
    },
  };
}
