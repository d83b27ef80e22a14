/** Rows of a list by columns: a million of them in some 40 MB and their names, instead of 450 MB of objects. */
import { decodeInPlace, utf8 } from './list-text.ts';
import { sortPage } from './list-page-order.ts';

/** Bits of `flags`. */
export const rowFlags = { folder: 1, version: 2, latest: 4, deleted: 8, outside: 16 } as const;

/** Values of `etagParts` besides a number of parts: an ETag that is a plain MD5, none at all, one of another form. */
export const etagForms = { plain: 0, none: 0xfffe, other: 0xffff } as const;

/** What the scanner found of one row; the name lies in the keys already, behind the last one. */
export interface ScannedRow {
  nameLength: number;
  flags: number;
  /** Bytes; NaN where there is none. */
  size: number;
  /** Milliseconds since 1970; NaN where there is none. */
  time: number;
  storageClass: number;
  owner: number;
  etagParts: number;
  otherEtag: string | undefined;
  versionId: string;
}

const firstRows = 1024;
const firstBytes = 64 * 1024;
/** Room is made in few steps, since room that is not used takes no memory, and what is given back may not be usable again. */
const growth = 4;

/** Numbers texts that repeat. Number 0 means none, as does a text that came after `limit` others. */
export class TextDictionary {
  readonly texts: (string | undefined)[] = [undefined];
  readonly #numbers = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The number of a text. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (text === '' || this.texts.length >= this.#limit) return 0;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/**
 * The columns. Rows are added to a page that is open, and count only when it is committed; what lies before is never changed.
 * Names are kept without the prefix that all have in common.
 */
export class ListColumns {
  /** Rows of committed pages. */
  count = 0;
  /** Objects came in the order of their bytes (versions of a key: the newest first), folders as well. */
  ordered = true;
  keys = new Uint8Array(firstBytes);
  /** Where a row's name begins; one more than rows. */
  offsets = new Uint32Array(firstRows + 1);
  sizes = new Float64Array(firstRows);
  times = new Float64Array(firstRows);
  flags = new Uint8Array(firstRows);
  storageClasses = new Uint8Array(firstRows);
  owners: Uint16Array<ArrayBuffer> | undefined;
  etags = new Uint8Array(firstRows * 16);
  etagParts = new Uint16Array(firstRows);
  readonly otherEtags = new Map<number, string>();
  versionIds: string[] | undefined;
  readonly storageClassNames = new TextDictionary(255);
  readonly ownerNames = new TextDictionary(65_535);
  readonly prefix: Uint8Array;
  /** Of the page that was committed last: a number that differs from page to page, and its rows. */
  fingerprint = 0;
  #open = 0;
  #lastObject = -1;
  #lastFolder = -1;

  constructor(prefix = '') {
    this.prefix = Buffer.from(prefix);
  }

  /** Rows, those of the open page among them. */
  get length(): number {
    return this.count + this.#open;
  }

  /** Makes room for a name of at most so many bytes behind the last; gives the place where to write it. */
  reserve(bytes: number): number {
    const end = this.offsets[this.length] as number;
    if (end + bytes > this.keys.length)
      this.keys = new Uint8Array(
        larger(this.keys.buffer, Math.ceil(Math.max(this.keys.length * growth, end + bytes + firstBytes))),
      );
    return end;
  }

  /** Makes room for one more row. */
  reserveRow(): void {
    if (this.length === this.sizes.length) this.#grow(Math.ceil(this.length * growth));
  }

  /** Adds a row to the open page. */
  add(row: ScannedRow): void {
    const at = this.length;
    this.reserveRow();
    this.offsets[at + 1] = (this.offsets[at] as number) + row.nameLength;
    this.sizes[at] = row.size;
    this.times[at] = row.time;
    this.flags[at] = row.flags;
    this.storageClasses[at] = row.storageClass;
    this.etagParts[at] = row.etagParts;
    if (row.owner > 0) this.owners ??= new Uint16Array(this.sizes.length);
    if (this.owners) this.owners[at] = row.owner;
    if (row.otherEtag !== undefined) this.otherEtags.set(at, row.otherEtag);
    if (row.flags & rowFlags.version) (this.versionIds ??= [])[at] = row.versionId;
    this.#open += 1;
  }

  /** Forgets the rows of the open page. */
  discardPage(): void {
    this.#open = 0;
  }

  /**
   * Lets the rows of the open page count: undoes the encoding of names, takes the prefix away, puts rows that a server groups by kind
   * (versions, then delete markers) into order.
   * @param encoded names stand in `encoding-type=url`.
   */
  commitPage(encoded: boolean): void {
    const { keys, offsets, flags } = this;
    const end = this.length;
    let write = offsets[this.count] as number;
    let read = write;
    let hash = 0x811c9dc5;
    let ordered = true;
    let [lastObject, lastFolder] = [this.#lastObject, this.#lastFolder];
    for (let row = this.count; row < end; row += 1) {
      const stop = offsets[row + 1] as number;
      const begin = write;
      write = encoded ? decodeInPlace(keys, read, stop, begin) : moved(keys, read, stop, begin);
      read = stop;
      // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
      for (let at = begin; at < write; at += 1) hash = Math.imul(hash ^ (keys[at] as number), 0x01000193);
      hash = Math.imul(hash ^ (flags[row] as number), 0x01000193);
      if (this.versionIds?.[row])
        for (const one of this.versionIds[row] ?? '') hash = Math.imul(hash ^ one.charCodeAt(0), 0x01000193);
      if (beginsWith(keys, begin, write, this.prefix)) {
        keys.copyWithin(begin, begin + this.prefix.length, write);
        write -= this.prefix.length;
      } else if (this.prefix.length > 0) {
        flags[row] = (flags[row] as number) | rowFlags.outside;
        this.ordered = false;
      }
      offsets[row + 1] = write;
      if ((flags[row] as number) & rowFlags.folder) {
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
    this.#open = 0;
  }

  #check(from: number, end: number): [number, number] {
    let [lastObject, lastFolder] = [this.#lastObject, this.#lastFolder];
    for (let row = from; row < end; row += 1) {
      const isFolder = ((this.flags[row] as number) & rowFlags.folder) > 0;
      const last = isFolder ? lastFolder : lastObject;
      if (last >= 0 && this.compare(last, row) > 0) this.ordered = false;
      if (isFolder) lastFolder = row;
      else lastObject = row;
    }
    return [lastObject, lastFolder];
  }

  /** Order of two rows by the bytes of their names; of versions of a key the newest comes first. */
  compare(one: number, other: number): number {
    const { keys, offsets } = this;
    let at = offsets[one] as number;
    let to = offsets[other] as number;
    const end = offsets[one + 1] as number;
    const stop = offsets[other + 1] as number;
    while (at < end && to < stop) {
      const difference = (keys[at] as number) - (keys[to] as number);
      if (difference !== 0) return difference;
      at += 1;
      to += 1;
    }
    const rest = end - at - (stop - to);
    if (rest !== 0 || !this.versionIds) return rest;
    const latest =
      ((this.flags[other] as number) & rowFlags.latest) - ((this.flags[one] as number) & rowFlags.latest);
    return latest || (this.times[other] as number) - (this.times[one] as number) || 0;
  }

  /** A row's name: its key without the prefix of the list. */
  name(row: number): string {
    return utf8(this.keys, this.offsets[row] as number, this.offsets[row + 1] as number);
  }

  /** A row's whole key, or the whole prefix of a folder. */
  key(row: number): string {
    const outside = (this.flags[row] as number) & rowFlags.outside;
    return outside ? this.name(row) : utf8(this.prefix, 0, this.prefix.length) + this.name(row);
  }

  /** A row's ETag without quotes; undefined where there is none. */
  etag(row: number): string | undefined {
    const parts = this.etagParts[row];
    if (parts === etagForms.none || parts === undefined) return undefined;
    if (parts === etagForms.other) return this.otherEtags.get(row);
    const hexadecimal = Buffer.from(this.etags.buffer, row * 16, 16).toString('hex');
    return parts === etagForms.plain ? hexadecimal : `${hexadecimal}-${parts}`;
  }

  /** Forgets all rows and keeps the room for new ones. */
  clear(): void {
    this.count = 0;
    this.#open = 0;
    this.#lastObject = -1;
    this.#lastFolder = -1;
    this.ordered = true;
    this.otherEtags.clear();
    this.versionIds = undefined;
  }

  /** Gives the memory back at once, without waiting for the collector. */
  free(): void {
    this.clear();
    for (const { buffer } of [
      this.keys,
      this.offsets,
      this.sizes,
      this.times,
      this.flags,
      this.storageClasses,
      this.etags,
      this.etagParts,
    ])
      buffer.transfer(0);
    this.owners?.buffer.transfer(0);
  }

  #grow(rows: number): void {
    this.offsets = new Uint32Array(larger(this.offsets.buffer, (rows + 1) * 4));
    this.sizes = new Float64Array(larger(this.sizes.buffer, rows * 8));
    this.times = new Float64Array(larger(this.times.buffer, rows * 8));
    this.flags = new Uint8Array(larger(this.flags.buffer, rows));
    this.storageClasses = new Uint8Array(larger(this.storageClasses.buffer, rows));
    this.etags = new Uint8Array(larger(this.etags.buffer, rows * 16));
    this.etagParts = new Uint16Array(larger(this.etagParts.buffer, rows * 2));
    if (this.owners) this.owners = new Uint16Array(larger(this.owners.buffer, rows * 2));
  }
}

/** The same bytes with room for more, the old ones given back at once; room that is not used yet takes no memory. */
function larger(old: ArrayBuffer, length: number): ArrayBuffer {
  const buffer = new ArrayBuffer(length);
  new Uint8Array(buffer).set(new Uint8Array(old));
  old.transfer(0);
  return buffer;
}

function moved(keys: Uint8Array, start: number, end: number, at: number): number {
  if (at !== start) keys.copyWithin(at, start, end);
  return at + end - start;
}

function beginsWith(keys: Uint8Array, start: number, end: number, prefix: Uint8Array): boolean {
  if (end - start < prefix.length) return false;
  for (let at = 0; at < prefix.length; at += 1) if (keys[start + at] !== prefix[at]) return false;
  return true;
}
