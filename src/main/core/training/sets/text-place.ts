/** Where a text stands: on which side of the split, and in which place. Pure. */
import { createHash } from 'node:crypto';

export interface TextPlace {
  /** Sorts texts in an order that has nothing to do with where they came from. */
  readonly order: string;
  /** In [0, 1): below the share for testing it is held out. */
  readonly share: number;
}

/** 2^48: as many values as six bytes have. */
const range = 2 ** 48;

/**
 * The place of a text under a seed, from the SHA-256 of both: all items of one text fall on the same side, whatever comes besides, and the
 * same seed gives the same split and order everywhere.
 */
export function placesUnder(seed: number): (normalisedText: string) => TextPlace {
  const known = new Map<string, TextPlace>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const hash = createHash('sha256').update(`${seed}\0${text}`).digest();
    const place = { order: hash.toString('hex', 6, 16), share: hash.readUIntBE(0, 6) / range };
    known.set(text, place);
    return place;
  };
}
