/** Text in the encodings that statistical offices hold, read and written without changing a byte that nobody touched. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';

export const encodings = [
  'utf-8',
  'utf-8-bom',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
] as const;
export type Encoding = (typeof encodings)[number];

/** Windows-1252 from 0x80 to 0x9f; a space where nothing is defined. Source: WHATWG Encoding, index windows-1252. */
const windows = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

export interface ReadText {
  readonly text: string;
  readonly encoding: Encoding;
  /** The one that most lines end with. */
  readonly newline: '\n' | '\r\n';
}

/**
 * Tells the encoding by the mark at the beginning, else UTF-8 where the bytes are valid, else Windows-1252, else Latin-1.
 * @returns undefined for bytes that are no text (they hold a zero byte)
 */
export function readText(bytes: Buffer): ReadText | undefined {
  const found = decoded(bytes);
  if (!found || found.text.includes('\0')) return undefined;
  const windowsLines = found.text.match(/\r\n/g)?.length ?? 0;
  const lines = found.text.match(/\n/g)?.length ?? 0;
  return { ...found, newline: windowsLines * 2 > lines ? '\r\n' : '\n' };
}

function decoded(bytes: Buffer): { text: string; encoding: Encoding } | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe && bytes.length % 2 === 0)
    return { text: bytes.subarray(2).toString('utf16le'), encoding: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0)
    return { text: Buffer.from(bytes.subarray(2)).swap16().toString('utf16le'), encoding: 'utf-16be' };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      marked ? bytes.subarray(3) : bytes,
    );
    return { text, encoding: marked ? 'utf-8-bom' : 'utf-8' };
  } catch {
    if (marked) return undefined;
  }
  const latin = bytes.toString('latin1');
  if (/[\x81\x8d\x8f\x90\x9d]/.test(latin)) return { text: latin, encoding: 'iso-8859-1' };
  const text = latin.replace(/[\x80-\x9f]/g, (one) => windows[one.charCodeAt(0) - 0x80] ?? one);
  return { text, encoding: 'windows-1252' };
}

/**
 * The bytes of a text.
 * @throws Failure `invalid-input` with `storage-text-characters` for characters that the encoding does not have
 */
export function writeText(text: string, encoding: string, newline?: '\n' | '\r\n'): Buffer {
  const whole = newline === undefined ? text : text.replace(/\r\n|\n/g, newline);
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(whole);
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${whole}`);
    case 'utf-16le':
      return Buffer.from(`\ufeff${whole}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${whole}`, 'utf16le').swap16();
    case 'windows-1252':
    case 'iso-8859-1':
      return Buffer.from(narrow(whole, encoding), 'latin1');
    default:
      throw failure('invalid-input', `There is no encoding ${encoding}`, {
        reason: 'storage-text-encoding',
        field: 'encoding',
        values: { encoding },
      });
  }
}

function narrow(text: string, encoding: Encoding): string {
  const missing = new Set<string>();
  const bytes = text.replace(encoding === 'iso-8859-1' ? /[^\0-\xff]/gu : /[^\0-\x7f\xa0-\xff]/gu, (one) => {
    const at = encoding === 'windows-1252' && one !== ' ' ? windows.indexOf(one) : -1;
    if (at >= 0) return String.fromCharCode(0x80 + at);
    missing.add(one);
    return '?';
  });
  if (missing.size === 0) return bytes;
  throw failure('invalid-input', 'The encoding does not have these characters', {
    reason: 'storage-text-characters',
    field: 'text',
    values: { encoding, characters: [...missing].slice(0, 10).join(' ') },
  });
}
