/** Text as it stands in the pages of S3's lists, read from bytes into bytes. Pure. */

const named: Readonly<Record<string, number>> = { lt: 60, gt: 62, quot: 34, apos: 39, amp: 38 };

/**
 * Copies text and replaces its entities (the five named ones and numbered ones: XML 1.0, 4.1 and 4.6); never longer than what it reads.
 * @returns where the copy ends in `target`; -1 for an entity that XML itself does not know (a document type would have to declare it).
 */
export function copyUnescaped(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let write = at;
  for (let read = start; read < end;) {
    const byte = source[read] as number;
    if (byte !== 38) {
      target[write++] = byte;
      read += 1;
      continue;
    }
    const stop = source.indexOf(59, read);
    if (stop < 0 || stop >= end || stop - read > 12) return -1;
    const name = latin1(source, read + 1, stop);
    const code = named[name] ?? numbered(name);
    if (code === undefined) return -1;
    write = writeCodePoint(target, write, code);
    read = stop + 1;
  }
  return write;
}

function numbered(name: string): number | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name) ?? [];
  const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : decimal ? Number(decimal) : Number.NaN;
  if (!(code >= 0 && code <= 0x10ffff)) return undefined;
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}

function writeCodePoint(target: Uint8Array, at: number, code: number): number {
  let write = at;
  if (code < 0x80) target[write++] = code;
  else if (code < 0x800) {
    target[write++] = 0xc0 | (code >> 6);
    target[write++] = 0x80 | (code & 63);
  } else if (code < 0x10000) {
    target[write++] = 0xe0 | (code >> 12);
    target[write++] = 0x80 | ((code >> 6) & 63);
    target[write++] = 0x80 | (code & 63);
  } else {
    target[write++] = 0xf0 | (code >> 18);
    target[write++] = 0x80 | ((code >> 12) & 63);
    target[write++] = 0x80 | ((code >> 6) & 63);
    target[write++] = 0x80 | (code & 63);
  }
  return write;
}

/**
 * Undoes `encoding-type=url`: `%XX` and `+` for a space, as AWS, MinIO and Ceph write it; a lone `%` stays.
 * @param at where the text goes in `target`, which may be `source` when that is at most `start`.
 * @returns where it ends.
 */
export function decoded(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let write = at;
  for (let read = start; read < end; read += 1) {
    const byte = source[read] as number;
    if (byte === 37 && read + 2 < end) {
      const high = hexadecimalDigit(source[read + 1] as number);
      const low = hexadecimalDigit(source[read + 2] as number);
      if (high >= 0 && low >= 0) {
        target[write++] = (high << 4) | low;
        read += 2;
        continue;
      }
    }
    target[write++] = byte === 43 ? 32 : byte;
  }
  return write;
}

/** The same for a text: undoes `encoding-type=url`. */
export function decodeText(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.toString('utf8', 0, decoded(bytes, 0, bytes.length, bytes, 0));
}

/** Value of a hexadecimal digit; -1 for another byte. */
export function hexadecimalDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** A stretch of bytes as text, a byte a character. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

/** A stretch of UTF-8 as text; wrong bytes become U+FFFD. */
export function utf8(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

const day = 86_400_000;

/**
 * Reads a time as S3 writes it, `2026-11-20T13:51:42.273Z` (ISO 8601, always UTC), without making a string of it.
 * @returns milliseconds since 1970; NaN where it is no time.
 */
export function readTime(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (
    length < 20 ||
    length > 30 ||
    bytes[end - 1] !== 90 ||
    bytes[start + 10] !== 84 ||
    bytes[start + 4] !== 45 ||
    bytes[start + 13] !== 58
  )
    return Date.parse(latin1(bytes, start, Math.min(end, start + 64)));
  const two = (at: number) =>
    ((bytes[start + at] as number) - 48) * 10 + ((bytes[start + at + 1] as number) - 48);
  let milliseconds = 0;
  if (bytes[start + 19] === 46)
    for (let at = start + 20, weight = 100; at < end - 1 && weight >= 1; at += 1, weight /= 10)
      milliseconds += ((bytes[at] as number) - 48) * weight;
  return (
    daysSince1970(two(0) * 100 + two(2), two(5), two(8)) * day +
    two(11) * 3_600_000 +
    two(14) * 60_000 +
    two(17) * 1000 +
    milliseconds
  );
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
function daysSince1970(year: number, month: number, dayOfMonth: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
