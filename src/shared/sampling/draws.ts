import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Names how numbers are drawn; a design keeps it, so that one drawn in another way is never replayed by this code. */
export const generatorName = 'xoroshiro128plus/1';

/** A stream of random whole numbers. */
export interface Draws {
  /** A number from 0 up to `limit`, without it; `limit` is from 1 to 2^32. */
  below(limit: number): number;
}

/** FNV-1a over the UTF-16 units, then the finaliser of MurmurHash3, so that near words start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/**
 * The random numbers of a seed (a whole number from 0 to 2^53 - 1) for one purpose; two purposes have nothing to do with
 * each other. The same seed and purpose give the same numbers on every machine, for ever; a test holds known draws.
 *
 * How: xoroshiro128+ (Blackman and Vigna 2018, as in pure-rand 8) whose four words of state are hashes of
 * `<purpose>/<seed>/0` to `/3`. A number below `limit` comes from the 32 low bits of each output plus 2^31, as an
 * unsigned number: those not below the greatest multiple of `limit` are skipped, the others taken modulo `limit`.
 * Throws a RangeError for another seed.
 */
export function createDraws(seed: number, purpose: string): Draws {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`${seed} is not a seed`);
  const state = [0, 1, 2, 3].map((word) => hash(`${purpose}/${seed}/${word}`));
  const generator = xoroshiro128plusFromState(state);
  return { below: (limit) => uniformInt(generator, 0, limit - 1) };
}

/** The numbers from 0 up to `size` in random order (Fisher and Yates, from the last place down). */
export function permutation(draws: Draws, size: number): Int32Array {
  const order = new Int32Array(size);
  for (let place = 0; place < size; place++) order[place] = place;
  for (let last = size - 1; last > 0; last--) {
    const place = draws.below(last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[place] ?? 0;
    order[place] = moved;
  }
  return order;
}

/** The same things in random order. */
export function shuffled<Thing>(draws: Draws, things: readonly Thing[]): Thing[] {
  return Array.from(permutation(draws, things.length), (index) => things[index] as Thing);
}

/**
 * `count` different numbers from 0 up to `size`, ascending; each set of them is equally likely. Floyd's algorithm
 * (Bentley and Floyd 1987, "A sample of brilliance"): `count` draws, whatever the size.
 */
export function withoutReplacement(draws: Draws, size: number, count: number): Int32Array {
  const taken = new Uint8Array(size);
  for (let last = size - count; last < size; last++) {
    const place = draws.below(last + 1);
    taken[taken[place] === 1 ? last : place] = 1;
  }
  const chosen = new Int32Array(count);
  for (let place = 0, next = 0; next < count; place++) if (taken[place] === 1) chosen[next++] = place;
  return chosen;
}
