/** The text of a file in the encodings that statistical offices hold, piece by piece. */
import { failure } from '../../../../../shared/contract/errors.ts';
import type { Bytes } from './row-source.ts';

const pieceBytes = 1024 ** 2;

/**
 * By the mark at the beginning, else by zero bytes UTF-16, else UTF-8. What is no UTF-8 is Windows-1252 from there on, unless there are
 * more characters of UTF-8 than bytes that are none: those become U+FFFD.
 * @throws Failure of the reading; `text-file-binary` for bytes that are no text
 */
export async function* decodedText(file: Bytes): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  /** Bytes of the last piece that the decoder may still hold. */
  let tail = new Uint8Array(0);
  let hasCharacters = false;
  for (let at = 0; at < file.size;) {
    const bytes = await file.read(at, at + pieceBytes);
    if (bytes.length === 0) break;
    decoder ??= new TextDecoder(encodingOf(bytes, file.name), { fatal: true });
    at += bytes.length;
    const stream = at < file.size;
    try {
      const text = decoder.decode(bytes, { stream });
      hasCharacters ||= decoder.encoding === 'utf-8' && text.length < bytes.length - tail.length;
      yield text;
    } catch {
      const all = decoder.encoding === 'utf-8' ? Buffer.concat([tail, bytes]) : bytes;
      const isDamaged = decoder.encoding !== 'utf-8' || hasCharacters || isMostlyUtf8(all);
      decoder = new TextDecoder(isDamaged ? decoder.encoding : 'windows-1252');
      yield decoder.decode(all, { stream });
    }
    tail = decoder.encoding === 'utf-8' ? unfinished(bytes) : new Uint8Array(0);
  }
}

function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const bad = text.split('\ufffd').length - 1;
  return (text.match(/[^\0-\x7f]/g)?.length ?? 0) - bad > bad;
}

function encodingOf(head: Uint8Array, name: string): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (const [at, byte] of head.subarray(0, 4096).entries())
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return 'utf-8';
  const most = Math.min(head.length, 4096) / 4;
  if (odd > most && even === 0) return 'utf-16le';
  if (even > most && odd === 0) return 'utf-16be';
  throw failure('invalid-input', 'The file is no text', { reason: 'text-file-binary', values: { name } });
}

/** Bytes of a character of UTF-8 that goes on in the next piece. */
function unfinished(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? Uint8Array.from(bytes.subarray(bytes.length - back)) : new Uint8Array(0);
  }
  return new Uint8Array(0);
}
