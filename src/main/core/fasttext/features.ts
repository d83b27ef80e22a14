/** From a text to the rows of the input matrix: words, n-grams of their characters, n-grams of words. */
import type { Dictionary } from './dictionary.ts';
import { hashByte, hashBytes, hashStart, wordNgramBuckets } from './hash.ts';
import type { Header } from './header.ts';
import type { KeptNgrams } from './kept-ngrams.ts';

/** fastText ends every line with this word. */
const endOfLine = Buffer.from('</s>');
/** Words that begin so are labels; an unknown one is passed over. It is not stored in a model. */
const labelPrefix = Buffer.from('__label__');
const [less, greater] = [0x3c, 0x3e];
/** Space, tab, line feed, vertical tab, form feed, carriage return, and the zero byte (`Dictionary::readWord`). */
const isSpace = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 0 || byte === 32 || (byte >= 9 && byte <= 13) ? 1 : 0,
);
const continues = (byte = 0) => (byte & 0xc0) === 0x80;

/** Where a row comes from. `characters`: bytes of `<word>`. `words`: from one word of the line to another. */
export type RowKind = 'word' | 'characters' | 'words';

export interface LineVisitor {
  /** A word of the line, the end of the line as the last; rows mean it by its number. */
  word?(bytes: Uint8Array, start: number, end: number): void;
  /** @param word number of the first word @param from of the bytes or words, with `to`: up to and with for words, before it for bytes */
  row(row: number, kind: RowKind, word: number, from: number, to: number): void;
}

/** Rows of a text, repeated as often as they occur, in fastText's order. */
export function rowsOf(text: string, header: Header, dictionary: Dictionary, ngrams: KeptNgrams): number[] {
  const rows: number[] = [];
  visitLine(text, header, dictionary, ngrams, { row: (row) => void rows.push(row) });
  return rows;
}

/**
 * Tells the rows of a text in fastText's order (`Dictionary::getLine`).
 * @param text one line; it ends at a `</s>` of its own, and gets one otherwise.
 */
export function visitLine(
  text: string,
  header: Header,
  dictionary: Dictionary,
  ngrams: KeptNgrams,
  visitor: LineVisitor,
): void {
  const { words, buckets, longest, wordNgrams } = header;
  const hashes: number[] = [];
  const visitBucket = (bucket: number, kind: RowKind, word: number, from: number, to: number) => {
    const place = ngrams.placeOf(bucket);
    if (place >= 0) visitor.row(words + place, kind, word, from, to);
  };

  /** Whether the line goes on. */
  const addWord = (bytes: Uint8Array, start: number, end: number): boolean => {
    const hash = hashBytes(bytes, start, end);
    const entry = dictionary.find(bytes, start, end, hash);
    const isEnd = equals(bytes, start, end, endOfLine);
    if (entry >= words || (entry < 0 && startsWith(bytes, start, end, labelPrefix))) return !isEnd;
    const word = hashes.length;
    visitor.word?.(bytes, start, end);
    if (entry >= 0) visitor.row(entry, 'word', word, start, end);
    if (!isEnd && longest > 0) {
      pushCharacterNgrams(bytes.subarray(start, end), header, (bucket, from, to) =>
        visitBucket(bucket, 'characters', word, from, to),
      );
    }
    hashes.push(hash);
    return !isEnd;
  };

  const bytes = Buffer.from(text);
  let goesOn = true;
  for (let start = 0; start < bytes.length && goesOn;) {
    if (isSpace[bytes[start] ?? 0]) {
      start += 1;
      continue;
    }
    let end = start + 1;
    while (end < bytes.length && !isSpace[bytes[end] ?? 0]) end += 1;
    goesOn = addWord(bytes, start, end);
    start = end;
  }
  if (goesOn) addWord(endOfLine, 0, endOfLine.length);
  if (wordNgrams > 1) {
    wordNgramBuckets(hashes, wordNgrams, buckets, (bucket, first, last) =>
      visitBucket(bucket, 'words', first, first, last),
    );
  }
}

/** N-grams of `<word>`, counted in UTF-8 characters; a bracket alone is none (`Dictionary::computeSubwords`). */
function pushCharacterNgrams(
  word: Uint8Array,
  header: Header,
  push: (bucket: number, from: number, to: number) => void,
): void {
  const { shortest, longest, buckets } = header;
  const last = word.length + 1;
  const byteAt = (at: number) => (at === 0 ? less : at === last ? greater : word[at - 1]) ?? 0;
  for (let first = 0; first <= last; first += 1) {
    if (continues(byteAt(first))) continue;
    let hash = hashStart;
    let at = first;
    for (let characters = 1; at <= last && characters <= longest; characters += 1) {
      do {
        hash = hashByte(hash, byteAt(at));
        at += 1;
      } while (at <= last && continues(byteAt(at)));
      const isBracket = characters === 1 && (first === 0 || at > last);
      if (characters >= shortest && !isBracket) push((hash >>> 0) % buckets, first, at);
    }
  }
}

function startsWith(bytes: Uint8Array, start: number, end: number, sought: Uint8Array): boolean {
  if (end - start < sought.length) return false;
  return sought.every((byte, index) => bytes[start + index] === byte);
}

function equals(bytes: Uint8Array, start: number, end: number, sought: Uint8Array): boolean {
  return end - start === sought.length && startsWith(bytes, start, end, sought);
}
