/** In which encoding a text is, and the text. Pure. */

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'iso-8859-1';

export interface Detected {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/** The encoding of a text by its beginning, or by all of it (`whole`); undefined: this is no text. */
export function detectEncoding(bytes: Uint8Array, whole = false): Detected | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8-bom', mark: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', mark: 2 };
  const sample = bytes.subarray(0, 64 * 1024);
  const zeros = [0, 0];
  let controls = 0;
  for (let index = 0; index < sample.length; index++) {
    const byte = sample[index] ?? 0;
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) controls++;
  }
  const [even = 0, odd = 0] = zeros;
  if (even + odd > 0) {
    // Latin text in UTF-16 has a zero in nearly every second place and none in the others.
    const half = sample.length / 2;
    const isWide = controls < half * 0.1;
    if (odd > half * 0.7 && even < half * 0.05 && isWide) return { encoding: 'utf-16le', mark: 0 };
    if (even > half * 0.7 && odd < half * 0.05 && isWide) return { encoding: 'utf-16be', mark: 0 };
    return undefined;
  }
  if (controls > sample.length * 0.02) return undefined;
  if (isUtf8(bytes, whole)) return { encoding: 'utf-8', mark: 0 };
  return { encoding: isWindows1252(bytes) ? 'windows-1252' : 'iso-8859-1', mark: 0 };
}

/** True for valid UTF-8; a character cut at the end is forgiven unless these are all bytes. */
export function isUtf8(bytes: Uint8Array, whole = false): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(
      whole ? bytes : bytes.subarray(0, wholeCharacters(bytes)),
    );
    return true;
  } catch {
    return false;
  }
}

/** How many bytes of UTF-8 end at the end of a character. */
export function wholeCharacters(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? length - back : length;
    }
  }
  return length;
}

/** Five bytes are no character of Windows-1252 (WHATWG Encoding); whatever holds none of them reads the same, or better, as it than as ISO 8859-1. */
function isWindows1252(bytes: Uint8Array): boolean {
  return ![0x81, 0x8d, 0x8f, 0x90, 0x9d].some((byte) => bytes.includes(byte));
}

/** The text; a byte order mark is left out, wrong bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'iso-8859-1')
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(bytes);
}

/** The first bytes that end with a whole character. */
export function cutAtCharacter(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') return bytes.subarray(0, wholeCharacters(bytes));
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const even = bytes.length - (bytes.length % 2);
    const high = bytes[even - (encoding === 'utf-16le' ? 1 : 2)] ?? 0;
    return bytes.subarray(0, even >= 2 && high >= 0xd8 && high <= 0xdb ? even - 2 : even);
  }
  return bytes;
}
