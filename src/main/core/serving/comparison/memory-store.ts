/** A store that ends with the app, for platforms that forbid copies on laptops. */
import type { Stored } from '../../store/store.ts';
import type { ComparisonStore } from './kept-comparisons.ts';

export function memoryStore(clock: () => number): ComparisonStore {
  const kept = new Map<string, Stored<unknown>>();
  return {
    get: async <T>(key: string) => kept.get(key) as Stored<T> | undefined,
    async set(key, value) {
      kept.set(key, { value: structuredClone(value), at: clock() });
    },
    async delete(key) {
      kept.delete(key);
    },
    kept: async (prefix) =>
      [...kept].flatMap(([key, { at }]) => (key.startsWith(prefix) ? [{ key, bytes: 0, at }] : [])),
  };
}
