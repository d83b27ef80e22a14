/**
 * Reads pages of ListObjectsV2 and ListObjectVersions as they come, chunk by chunk, straight into columns: no tree, no object a row.
 * Source of the form: AWS S3 API reference, ListObjectsV2 and ListObjectVersions.
 */
import { after, beginsAt, bytesOf, nameAt, skipElement, skipSpace, unescaped } from './list-bytes.ts';
import type { ListColumns } from './list-columns.ts';
import { cutShort, notS3 } from './list-faults.ts';
import { RecordReader } from './list-record.ts';
import { rowFlags } from './list-row.ts';
import { latin1, utf8 } from './list-text.ts';

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
const contents = bytesOf('<Contents>');
const recordFlags = new Map<string, number>([
  ['Contents', 0],
  ['Version', rowFlags.version],
  ['DeleteMarker', rowFlags.version | rowFlags.deleted],
  ['CommonPrefixes', rowFlags.folder],
]);

/**
 * Scans one page after the other into columns. `push` throws a ListFault (`storage-not-s3`) for anything that is not a list, `end` also
 * one (`storage-short`) for a page without its end. Work is linear in the bytes whatever they are.
 */
export class ListScanner {
  readonly #columns: ListColumns;
  readonly #records: RecordReader;
  #buffer: Uint8Array = new Uint8Array(0);
  #held: Uint8Array = new Uint8Array(0);
  #stage: 'before' | 'inside' | 'after' = 'before';
  #fields = new Map<string, string>();
  #rows = 0;

  constructor(columns: ListColumns) {
    this.#columns = columns;
    this.#records = new RecordReader(columns);
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
  push(bytes: Uint8Array): void {
    // `slice` of a Buffer would not copy.
    const chunk = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    let from = 0;
    // What is left of the last chunk is read with no more of this one than it needs, so that nothing large is copied.
    for (let more = seam; this.#held.length > 0; more *= 4) {
      const left = this.#held.length;
      const part = Math.min(more, chunk.length);
      this.#buffer = joined(this.#held, chunk.subarray(0, part));
      const at = this.#stepsTo(left);
      if (at >= left) {
        from = at - left;
        break;
      }
      if (part === chunk.length) return this.#hold(at);
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
    // Nearly all that is read.
    if (this.#stage === 'inside' && beginsAt(buffer, at, contents))
      return this.#record(0, at + contents.length);
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
    const flags = recordFlags.get(name);
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
    this.#fields.set(name, unescaped(buffer, at, open).trim());
    return close + 1;
  }

  #record(flags: number, at: number): number {
    const end = this.#records.read(this.#buffer, flags, at);
    if (end < 0) return -1;
    this.#rows += 1;
    if (this.#rows > mostRows) throw notS3('a page without an end');
    return end;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
