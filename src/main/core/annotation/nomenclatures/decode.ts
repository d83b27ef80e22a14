/** Text of a file in whatever encoding it was saved. */
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { problem } from './reading.ts';

export interface Decoded {
  readonly text: string;
  /** A warning where the encoding had to be guessed, an error where it is no text. */
  readonly findings: readonly Finding[];
}

/** By the mark at the beginning, else UTF-8 where the bytes are valid, else Windows-1252, which is told. */
export function decodeText(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decoded(bytes, 'utf-16be');
  try {
    return checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes), []);
  } catch {
    const at = bytes.findIndex((byte) => byte >= 0x80);
    const line = 1 + bytes.subarray(0, at).filter((byte) => byte === 10).length;
    return decoded(bytes, 'windows-1252', [
      { severity: 'warning', kind: 'encoding', name: 'windows-1252', expected: 'utf-8', line },
    ]);
  }
}

function decoded(bytes: Uint8Array, encoding: string, findings: Finding[] = []): Decoded {
  return checked(new TextDecoder(encoding).decode(bytes), findings);
}

function checked(text: string, findings: Finding[]): Decoded {
  const at = text.indexOf('\0');
  if (at < 0) return { text, findings };
  return { text: '', findings: [problem('unreadable', 'binary', placeAt(text, at))] };
}

/** Line and column of a character. */
export function placeAt(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
