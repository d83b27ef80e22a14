/** Which n-grams pruning kept, and the row of each behind the words' rows. */
import { damaged, tooBig } from './failures.ts';
import type { Header } from './header.ts';
import type { ModelFile } from './model-file.ts';

export interface KeptNgrams {
  /** Place of a bucket behind the words' rows; -1 when it was pruned away. */
  placeOf(bucket: number): number;
  /** Rows that the n-grams have. */
  readonly rows: number;
  /** Offset of what follows in the file. */
  readonly end: number;
}

/** Eight million of them; a map takes twice as many at the most. */
const mostBytes = 64 * 2 ** 20;

/** Reads them (`Dictionary::save`, pruneidx). @throws Failure */
export function readKeptNgrams(file: ModelFile, header: Header, at: number): KeptNgrams {
  const { kept, buckets } = header;
  if (kept === undefined) return { placeOf: (bucket) => bucket, rows: buckets, end: at };
  file.expect(at, 8 * kept);
  if (8 * kept > mostBytes) throw tooBig(file.name, 8 * kept);
  const bytes = file.read(at, 8 * kept);
  const pairs = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const places = new Map<number, number>();
  for (let pair = 0; pair < kept; pair += 1) {
    const [bucket, place] = [pairs[2 * pair] ?? -1, pairs[2 * pair + 1] ?? -1];
    if (place < 0 || place >= kept) throw damaged(file.name, `n-gram ${bucket} has row ${place} of ${kept}`);
    places.set(bucket, place);
  }
  return { placeOf: (bucket) => places.get(bucket) ?? -1, rows: kept, end: at + 8 * kept };
}
