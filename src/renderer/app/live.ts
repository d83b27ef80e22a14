/** A stream of the core as a value that components share: opened by the first who looks, closed a while after the last. */
import { useSyncExternalStore } from 'react';
import { isFailure, type FailureData } from '../../shared/contract/errors.ts';

export interface LiveState<T> {
  /** The last whole state; undefined until the first came. */
  readonly value?: T;
  /** Why the stream broke off; it is asked for again by itself. */
  readonly failure?: FailureData;
}

export interface Live<T> {
  get(): LiveState<T>;
  subscribe(listener: () => void): () => void;
}

const lingerMilliseconds = 10_000;
const pauses = [500, 1_000, 2_000, 5_000, 10_000];

/** Makes a shared value of a stream whose first value is always the whole present state. */
export function createLive<T>(open: (signal: AbortSignal) => AsyncIterable<T>): Live<T> {
  const listeners = new Set<() => void>();
  let state: LiveState<T> = {};
  let running: AbortController | undefined;
  let lingering: ReturnType<typeof setTimeout> | undefined;

  const become = (next: LiveState<T>) => {
    state = next;
    for (const listener of listeners) listener();
  };

  async function run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        for await (const value of open(signal)) {
          attempt = 0;
          become({ value });
        }
      } catch (error) {
        if (signal.aborted) return;
        const failure: FailureData = isFailure(error)
          ? error.data
          : { code: 'internal', message: String(error) };
        become({ ...state, failure });
      }
      await pause(pauses[Math.min(attempt, pauses.length - 1)] ?? 0, signal);
    }
  }

  return {
    get: () => state,
    subscribe(listener) {
      clearTimeout(lingering);
      listeners.add(listener);
      if (!running) {
        running = new AbortController();
        void run(running.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        lingering = setTimeout(() => {
          running?.abort();
          running = undefined;
        }, lingerMilliseconds);
      };
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** The state of a shared stream, again after each change. */
export function useLive<T>(live: Live<T>): LiveState<T> {
  return useSyncExternalStore(live.subscribe, live.get);
}
