/** Records one after another in a text (lines, CSV records, elements of a JSON array), found without reading all of it. */
import type { RecordIndex } from '../jobs.ts';
import { unreadable, type Source } from './source.ts';

/** Where a record ends: its bytes `[start, end)`, and where to look for the next one. `over`: there is no more. */
export type NextRecord =
  { readonly start: number; readonly end: number; readonly next: number } | 'incomplete' | 'over';

/** Finds the record that begins at or after `at` in `bytes`; `atEnd`: nothing comes after these bytes. */
export type FindRecord = (bytes: Uint8Array, at: number, atEnd: boolean) => NextRecord;

export const step = 1_000;
/** Longest record of which the end is looked for. */
export const longestRecord = 8 * 1024 * 1024;
/** Most bytes that one call looks through. */
const scanLimit = 512 * 1024 * 1024;

export interface Found {
  /** Bytes of the records asked for; a very long one is cut. */
  readonly records: Uint8Array[];
  readonly index: RecordIndex;
}

/**
 * The records `[from, from + count)`, reading on from the nearest place that is known.
 * @param first offset of record 0.
 * @throws Failure `preview-too-big` when so many bytes lie before them that one call does not look through all.
 */
export async function findRecords(
  source: Source,
  find: FindRecord,
  first: number,
  from: number,
  count: number,
  known: RecordIndex = { marks: [first], step },
): Promise<Found> {
  const marks = known.marks.length > 0 ? [...known.marks] : [first];
  const nearest = Math.min(Math.floor(from / step), marks.length - 1);
  let record = nearest * step;
  let at = marks[nearest] ?? first;
  const began = at;
  const records: Uint8Array[] = [];
  let total = known.total;
  let window = 256 * 1024;
  while (record < from + count) {
    if (at - began > scanLimit)
      throw unreadable('preview-too-big', 'The page lies too far in', { name: source.name });
    const bytes = await source.read(at, Math.min(at + window, source.size));
    const atEnd = at + bytes.length >= source.size;
    let inside = 0;
    for (;;) {
      const found = find(bytes, inside, atEnd);
      if (found === 'incomplete') break;
      if (found === 'over') {
        total = record;
        return { records, index: { marks, step, total } };
      }
      if (record % step === 0 && marks.length === record / step) marks.push(at + found.start);
      if (record >= from) records.push(bytes.subarray(found.start, found.end));
      record++;
      inside = found.next;
      if (record >= from + count) break;
    }
    at += inside;
    if (record >= from + count) break;
    if (inside === 0) {
      if (atEnd) {
        total = record;
        break;
      }
      window *= 2;
      if (window > longestRecord * 2)
        throw unreadable('preview-too-big', 'A record is too long', { name: source.name });
    } else window = Math.min(Math.max(window, 1024 * 1024), 4 * 1024 * 1024);
  }
  return { records, index: { marks, step, total } };
}

/** Lines; empty ones are passed over where `skipEmpty`. */
export function lines(skipEmpty: boolean): FindRecord {
  return (bytes, at, atEnd) => {
    for (let start = at; ;) {
      if (start >= bytes.length) return atEnd ? 'over' : 'incomplete';
      const end = bytes.indexOf(10, start);
      if (end < 0 && !atEnd && bytes.length - start < longestRecord) return 'incomplete';
      const stop = end < 0 ? bytes.length : end;
      const trimmed = stop > start && bytes[stop - 1] === 13 ? stop - 1 : stop;
      if (!skipEmpty || trimmed > start)
        return { start, end: trimmed, next: Math.min(stop + 1, bytes.length) };
      start = stop + 1;
    }
  };
}

/** Elements of a JSON array; the first record begins after its bracket. */
export const jsonElements: FindRecord = (bytes, at, atEnd) => {
  let start = at;
  while (start < bytes.length && (isBlank(bytes[start]) || bytes[start] === 0x2c)) start++;
  if (start >= bytes.length) return atEnd ? 'over' : 'incomplete';
  if (bytes[start] === 0x5d) return 'over';
  let depth = 0;
  let quoted = false;
  for (let index = start; index < bytes.length; index++) {
    const byte = bytes[index];
    if (quoted) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return { start, end: index, next: index };
      depth--;
    } else if (byte === 0x2c && depth === 0) return { start, end: index, next: index + 1 };
  }
  return atEnd ? 'over' : 'incomplete';
};

export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
