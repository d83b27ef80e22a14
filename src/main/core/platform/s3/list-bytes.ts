/** Small pieces of XML found in bytes that may end too early: -1 says that something is not there in full. Pure. */
import { notS3 } from './list-faults.ts';
import { copyUnescaped, latin1, utf8 } from './list-text.ts';

/** The bytes of a name of ASCII. */
export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** The first place that holds no space; a byte order mark counts as space. */
export function skipSpace(buffer: Uint8Array, from: number): number {
  let at = from;
  while (at < buffer.length && ((buffer[at] as number) <= 32 || (at < 3 && (buffer[at] as number) >= 0xbb)))
    at += 1;
  return at;
}

/** The place behind the next such mark. */
export function after(buffer: Uint8Array, mark: string, from: number): number {
  const at = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.length).indexOf(mark, from, 'latin1');
  return at < 0 ? -1 : at + mark.length;
}

/** The name of an element at a place, without its attributes. */
export function nameAt(buffer: Uint8Array, start: number, close: number): string {
  let end = start;
  while (end < close && end - start < 100 && (buffer[end] as number) > 32 && buffer[end] !== 47) end += 1;
  return latin1(buffer, start, end);
}

/** True when exactly that name stands from `start` to `end`. */
export function isName(buffer: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  return end - start === name.length && beginsAt(buffer, start, name);
}

/** True when those bytes stand at a place. */
export function beginsAt(buffer: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let at = 0; at < wanted.length; at += 1) if (buffer[start + at] !== wanted[at]) return false;
  return true;
}

/**
 * The place behind the end of an element whose content begins at `from`.
 * @throws ListFault `storage-not-s3` for what no list holds
 */
export function skipElement(buffer: Uint8Array, from: number): number {
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

/** A whole number in decimal digits; NaN for anything else. */
export function readNumber(buffer: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (buffer[at] as number) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return end > start && Number.isSafeInteger(value) ? value : Number.NaN;
}

/** A text with its entities replaced. @throws ListFault `storage-not-s3` for an entity that nothing declares */
export function unescaped(buffer: Uint8Array, start: number, end: number): string {
  const text = new Uint8Array(end - start);
  const stop = copyUnescaped(buffer, start, end, text, 0);
  if (stop < 0) throw unknownEntity();
  return utf8(text, 0, stop);
}

/** What is thrown for an entity that XML itself does not know. */
export const unknownEntity = () => notS3('an entity that nothing declares');
