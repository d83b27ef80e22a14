/** Sorts rows by a column, a slice of the work at a time, so that whoever drives it can answer others in between. Pure. */

/** Work in slices: each `next` does a few milliseconds of it; returns its result at the end. */
export type Slices<T> = Generator<void, T, void>;

/** Rows that are looked at in one slice. */
const slice = 100_000;
const digitBits = 16;
const digits = 1 << digitBits;

/**
 * Sorts rows by numbers, stable, missing ones (NaN) last either way: a radix sort by 16 bits at a time, of as many as the greatest number
 * needs. Source: D. Knuth, The Art of Computer Programming 3, 5.2.5, algorithm R.
 * @param rows in the order that equal ones keep.
 * @param valueOf a whole number from 0 to 2^53 of a row, or NaN.
 */
export function* sortByNumber(
  rows: Uint32Array,
  valueOf: (row: number) => number,
  descending: boolean,
): Slices<Uint32Array<ArrayBuffer>> {
  const { length } = rows;
  let greatest = 0;
  for (let at = 0; at < length; at += 1) {
    const value = valueOf(rows[at] as number);
    if (value > greatest) greatest = value;
    if (at % slice === slice - 1) yield;
  }
  // The missing come behind the greatest; descending numbers are counted from the greatest down.
  const missing = greatest + 1;
  const low = new Uint32Array(length);
  const high = missing >= 2 ** 32 ? new Uint32Array(length) : undefined;
  let positions = new Uint32Array(length);
  let target = new Uint32Array(length);
  try {
    for (let at = 0; at < length; at += 1) {
      const value = valueOf(rows[at] as number);
      const key = Number.isNaN(value) ? missing : descending ? greatest - value : value;
      low[at] = key % 2 ** 32;
      if (high) high[at] = Math.floor(key / 2 ** 32);
      positions[at] = at;
      if (at % slice === slice - 1) yield;
    }
    const counts = new Uint32Array(digits);
    for (let shift = 0; missing >= 2 ** shift; shift += digitBits) {
      const keys = shift < 32 ? low : (high as Uint32Array);
      const by = shift % 32;
      counts.fill(0);
      for (let at = 0; at < length; at += 1) counts[((keys[at] as number) >>> by) & (digits - 1)]! += 1;
      let sum = 0;
      for (let digit = 0; digit < digits; digit += 1) {
        const count = counts[digit] as number;
        counts[digit] = sum;
        sum += count;
      }
      for (let at = 0; at < length; at += 1) {
        const position = positions[at] as number;
        const digit = ((keys[position] as number) >>> by) & (digits - 1);
        target[counts[digit]!++] = position;
        if (at % slice === slice - 1) yield;
      }
      [positions, target] = [target, positions];
    }
    const order = new Uint32Array(length);
    for (let at = 0; at < length; at += 1) order[at] = rows[positions[at] as number] as number;
    return order;
  } finally {
    // Large, and of no use from here on: the collector would take its time.
    for (const used of [low, high, positions, target]) used?.buffer.transfer(0);
  }
}

/** Sorts rows by a comparison, stable: merges of growing runs. */
export function* sortBy(
  rows: Uint32Array,
  compare: (one: number, other: number) => number,
): Slices<Uint32Array<ArrayBuffer>> {
  const { length } = rows;
  let from = new Uint32Array(rows);
  let to = new Uint32Array(length);
  let done = 0;
  for (let run = 1; run < length; run *= 2) {
    for (let start = 0; start < length; start += 2 * run) {
      const middle = Math.min(start + run, length);
      const end = Math.min(start + 2 * run, length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at += 1) {
        const takesLeft =
          left < middle && (right >= end || compare(from[left] as number, from[right] as number) <= 0);
        to[at] = from[takesLeft ? left++ : right++] as number;
        done += 1;
        if (done % (slice / 4) === 0) yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
