/** ETags as they stand in lists. */
import { readNumber, unescaped } from './list-bytes.ts';
import { etagForms, type ScannedRow } from './list-row.ts';
import { hexadecimalDigit } from './list-text.ts';

/** Reads an ETag into a row: an MD5 in hexadecimal as 16 bytes, with the number of parts of a multipart upload; any other as it is. */
export function readEtag(buffer: Uint8Array, from: number, to: number, row: ScannedRow): void {
  let start = from;
  let end = to;
  // Quotes come as `"`, `&quot;` or `&#34;`.
  if (buffer[start] === 38) start = buffer.indexOf(59, start) + 1 || start;
  else if (buffer[start] === 34) start += 1;
  if (end > start && buffer[end - 1] === 59) end = Math.max(start, buffer.lastIndexOf(38, end));
  else if (end > start && buffer[end - 1] === 34) end -= 1;
  if (end <= start) return;
  const isPlain = end - start === 32;
  if (isPlain || (end - start > 33 && end - start < 39 && buffer[start + 32] === 45)) {
    const parts = isPlain ? etagForms.plain : readNumber(buffer, start + 33, end);
    if ((isPlain || (parts > 0 && parts < etagForms.none)) && readHexadecimal(buffer, start, row.etag)) {
      row.etagParts = parts;
      return;
    }
  }
  row.etagParts = etagForms.other;
  row.otherEtag = unescaped(buffer, from, to).replace(/^"(.*)"$/, '$1');
}

function readHexadecimal(buffer: Uint8Array, start: number, target: Uint8Array): boolean {
  for (let at = 0; at < 16; at += 1) {
    const highByte = buffer[start + 2 * at] as number;
    const lowByte = buffer[start + 2 * at + 1] as number;
    const high = hexadecimalDigit(highByte);
    const low = hexadecimalDigit(lowByte);
    // Upper case could not be given back as it came.
    if (high < 0 || low < 0 || (highByte > 64 && highByte < 97) || (lowByte > 64 && lowByte < 97))
      return false;
    target[at] = (high << 4) | low;
  }
  return true;
}
