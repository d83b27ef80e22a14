/** In which ranges an object is fetched, and which of them are checked together. Pure. */
import { mebibyte, type Piece } from './part-plan.ts';

/** Bytes that one MD5 is known for: the whole object, or one part of those it was made of. */
export interface Group {
  readonly pieces: readonly Piece[];
}

/** Ranges of at most so many bytes, so that little is fetched again. */
const usualRange = 16 * mebibyte;
const largestRange = 64 * mebibyte;

/**
 * Ranges by the parts that the object was made of, numbered from 1 through all groups.
 * @param partSize of the parts, where it is known; absent: one group.
 */
export function planDownload(size: number, partSize?: number): readonly Group[] {
  const groupSize = partSize ?? size;
  const step = partSize !== undefined && partSize <= largestRange ? partSize : usualRange;
  const groups: Group[] = [];
  let number = 1;
  for (let from = 0; from < size; from += groupSize) {
    const to = Math.min(size, from + groupSize);
    const pieces: Piece[] = [];
    for (let start = from; start < to; start += step)
      pieces.push({ number: number++, start, end: Math.min(to, start + step) });
    groups.push({ pieces });
  }
  return groups;
}

/**
 * Part size of a multipart object, from what HEAD with `partNumber=1` told: undefined where it does not fit the number in the ETag.
 */
export function partSizeOf(size: number, etag: string, first: number | undefined): number | undefined {
  const count = Number(/-(\d+)"?$/.exec(etag)?.[1]);
  if (!first || !Number.isInteger(count)) return undefined;
  return Math.ceil(size / first) === count ? first : undefined;
}
