/** Rows of a list by columns: a million of them in some 45 MB and their names, instead of 450 MB of objects. */
import { notS3 } from './list-faults.ts';
import { sortPage } from './list-page-order.ts';
import { etagForms, rowFlags, type ScannedRow } from './list-row.ts';
import {
  NameSegments,
  placeOf,
  placeOfName,
  RowSegments,
  setOwner,
  type RowSegment,
} from './list-segments.ts';
import { decoded, utf8 } from './list-text.ts';
import { TextDictionary } from './text-dictionary.ts';

/** Longest name in bytes as it comes; keys have at most 1,024 (S3 user guide, "Naming objects"), escaped some times as many. */
const longestName = 65_535;

/**
 * The columns. Rows are added to a page that is open, and count only when it is committed; what lies before is never changed.
 * Names are kept without the prefix that all have in common.
 */
export class ListColumns {
  /** Rows of committed pages. */
  count = 0;
  /** Objects came in the order of their bytes (versions of a key: the newest first), folders as well. */
  ordered = true;
  readonly otherEtags = new Map<number, string>();
  versionIds: string[] | undefined;
  readonly storageClassNames = new TextDictionary(255);
  readonly ownerNames = new TextDictionary(65_535);
  readonly prefix: Uint8Array;
  /** Of the page that was committed last: a number that differs from page to page. */
  fingerprint = 0;
  /** Names of the open page as they came; `reserve` says where the next one goes. */
  page = new Uint8Array(32 * 1024);
  #pageEnd = 0;
  #open = 0;
  readonly #rows = new RowSegments();
  readonly #names = new NameSegments();
  #lastObject = -1;
  #lastFolder = -1;

  constructor(prefix = '') {
    this.prefix = Buffer.from(prefix);
  }

  /**
   * Makes room in the open page for a name of at most so many bytes behind the last; gives the place where to write it.
   * @throws ListFault `storage-not-s3` for one that is longer than any key
   */
  reserve(bytes: number): number {
    if (bytes > longestName) throw notS3('a key of more than 65,535 bytes');
    const end = this.#pageEnd;
    if (end + bytes > this.page.length)
      this.page = new Uint8Array(this.page.buffer.transfer(2 * (this.page.length + bytes)));
    return end;
  }

  /** Adds a row to the open page. */
  add(row: ScannedRow): void {
    const number = this.count + this.#open;
    const segment = this.#rows.grown(number);
    const at = placeOf(number);
    segment.starts[at] = this.#pageEnd;
    segment.lengths[at] = row.nameLength;
    segment.sizes[at] = row.size;
    segment.times[at] = row.time;
    segment.flags[at] = row.flags;
    segment.storageClasses[at] = row.storageClass;
    segment.etagParts[at] = row.etagParts;
    if (row.etagParts < etagForms.none)
      for (let byte = 0; byte < 16; byte += 1) segment.etags[16 * at + byte] = row.etag[byte] as number;
    setOwner(segment, at, row.owner);
    if (row.otherEtag !== undefined) this.otherEtags.set(number, row.otherEtag);
    if (row.flags & rowFlags.version) (this.versionIds ??= [])[number] = row.versionId;
    this.#pageEnd += row.nameLength;
    this.#open += 1;
  }

  /** Adds a row with its whole key to the open page. */
  addNamed(key: Uint8Array, row: ScannedRow): void {
    const at = this.reserve(key.length);
    this.page.set(key, at);
    row.nameLength = key.length;
    this.add(row);
  }

  /** Forgets the rows of the open page. */
  discardPage(): void {
    this.#open = 0;
    this.#pageEnd = 0;
  }

  /**
   * Lets the rows of the open page count: undoes the encoding of names, takes the prefix away, puts rows that a server groups by kind
   * (versions, then delete markers) into order.
   * @param encoded names stand in `encoding-type=url`.
   */
  commitPage(encoded: boolean): void {
    const { page, prefix } = this;
    const names = this.#names;
    const end = this.count + this.#open;
    let hash = 0x811c9dc5;
    let ordered = true;
    let [lastObject, lastFolder] = [this.#lastObject, this.#lastFolder];
    for (let row = this.count; row < end; row += 1) {
      const { starts, lengths, flags } = this.#rows.of(row);
      const at = placeOf(row);
      const from = starts[at] as number;
      const length = lengths[at] as number;
      names.reserve(length);
      const { bytes, end: begin } = names;
      let stop = encoded
        ? decoded(page, from, from + length, bytes, begin)
        : copied(page, from, from + length, bytes, begin);
      // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
      for (let byte = begin; byte < stop; byte += 1)
        hash = Math.imul(hash ^ (bytes[byte] as number), 0x01000193);
      hash = Math.imul(hash ^ (flags[at] as number), 0x01000193);
      if (this.versionIds?.[row])
        for (const one of this.versionIds[row] ?? '') hash = Math.imul(hash ^ one.charCodeAt(0), 0x01000193);
      if (beginsWith(bytes, begin, stop, prefix))
        stop = copied(bytes, begin + prefix.length, stop, bytes, begin);
      else if (prefix.length > 0) {
        flags[at] = (flags[at] as number) | rowFlags.outside;
        this.ordered = false;
      }
      starts[at] = names.position(begin);
      lengths[at] = stop - begin;
      names.end = stop;
      if ((flags[at] as number) & rowFlags.folder) {
        if (lastFolder >= 0 && this.compare(lastFolder, row) > 0) ordered = false;
        lastFolder = row;
      } else {
        if (lastObject >= 0 && this.compare(lastObject, row) > 0) ordered = false;
        lastObject = row;
      }
    }
    this.fingerprint = hash >>> 0;
    if (!ordered) {
      sortPage(this, this.count, end);
      [lastObject, lastFolder] = this.#check(this.count, end);
    }
    this.#lastObject = lastObject;
    this.#lastFolder = lastFolder;
    this.count = end;
    this.discardPage();
  }

  #check(from: number, end: number): [number, number] {
    let [lastObject, lastFolder] = [this.#lastObject, this.#lastFolder];
    for (let row = from; row < end; row += 1) {
      const isFolder = (this.flags(row) & rowFlags.folder) > 0;
      const last = isFolder ? lastFolder : lastObject;
      if (last >= 0 && this.compare(last, row) > 0) this.ordered = false;
      if (isFolder) lastFolder = row;
      else lastObject = row;
    }
    return [lastObject, lastFolder];
  }

  /** Order of two rows by the bytes of their names; of versions of a key the newest comes first. */
  compare(one: number, other: number): number {
    const [left, right] = [this.nameBytes(one), this.nameBytes(other)];
    let at = this.nameStart(one);
    let to = this.nameStart(other);
    const end = at + this.nameLength(one);
    const stop = to + this.nameLength(other);
    while (at < end && to < stop) {
      const difference = (left[at] as number) - (right[to] as number);
      if (difference !== 0) return difference;
      at += 1;
      to += 1;
    }
    const rest = end - at - (stop - to);
    if (rest !== 0 || !this.versionIds) return rest;
    const latest = (this.flags(other) & rowFlags.latest) - (this.flags(one) & rowFlags.latest);
    return latest || this.time(other) - this.time(one) || 0;
  }

  /** The columns around a row, for what moves rows; its place in them is `placeOf(row)`. */
  segment(row: number): RowSegment {
    return this.#rows.of(row);
  }

  /** The bytes among which a row's name lies, from `nameStart` on. */
  nameBytes(row: number): Uint8Array {
    return this.#names.of(this.#rows.of(row).starts[placeOf(row)] as number);
  }

  /** Where a row's name begins in its `nameBytes`. */
  nameStart(row: number): number {
    return placeOfName(this.#rows.of(row).starts[placeOf(row)] as number);
  }

  /** Bytes of a row's name. */
  nameLength(row: number): number {
    return this.#rows.of(row).lengths[placeOf(row)] as number;
  }

  /** A row's `rowFlags`. */
  flags(row: number): number {
    return this.#rows.of(row).flags[placeOf(row)] as number;
  }

  /** A row's bytes; NaN where there is no size. */
  size(row: number): number {
    return this.#rows.of(row).sizes[placeOf(row)] as number;
  }

  /** A row's time in milliseconds since 1970; NaN where there is none. */
  time(row: number): number {
    return this.#rows.of(row).times[placeOf(row)] as number;
  }

  /** The number of a row's storage class among `storageClassNames`. */
  storageClass(row: number): number {
    return this.#rows.of(row).storageClasses[placeOf(row)] as number;
  }

  /** The number of a row's owner among `ownerNames`. */
  owner(row: number): number {
    return this.#rows.of(row).owners?.[placeOf(row)] ?? 0;
  }

  /** A row's name: its key without the prefix of the list. */
  name(row: number): string {
    const start = this.nameStart(row);
    return utf8(this.nameBytes(row), start, start + this.nameLength(row));
  }

  /** A row's whole key, or the whole prefix of a folder. */
  key(row: number): string {
    const outside = this.flags(row) & rowFlags.outside;
    return outside ? this.name(row) : utf8(this.prefix, 0, this.prefix.length) + this.name(row);
  }

  /** A row's ETag without quotes; undefined where there is none. */
  etag(row: number): string | undefined {
    const { etags, etagParts } = this.#rows.of(row);
    const at = placeOf(row);
    const parts = etagParts[at] as number;
    if (parts === etagForms.none) return undefined;
    if (parts === etagForms.other) return this.otherEtags.get(row);
    const hexadecimal = Buffer.from(etags.buffer, etags.byteOffset + at * 16, 16).toString('hex');
    return parts === etagForms.plain ? hexadecimal : `${hexadecimal}-${parts}`;
  }

  /** Forgets all rows and keeps the room for new ones. */
  clear(): void {
    this.count = 0;
    this.discardPage();
    this.#names.clear();
    this.#lastObject = -1;
    this.#lastFolder = -1;
    this.ordered = true;
    this.otherEtags.clear();
    this.versionIds = undefined;
  }

  /** Gives the memory back at once, without waiting for the collector. */
  free(): void {
    this.clear();
    this.#rows.free();
    this.#names.free();
    this.page.buffer.transfer(0);
    this.page = new Uint8Array(0);
  }
}

/** Copies bytes, also to a place before them; gives where the copy ends. For texts too short to be worth a call into the engine. */
function copied(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  let write = at;
  if (source !== target || start !== at)
    for (let read = start; read < end; read += 1) target[write++] = source[read] as number;
  return at + end - start;
}

function beginsWith(bytes: Uint8Array, start: number, end: number, prefix: Uint8Array): boolean {
  if (end - start < prefix.length) return false;
  for (let at = 0; at < prefix.length; at += 1) if (bytes[start + at] !== prefix[at]) return false;
  return true;
}
