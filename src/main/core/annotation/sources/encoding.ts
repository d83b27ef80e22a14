/** Text in the encodings that statistical offices hold, told from its first bytes and decoded piece by piece. Pure. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'iso-8859-1';

/** Stands for a byte that is no character: the control character that ASCII made for that. */
export const substitute = '\u001a';

/** Bytes at the beginning that say the encoding and are no text. */
export interface Beginning {
  readonly encoding: Encoding;
  readonly mark: number;
}

/** Tells UTF-8 and UTF-16 by their marks, UTF-16 without one by its zero bytes; undefined for bytes that are no text. */
export function beginningOf(head: Uint8Array): Beginning | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', mark: 2 };
  const zeros = [0, 0];
  for (let index = 0; index < head.length; index++) if (head[index] === 0) zeros[index % 2]! += 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return { encoding: 'utf-8', mark: 0 };
  if (odd > head.length / 4 && even < head.length / 50) return { encoding: 'utf-16le', mark: 0 };
  if (even > head.length / 4 && odd < head.length / 50) return { encoding: 'utf-16be', mark: 0 };
  return undefined;
}

/** Bytes that a text takes in an encoding. */
export function bytesOf(text: string, encoding: Encoding): number {
  if (encoding === 'utf-8') return Buffer.byteLength(text);
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? text.length * 2 : text.length;
}

/** Decodes pieces of one file in order; what is not UTF-8 after all is found where its first other character is. */
export interface Decoder {
  /** The encoding as far as it is known: UTF-8 while all was ASCII. */
  readonly encoding: Encoding;
  /** Bytes that are no character of it; each is a `substitute` in the text. */
  readonly damaged: number;
  /** The text of the bytes; those of a cut character at the end are kept for the next piece. */
  decode(bytes: Uint8Array, isLast: boolean): string;
}

/** Starts with the encoding that the beginning said, or that an earlier reading found. */
export function createDecoder(from: Encoding): Decoder {
  let encoding = from;
  let damaged = 0;
  let isSure = from !== 'utf-8';
  let rest: Buffer = Buffer.alloc(0);

  function narrow(bytes: Buffer): string {
    if (encoding === 'windows-1252' && hasUndefined(bytes)) encoding = 'iso-8859-1';
    return new TextDecoder('windows-1252').decode(bytes);
  }

  function wide(bytes: Buffer): string {
    if (encoding === 'utf-16le') return bytes.toString('utf16le');
    return Buffer.from(bytes).swap16().toString('utf16le');
  }

  function unicode(bytes: Buffer): string {
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      isSure ||= text.length < bytes.length;
      return text;
    } catch {
      const { repaired, bad, good } = repair(bytes);
      if (!isSure && bad >= good) {
        encoding = 'windows-1252';
        return narrow(bytes);
      }
      isSure = true;
      damaged += bad;
      return repaired.toString('utf8');
    }
  }

  return {
    get encoding() {
      return encoding;
    },
    get damaged() {
      return damaged;
    },
    decode(bytes, isLast) {
      const all =
        rest.length > 0
          ? Buffer.concat([rest, bytes])
          : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      const end = isLast ? all.length : all.length - cutAtEnd(all, encoding);
      rest = Buffer.from(all.subarray(end));
      const whole = all.subarray(0, end);
      if (encoding === 'utf-8') return unicode(whole);
      if (encoding === 'utf-16le' || encoding === 'utf-16be') return wide(whole.subarray(0, end - (end % 2)));
      return narrow(whole);
    },
  };
}

/** Codes that Windows-1252 does not define (WHATWG Encoding, index windows-1252). */
function hasUndefined(bytes: Buffer): boolean {
  return [0x81, 0x8d, 0x8f, 0x90, 0x9d].some((byte) => bytes.includes(byte));
}

/** Bytes of a character that goes on in the next piece. */
function cutAtEnd(bytes: Buffer, encoding: Encoding): number {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return bytes.length % 2;
  if (encoding !== 'utf-8') return 0;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

const sequenceLength = (lead: number) => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1);

/** Puts a `substitute` for each byte that is no UTF-8, so that every place stays where it was. */
function repair(bytes: Buffer): { repaired: Buffer; bad: number; good: number } {
  const repaired = Buffer.from(bytes);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let bad = 0;
  let good = 0;
  for (let at = 0; at < repaired.length;) {
    const byte = repaired[at] ?? 0;
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = byte >= 0xf5 ? 1 : sequenceLength(byte);
    try {
      if (length === 1) throw new TypeError('No lead byte');
      decoder.decode(repaired.subarray(at, at + length));
      good++;
      at += length;
    } catch {
      repaired[at++] = substitute.charCodeAt(0);
      bad++;
    }
  }
  return { repaired, bad, good };
}
