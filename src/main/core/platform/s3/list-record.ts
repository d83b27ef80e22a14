/** One row of a list: an object, a version, a delete marker or a folder, read from its bytes into columns. */
import { bytesOf, isName, nameAt, readNumber, skipElement, unescaped, unknownEntity } from './list-bytes.ts';
import type { ListColumns } from './list-columns.ts';
import { readEtag } from './list-etag.ts';
import { notS3 } from './list-faults.ts';
import { emptied, emptyRow, rowFlags } from './list-row.ts';
import { copyUnescaped, readTime } from './list-text.ts';
import { LastText } from './text-dictionary.ts';

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

/** Reads rows; it makes nothing new for one, since there are millions. */
export class RecordReader {
  readonly #columns: ListColumns;
  readonly #row = emptyRow();
  readonly #classes = new LastText();
  readonly #ownerIds = new LastText();
  readonly #ownerNames = new LastText();

  constructor(columns: ListColumns) {
    this.#columns = columns;
  }

  /**
   * Reads the row whose content begins at `start` and adds it to the open page. Bytes are looked at once each; where it ends too early it
   * is read again with more of them.
   * @returns the place behind its end; -1 when it is not there in full
   * @throws ListFault `storage-not-s3`
   */
  read(buffer: Uint8Array, flags: number, start: number): number {
    const { length } = buffer;
    const row = this.#row;
    emptied(row, flags);
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
      if (inOwner) this.#ownersValue(buffer, nameStart, close, at, textEnd);
      else this.#value(buffer, nameStart, close, at, textEnd);
      at = end + 1;
    }
    if (row.nameLength < 0) throw notS3('a row without a key');
    this.#columns.add(row);
    return at;
  }

  #value(buffer: Uint8Array, nameStart: number, nameEnd: number, start: number, end: number): void {
    const row = this.#row;
    switch (nameEnd - nameStart) {
      case 3:
        if (!(row.flags & rowFlags.folder) && isName(buffer, nameStart, nameEnd, names.key))
          this.#name(buffer, start, end);
        return;
      case 4:
        if (isName(buffer, nameStart, nameEnd, names.size)) row.size = readNumber(buffer, start, end);
        else if (isName(buffer, nameStart, nameEnd, names.etag)) readEtag(buffer, start, end, row);
        return;
      case 6:
        if (row.flags & rowFlags.folder && isName(buffer, nameStart, nameEnd, names.prefix))
          this.#name(buffer, start, end);
        return;
      case 8:
        if (buffer[start] === 116 && isName(buffer, nameStart, nameEnd, names.isLatest))
          row.flags |= rowFlags.latest;
        return;
      case 9:
        if (isName(buffer, nameStart, nameEnd, names.versionId))
          row.versionId = unescaped(buffer, start, end);
        return;
      case 12:
        if (isName(buffer, nameStart, nameEnd, names.lastModified)) row.time = readTime(buffer, start, end);
        else if (isName(buffer, nameStart, nameEnd, names.storageClass))
          row.storageClass = this.#classes.number(
            buffer,
            start,
            end,
            this.#columns.storageClassNames,
            unescaped,
          );
        return;
      default:
    }
  }

  /** The name that people know, else the number that the server knows. */
  #ownersValue(buffer: Uint8Array, nameStart: number, nameEnd: number, start: number, end: number): void {
    const row = this.#row;
    const { ownerNames } = this.#columns;
    if (end > start && isName(buffer, nameStart, nameEnd, names.displayName))
      row.owner = this.#ownerNames.number(buffer, start, end, ownerNames, unescaped);
    else if (row.owner === 0 && isName(buffer, nameStart, nameEnd, names.id))
      row.owner = this.#ownerIds.number(buffer, start, end, ownerNames, unescaped);
  }

  #name(buffer: Uint8Array, start: number, end: number): void {
    const at = this.#columns.reserve(end - start);
    const stop = copyUnescaped(buffer, start, end, this.#columns.page, at);
    if (stop < 0) throw unknownEntity();
    this.#row.nameLength = stop - at;
  }
}
