/** CRC-32 of bytes that came in pieces. Pure. */
import { crc32 } from 'node:zlib';

/** The reflected polynomial of CRC-32 (RFC 1952, section 8). */
const polynomial = 0xedb88320;
const one = 0x80000000;

/** Product of two polynomials modulo that of CRC-32; the highest bit is the coefficient of x^0. */
function product(a: number, b: number): number {
  let sum = 0;
  let shifted = b;
  for (let bit = one; bit !== 0; bit >>>= 1) {
    if (a & bit) sum ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ polynomial : shifted >>> 1;
  }
  return sum >>> 0;
}

/** x^(8 n) modulo the polynomial, by squaring. */
function shiftBy(bytes: number): number {
  let square = 0x00800000; // x^8
  let power = one;
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = product(square, power);
    square = product(square, square);
  }
  return power;
}

/**
 * CRC-32 of two runs of bytes one after the other, from the CRC-32 of each. Source: `crc32_combine` of zlib (crc32.c): the first is
 * multiplied by x to the power of eight times the length of the second.
 * @param length bytes of the second run.
 */
export function combineCrc32(first: number, second: number, length: number): number {
  return (product(shiftBy(length), first) ^ second) >>> 0;
}

/** CRC-32 of all pieces in their order. */
export function crc32Of(pieces: readonly { readonly crc: number; readonly size: number }[]): number {
  const shifts = new Map<number, number>();
  return pieces.reduce((whole, { crc, size }) => {
    const shift = shifts.get(size) ?? shiftBy(size);
    shifts.set(size, shift);
    return (product(shift, whole) ^ crc) >>> 0;
  }, 0);
}

/** As S3 writes it: base64 of the four bytes, the highest first. */
export function crc32Text(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}

/** The other way; undefined for anything else. */
export function crc32FromText(text: string | undefined): number | undefined {
  const bytes = Buffer.from(text ?? '', 'base64');
  return bytes.length === 4 ? bytes.readUInt32BE() : undefined;
}

/**
 * What S3 keeps of an object of parts with a checksum of the type `COMPOSITE`: CRC-32 of the parts' CRC-32s, and how many there are.
 * Source: Amazon S3 User Guide, Checking object integrity.
 */
export function compositeCrc32(parts: readonly number[]): string {
  const bytes = Buffer.alloc(4 * parts.length);
  for (const [at, crc] of parts.entries()) bytes.writeUInt32BE(crc, 4 * at);
  return `${crc32Text(crc32(bytes))}-${parts.length}`;
}
