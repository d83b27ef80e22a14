/** A value that can be followed: each reader gets the present one first, then the latest whenever it changed. */
export interface Live<T> {
  get(): T;
  set(value: T): void;
  /** The present value, then later ones; a slow reader skips those that were overtaken. Ends with the signal. */
  follow(signal: AbortSignal): AsyncGenerator<T, void, undefined>;
  /** Calls back after each change; returns a way to stop. */
  onChange(listener: (value: T) => void): () => void;
}

/** Makes a live value. */
export function live<T>(initial: T): Live<T> {
  let current = initial;
  let version = 0;
  const listeners = new Set<(value: T) => void>();

  return {
    get: () => current,
    set: (value) => {
      current = value;
      version += 1;
      for (const listener of listeners) listener(value);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: async function* (signal) {
      let seen = -1;
      let wake = () => {};
      const woken = () => wake();
      listeners.add(woken);
      signal.addEventListener('abort', woken);
      try {
        while (!signal.aborted) {
          if (seen !== version) {
            seen = version;
            yield current;
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        listeners.delete(woken);
        signal.removeEventListener('abort', woken);
      }
    },
  };
}

/** A live value that one may read but not set. */
export type Followed<T> = Pick<Live<T>, 'get' | 'follow'>;
