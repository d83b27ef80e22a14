/** Texts as numbers: a hash of 53 bits, and a table that numbers different ones. Pure. */

/**
 * A hash in [0, 2^53): two lanes of 32 bits (FNV-1a with different primes), mixed at the end as in MurmurHash3. Two of a million different
 * texts share one with a probability of 6e-5.
 */
export function textHash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995) ^ (high >>> 15);
  }
  return (mixed(low ^ Math.imul(high, 31)) >>> 0) * 0x200000 + (mixed(high ^ text.length) >>> 11);
}

/** The finaliser of MurmurHash3 (32 bits). */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

export interface HashTable {
  readonly size: number;
  /** The number of a hash, in the order of first sight; `isNew` of the table tells whether it was new. */
  numberOf(hash: number): number;
  readonly isNew: boolean;
  /** All hashes by their numbers. */
  hashes(): Float64Array<ArrayBuffer>;
}

/** Open addressing over typed arrays: 24 bytes a text at most. */
export function createHashTable(): HashTable {
  let slots = new Int32Array(1 << 16);
  let hashes = new Float64Array(1 << 15);
  let size = 0;
  let isNew = false;

  /** The slot that holds a hash, or where it belongs; a slot holds a number + 1. */
  function slotOf(hash: number): number {
    const last = slots.length - 1;
    let slot = (hash / 64) & last;
    for (;;) {
      const held = slots[slot] ?? 0;
      if (held === 0 || hashes[held - 1] === hash) return slot;
      slot = (slot + 1) & last;
    }
  }

  function grow(): void {
    const longer = new Float64Array(hashes.length * 2);
    longer.set(hashes);
    hashes = longer;
    slots = new Int32Array(slots.length * 2);
    for (let number = 0; number < size; number++) slots[slotOf(hashes[number] ?? 0)] = number + 1;
  }

  return {
    get size() {
      return size;
    },
    get isNew() {
      return isNew;
    },
    numberOf(hash) {
      let slot = slotOf(hash);
      const held = slots[slot] ?? 0;
      isNew = held === 0;
      if (!isNew) return held - 1;
      if (size === hashes.length) {
        grow();
        slot = slotOf(hash);
      }
      hashes[size] = hash;
      slots[slot] = ++size;
      return size - 1;
    },
    hashes: () => hashes.slice(0, size),
  };
}
