/** Words and labels of a model, as bytes; an index over them is built when the first text asks. */
import { damaged, tooBig } from './failures.ts';
import { hashBytes } from './hash.ts';
import type { Header } from './header.ts';
import type { ModelFile } from './model-file.ts';

export interface Dictionary {
  /** Labels with their prefix, in the order of the output's rows. */
  readonly labels: readonly string[];
  /** How often each label was seen in training. @throws Failure when no corpus can be so large. */
  counts(): number[];
  /** Number of an entry (words come first, then labels); -1 when it is unknown. @param hash of those bytes. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number;
  /** Offset of what follows it in the file. */
  readonly end: number;
}

/** After a word come a zero, its count in 8 bytes, and its type: 0 a word, 1 a label. */
const tail = 10;
const mostBytes = 256 * 2 ** 20;
/** Past the sentinel that the label tree is built with. */
const mostSeen = 1e15;
/** A table that is half empty needs a few hundred at the very most. */
const mostSteps = 4096;

/** Reads it (`Dictionary::save`). @throws Failure */
export function readDictionary(file: ModelFile, header: Header): Dictionary {
  const { bytes, starts } = readEntries(file, header);
  const { words } = header;
  let table: Int32Array | undefined;
  const wordEnd = (entry: number) => (starts[entry + 1] ?? 0) - tail;
  const labels = Array.from({ length: header.labels }, (_, label) =>
    bytes.toString('utf8', starts[words + label], wordEnd(words + label)),
  );

  function isAt(entry: number, sought: Uint8Array, start: number, end: number): boolean {
    const from = starts[entry] ?? 0;
    if (wordEnd(entry) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (sought[at] !== bytes[from + at - start]) return false;
    return true;
  }

  /** Where an entry stands in the table, or the empty place where it would. */
  function placeOf(table: Int32Array, sought: Uint8Array, start: number, end: number, hash: number): number {
    const mask = table.length - 1;
    const home = Math.imul(hash, 0x9e3779b1);
    for (let step = 0; step < mostSteps; step += 1) {
      const place = (home + step) & mask;
      const entry = table[place] ?? -1;
      if (entry < 0 || isAt(entry, sought, start, end)) return place;
    }
    throw damaged(file.name, 'its words were chosen to have the same hash');
  }

  function buildTable(): Int32Array {
    const count = starts.length - 1;
    const built = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1))).fill(-1);
    for (let entry = 0; entry < count; entry += 1) {
      const [start, end] = [starts[entry] ?? 0, wordEnd(entry)];
      built[placeOf(built, bytes, start, end, hashBytes(bytes, start, end))] = entry;
    }
    return built;
  }

  return {
    labels,
    end: header.end + bytes.length,
    find(sought, start, end, hash) {
      table ??= buildTable();
      return table[placeOf(table, sought, start, end, hash)] ?? -1;
    },
    counts() {
      const seen = labels.map((_, label) => Number(bytes.readBigInt64LE(wordEnd(words + label) + 1)));
      if (seen.some((count) => count < 0) || !(seen.reduce((sum, count) => sum + count, 0) < mostSeen)) {
        throw damaged(file.name, 'labels have impossible counts');
      }
      return seen;
    },
  };
}

/** Where each entry starts among the dictionary's bytes, and where the last one ends. */
function readEntries(file: ModelFile, { words, labels, end: at }: Header) {
  const count = words + labels;
  file.expect(at, count * tail);
  if (count * tail > mostBytes) throw tooBig(file.name, count * tail);
  const available = file.size - at;
  const starts = new Uint32Array(count + 1);
  let bytes = file.read(at, Math.min(available, mostBytes, count * 24 + 4096));
  let position = 0;
  for (let entry = 0; entry < count;) {
    let end = position;
    while (end < bytes.length && bytes[end] !== 0) end += 1;
    if (end + tail > bytes.length) {
      if (bytes.length === available) file.expect(at, available + 1);
      if (bytes.length >= mostBytes) throw tooBig(file.name, available);
      bytes = file.read(at, Math.min(available, mostBytes, 2 * bytes.length));
      continue;
    }
    const type = bytes[end + tail - 1];
    if (type !== (entry < words ? 0 : 1)) throw damaged(file.name, `entry ${entry + 1} has the type ${type}`);
    position = end + tail;
    entry += 1;
    starts[entry] = position;
  }
  return { bytes: bytes.subarray(0, position), starts };
}
