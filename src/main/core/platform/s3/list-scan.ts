/**
 * Reads pages of ListObjectsV2 and ListObjectVersions as they come, chunk by chunk, straight into columns: no tree, no object a row.
 * Source of the form: AWS S3 API reference, ListObjectsV2 and ListObjectVersions.
 */
import { cutShort, notS3 } from './list-faults.ts';
import { etagForms, rowFlags, type ListColumns, type ScannedRow } from './list-columns.ts';
import { copyUnescaped, hexadecimalDigit, latin1, readTime, utf8 } from './list-text.ts';

/** What a page says besides its rows; texts as they are meant, decoded. */
export interface PageEnd {
  readonly rows: number;
  readonly truncated: boolean;
  readonly token: string | undefined;
}

/** Longest element that is read; keys have at most 1,024 bytes (S3 user guide, "Naming objects"), escaped three times as many. */
const longestElement = 128 * 1024;
const mostRows = 100_000;
/** Bytes of the next chunk that mostly end an element begun in the last. */
const seam = 2048;

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const names = {
  key: bytesOf('Key'),
  size: bytesOf('Size'),
  etag: bytesOf('ETag'),
  prefix: bytesOf('Prefix'),
  lastModified: bytesOf('LastModified'),
  storageClass: bytesOf('StorageClass'),
  versionId: bytesOf('VersionId'),
  isLatest: bytesOf('IsLatest'),
  owner: bytesOf('Owner'),
  id: bytesOf('ID'),
  displayName: bytesOf('DisplayName'),
};
const recordFlags: Readonly<Record<string, number>> = {
  Contents: 0,
  Version: rowFlags.version,
  DeleteMarker: rowFlags.version | rowFlags.deleted,
  CommonPrefixes: rowFlags.folder,
};

/** Remembers the text that a column had last, since it is mostly the next one's too. */
class LastText {
  #bytes: Uint8Array = new Uint8Array(0);
  #number = 0;

  /** The number of the text at that place. */
  number(buffer: Uint8Array, start: number, end: number, numberOf: (text: string) => number): number {
    const length = end - start;
    let same = length === this.#bytes.length;
    for (let at = 0; same && at < length; at += 1) same = buffer[start + at] === this.#bytes[at];
    if (same) return this.#number;
    this.#bytes = buffer.slice(start, end);
    const text = new Uint8Array(length);
    const stop = copyUnescaped(buffer, start, end, text, 0);
    if (stop < 0) throw notS3('an entity that nothing declares');
    this.#number = numberOf(utf8(text, 0, stop));
    return this.#number;
  }
}

/**
 * Scans one page after the other into columns. `push` throws a ListFault (`storage-not-s3`) for anything that is not a list, `end` also
 * one (`storage-short`) for a page without its end. Work is linear in the bytes whatever they are.
 */
export class ListScanner {
  readonly #columns: ListColumns;
  readonly #row: ScannedRow;
  readonly #classes = new LastText();
  readonly #ownerIds = new LastText();
  readonly #ownerNames = new LastText();
  #buffer: Uint8Array = new Uint8Array(0);
  #held: Uint8Array = new Uint8Array(0);
  #stage: 'before' | 'inside' | 'after' = 'before';
  #fields = new Map<string, string>();
  #rows = 0;

  constructor(columns: ListColumns) {
    this.#columns = columns;
    this.#row = {
      nameLength: 0,
      flags: 0,
      size: Number.NaN,
      time: Number.NaN,
      storageClass: 0,
      owner: 0,
      etagParts: etagForms.none,
      otherEtag: undefined,
      versionId: '',
    };
  }

  /** Begins a page; what came of one that was not ended is forgotten. */
  begin(): void {
    this.#columns.discardPage();
    this.#held = new Uint8Array(0);
    this.#stage = 'before';
    this.#fields = new Map();
    this.#rows = 0;
  }

  /** Reads the next bytes of the page; they may be reused afterwards. */
  push(chunk: Uint8Array): void {
    let from = 0;
    // What is left of the last chunk is read with no more of this one than it needs, so that nothing large is copied.
    for (let more = seam; this.#held.length > 0; more *= 4) {
      const left = this.#held.length;
      const part = chunk.subarray(0, more);
      this.#buffer = Buffer.concat([this.#held, part]);
      const at = this.#stepsTo(left);
      if (at >= left) {
        from = at - left;
        break;
      }
      if (part.length === chunk.length) return this.#hold(at);
      this.#held = this.#buffer.slice(at, left);
    }
    this.#buffer = chunk;
    this.#hold(this.#stepsTo(chunk.length, from));
  }

  /** Reads elements until one ends at or behind a place; gives where the last that is there in full ended. */
  #stepsTo(place: number, from = 0): number {
    let at = from;
    while (at < place) {
      const next = this.#step(at);
      if (next < 0) break;
      at = next;
    }
    return at;
  }

  #hold(at: number): void {
    if (this.#buffer.length - at > longestElement) throw notS3('an element without an end');
    this.#held = this.#buffer.slice(at);
  }

  /** Ends the page: its rows count from now on. */
  end(): PageEnd {
    if (this.#stage === 'before') {
      throw this.#held.length > 0 && this.#held[skipSpace(this.#held, 0)] !== 60
        ? notS3(utf8(this.#held, 0, Math.min(this.#held.length, 200)))
        : cutShort();
    }
    if (this.#stage === 'inside') throw cutShort();
    const encoded = this.#fields.get('EncodingType')?.toLowerCase() === 'url';
    this.#columns.commitPage(encoded);
    return {
      rows: this.#rows,
      truncated: this.#fields.get('IsTruncated') === 'true',
      token: this.#fields.get('NextContinuationToken'),
    };
  }

  /** Reads one element that stands in the root, or the root's begin or end; -1 when it is not there in full. */
  #step(at: number): number {
    const buffer = this.#buffer;
    const open = buffer.indexOf(60, at);
    if (open < 0 || open + 4 > buffer.length) {
      if (this.#stage === 'before' && skipSpace(buffer, at) < (open < 0 ? buffer.length : open))
        throw notS3(utf8(buffer, at, Math.min(buffer.length, at + 200)));
      return -1;
    }
    if (this.#stage === 'before' && skipSpace(buffer, at) < open)
      throw notS3(utf8(buffer, at, Math.min(buffer.length, at + 200)));
    const sign = buffer[open + 1];
    if (sign === 63) return after(buffer, '?>', open);
    if (sign === 33) {
      if (latin1(buffer, open, open + 4) !== '<!--')
        throw notS3('a document type, or text that is not to be read');
      return after(buffer, '-->', open);
    }
    const close = buffer.indexOf(62, open);
    if (close < 0) return -1;
    if (this.#stage === 'after') throw notS3('more than one document');
    if (sign === 47) {
      if (this.#stage !== 'inside') throw notS3('an end without a begin');
      if (!/^<\/List\w*Result\s*>$/.test(latin1(buffer, open, close + 1)))
        throw notS3('an end of another element');
      this.#stage = 'after';
      return close + 1;
    }
    const name = nameAt(buffer, open + 1, close);
    if (this.#stage === 'before') {
      if (!/^List\w*Result$/.test(name)) throw notS3(utf8(buffer, open, Math.min(buffer.length, open + 200)));
      this.#stage = buffer[close - 1] === 47 ? 'after' : 'inside';
      return close + 1;
    }
    if (buffer[close - 1] === 47) return close + 1;
    const flags = recordFlags[name];
    return flags === undefined ? this.#field(name, close + 1) : this.#record(flags, close + 1);
  }

  /** A field of the page, such as `IsTruncated`; anything unknown is passed over with all that it holds. */
  #field(name: string, at: number): number {
    const buffer = this.#buffer;
    const open = buffer.indexOf(60, at);
    if (open < 0 || open + 1 >= buffer.length) return -1;
    if (buffer[open + 1] !== 47) return skipElement(buffer, at);
    const close = buffer.indexOf(62, open);
    if (close < 0) return -1;
    if (nameAt(buffer, open + 2, close) !== name) throw notS3(`${name} is not ended`);
    const text = new Uint8Array(open - at);
    const stop = copyUnescaped(buffer, at, open, text, 0);
    if (stop < 0) throw notS3('an entity that nothing declares');
    this.#fields.set(name, utf8(text, 0, stop).trim());
    return close + 1;
  }

  /** One row. Bytes are looked at once each; where it ends too early it is read again with the next chunk. */
  #record(flags: number, start: number): number {
    const buffer = this.#buffer;
    const { length } = buffer;
    const row = this.#row;
    const columns = this.#columns;
    row.flags = flags;
    row.nameLength = -1;
    row.size = Number.NaN;
    row.time = Number.NaN;
    row.storageClass = 0;
    row.owner = 0;
    row.etagParts = etagForms.none;
    row.otherEtag = undefined;
    row.versionId = '';
    let inOwner = false;
    let at = start;
    for (;;) {
      while (at < length && buffer[at] !== 60) at += 1;
      if (at + 1 >= length) return -1;
      if (buffer[at + 1] === 47) {
        const close = buffer.indexOf(62, at);
        if (close < 0) return -1;
        at = close + 1;
        if (!inOwner) break;
        inOwner = false;
        continue;
      }
      if (buffer[at + 1] === 33 || buffer[at + 1] === 63) throw notS3('text that is not to be read');
      const nameStart = at + 1;
      let close = nameStart;
      while (close < length && buffer[close] !== 62) close += 1;
      if (close >= length) return -1;
      at = close + 1;
      if (buffer[close - 1] === 47) continue;
      let textEnd = at;
      while (textEnd < length && buffer[textEnd] !== 60) textEnd += 1;
      if (textEnd + 1 >= length) return -1;
      if (buffer[textEnd + 1] !== 47) {
        // It has children: the owner's are read, all others passed over.
        if (!inOwner && isName(buffer, nameStart, close, names.owner)) {
          inOwner = true;
          at = textEnd;
          continue;
        }
        const next = skipElement(buffer, at);
        if (next < 0) return -1;
        at = next;
        continue;
      }
      let end = textEnd + 2 + (close - nameStart);
      if (end >= length || buffer[end] !== 62) {
        end = buffer.indexOf(62, textEnd);
        if (end < 0) return -1;
        const bare = nameAt(buffer, nameStart, close);
        if (nameAt(buffer, textEnd + 2, end) !== bare) throw notS3(`${bare.slice(0, 100)} is not ended`);
        close = nameStart + bare.length;
      }
      this.#value(row, inOwner, nameStart, close, at, textEnd);
      at = end + 1;
    }
    if (row.nameLength < 0) throw notS3('a row without a key');
    this.#rows += 1;
    if (this.#rows > mostRows) throw notS3('a page without an end');
    columns.add(row);
    return at;
  }

  #value(
    row: ScannedRow,
    inOwner: boolean,
    nameStart: number,
    nameEnd: number,
    start: number,
    end: number,
  ): void {
    const buffer = this.#buffer;
    const is = (name: Uint8Array) => isName(buffer, nameStart, nameEnd, name);
    const columns = this.#columns;
    if (inOwner) {
      // The name that people know, else the number that the server knows.
      if (is(names.displayName) && end > start)
        row.owner = this.#ownerNames.number(buffer, start, end, (text) => columns.ownerNames.number(text));
      else if (is(names.id) && row.owner === 0)
        row.owner = this.#ownerIds.number(buffer, start, end, (text) => columns.ownerNames.number(text));
      return;
    }
    switch (nameEnd - nameStart) {
      case 3:
        if (is(names.key) && !(row.flags & rowFlags.folder)) this.#name(row, start, end);
        return;
      case 4:
        if (is(names.size)) row.size = readNumber(buffer, start, end);
        else if (is(names.etag)) readEtag(buffer, start, end, row, columns);
        return;
      case 6:
        if (row.flags & rowFlags.folder && is(names.prefix)) this.#name(row, start, end);
        return;
      case 8:
        if (is(names.isLatest) && buffer[start] === 116) row.flags |= rowFlags.latest;
        return;
      case 9:
        if (is(names.versionId)) row.versionId = unescaped(buffer, start, end);
        return;
      case 12:
        if (is(names.lastModified)) row.time = readTime(buffer, start, end);
        else if (is(names.storageClass))
          row.storageClass = this.#classes.number(buffer, start, end, (text) =>
            columns.storageClassNames.number(text),
          );
        return;
      default:
    }
  }

  #name(row: ScannedRow, start: number, end: number): void {
    const at = this.#columns.reserve(end - start);
    const stop = copyUnescaped(this.#buffer, start, end, this.#columns.keys, at);
    if (stop < 0) throw notS3('an entity that nothing declares');
    row.nameLength = stop - at;
  }
}

function skipSpace(buffer: Uint8Array, from: number): number {
  let at = from;
  // A byte order mark counts as space.
  while (at < buffer.length && ((buffer[at] as number) <= 32 || (at < 3 && (buffer[at] as number) >= 0xbb)))
    at += 1;
  return at;
}

function after(buffer: Uint8Array, mark: string, from: number): number {
  const at = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.length).indexOf(mark, from, 'latin1');
  return at < 0 ? -1 : at + mark.length;
}

function nameAt(buffer: Uint8Array, start: number, close: number): string {
  let end = start;
  while (end < close && end - start < 100 && (buffer[end] as number) > 32 && buffer[end] !== 47) end += 1;
  return latin1(buffer, start, end);
}

function isName(buffer: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) return false;
  for (let at = 0; at < name.length; at += 1) if (buffer[start + at] !== name[at]) return false;
  return true;
}

/** The place behind the end of an element whose content begins at `from`; -1 when it is not there in full. */
function skipElement(buffer: Uint8Array, from: number): number {
  let at = from;
  for (let depth = 1; depth > 0;) {
    const open = buffer.indexOf(60, at);
    const close = open < 0 ? -1 : buffer.indexOf(62, open);
    if (close < 0) return -1;
    if (buffer[open + 1] === 33 || buffer[open + 1] === 63) throw notS3('text that is not to be read');
    if (buffer[open + 1] === 47) depth -= 1;
    else if (buffer[close - 1] !== 47) depth += 1;
    if (depth > 64) throw notS3('elements in each other without an end');
    at = close + 1;
  }
  return at;
}

function readNumber(buffer: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (buffer[at] as number) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return end > start && Number.isSafeInteger(value) ? value : Number.NaN;
}

function unescaped(buffer: Uint8Array, start: number, end: number): string {
  const text = new Uint8Array(end - start);
  const stop = copyUnescaped(buffer, start, end, text, 0);
  if (stop < 0) throw notS3('an entity that nothing declares');
  return utf8(text, 0, stop);
}

/** An ETag: an MD5 in hexadecimal (16 bytes of the column), with the number of parts of a multipart upload; any other as it is. */
function readEtag(buffer: Uint8Array, from: number, to: number, row: ScannedRow, columns: ListColumns): void {
  let start = from;
  let end = to;
  // Quotes come as `"`, `&quot;` or `&#34;`.
  if (buffer[start] === 38) start = buffer.indexOf(59, start) + 1 || start;
  else if (buffer[start] === 34) start += 1;
  if (end > start && buffer[end - 1] === 59) end = Math.max(start, buffer.lastIndexOf(38, end));
  else if (end > start && buffer[end - 1] === 34) end -= 1;
  if (end <= start) return;
  const at = columns.length;
  const isPlain = end - start === 32;
  if (isPlain || (end - start > 33 && end - start < 39 && buffer[start + 32] === 45)) {
    const parts = isPlain ? 0 : readNumber(buffer, start + 33, end);
    if ((isPlain || (parts > 0 && parts < etagForms.none)) && writeHexadecimal(buffer, start, columns, at)) {
      row.etagParts = parts;
      return;
    }
  }
  row.etagParts = etagForms.other;
  row.otherEtag = unescaped(buffer, from, to).replace(/^"(.*)"$/, '$1');
}

function writeHexadecimal(buffer: Uint8Array, start: number, columns: ListColumns, row: number): boolean {
  columns.reserveRow();
  const target = row * 16;
  for (let at = 0; at < 16; at += 1) {
    const highByte = buffer[start + 2 * at] as number;
    const lowByte = buffer[start + 2 * at + 1] as number;
    const high = hexadecimalDigit(highByte);
    const low = hexadecimalDigit(lowByte);
    // Upper case could not be given back as it came.
    if (high < 0 || low < 0 || (highByte > 64 && highByte < 97) || (lowByte > 64 && lowByte < 97))
      return false;
    columns.etags[target + at] = (high << 4) | low;
  }
  return true;
}
