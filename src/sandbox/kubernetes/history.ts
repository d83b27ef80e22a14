/** What changed lately, for watches that start in the past: a ring of the last events, each with the state before it. */
import type { KubernetesObject, StoreEvent } from './model.ts';

export interface Change extends StoreEvent {
  readonly version: number;
  /** The object before the change; undefined when it was added. */
  readonly previous: KubernetesObject | undefined;
}

export interface History {
  add(change: Change): void;
  /** Changes after a version, or undefined when it is older than what is remembered. */
  after(version: number): Change[] | undefined;
  /** The oldest version that a watch may start from. */
  oldest(): number;
  /** Forgets everything before the given version. */
  forget(version: number): void;
}

/** A history of at most `capacity` changes, beginning at `version`. */
export function createHistory(capacity: number, version: number): History {
  let changes: Change[] = [];
  let oldest = version;
  return {
    add: (change) => {
      changes.push(change);
      // Cut in blocks: shifting one by one would copy the ring at every change.
      if (changes.length < capacity * 2) return;
      const cut = changes.length - capacity;
      oldest = changes[cut - 1]?.version ?? oldest;
      changes = changes.slice(cut);
    },
    after: (from) => {
      if (from < oldest) return undefined;
      let low = 0;
      let high = changes.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((changes[middle]?.version ?? 0) <= from) low = middle + 1;
        else high = middle;
      }
      return changes.slice(low);
    },
    oldest: () => oldest,
    forget: (from) => {
      changes = changes.filter((change) => change.version > from);
      oldest = from;
    },
  };
}
