/** fastText's two hashes. Which row an n-gram has depends on them to the bit, the old sign error included. */

/** Where every hash of bytes begins (FNV-1a, 32 bits). */
export const hashStart = 0x811c9dc5 | 0;

/**
 * Takes one more byte in: FNV-1a, except that a byte from 128 up is extended with its sign (`Dictionary::hash`), as
 * models were first trained with it. The result is a signed 32-bit integer.
 */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ ((byte << 24) >> 24), 0x01000193);
}

/** The hash of bytes `[start, end)`. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashStart;
  for (let at = start; at < end; at += 1) hash = hashByte(hash, bytes[at] ?? 0);
  return hash;
}

const factorHigh = Math.floor(116_049_371 / 65_536);
const factorLow = 116_049_371 % 65_536;

/**
 * Buckets of the word n-grams that begin at each word: h = h * 116049371 + next in 64 bits without sign, the words'
 * hashes extended with theirs (`Dictionary::addWordNgrams`). In halves of 32 bits: BigInt costs ten times as much.
 * @param hashes signed 32-bit hashes of the words of a line.
 * @param push also takes the places of the n-gram's first and last word
 */
export function wordNgramBuckets(
  hashes: readonly number[],
  longest: number,
  buckets: number,
  push: (bucket: number, first: number, last: number) => void,
): void {
  for (let first = 0; first < hashes.length; first += 1) {
    let low = (hashes[first] ?? 0) >>> 0;
    let high = (hashes[first] ?? 0) < 0 ? 0xffffffff : 0;
    const end = Math.min(hashes.length, first + longest);
    for (let next = first + 1; next < end; next += 1) {
      const added = hashes[next] ?? 0;
      const lowLow = (low & 0xffff) * factorLow;
      const middle = (low >>> 16) * factorLow + (low & 0xffff) * factorHigh + Math.floor(lowLow / 65_536);
      const carry = (low >>> 16) * factorHigh + Math.floor(middle / 65_536);
      const product = ((middle % 65_536) * 65_536 + (lowLow & 0xffff)) % 2 ** 32;
      const sum = product + (added >>> 0);
      high = (Math.imul(high, 116_049_371) + carry + (added < 0 ? -1 : 0) + (sum >= 2 ** 32 ? 1 : 0)) >>> 0;
      low = sum >>> 0;
      push(remainder(high, low, buckets), first, next);
    }
  }
}

/** (high * 2^32 + low) mod a divisor below 2^31, in steps that a double holds exactly. */
function remainder(high: number, low: number, divisor: number): number {
  const upper = ((high % divisor) * 65_536 + (low >>> 16)) % divisor;
  return (upper * 65_536 + (low & 0xffff)) % divisor;
}
