/** JSON that is parsed only where its objects will fit: V8 ends the whole process, not the thread, when one runs out of memory inside `JSON.parse`. */
import { unreadable } from './source.ts';

/** Bytes of objects at most. */
const objectsLimit = 384 * 1024 * 1024;
/** An empty object with its place in an array. */
const tokenBytes = 72;

/**
 * Parses UTF-8. @throws Failure `preview-too-big` for too many values, SyntaxError for what is no JSON.
 * @param reviver as of `JSON.parse`.
 */
export function parseJson(
  bytes: Uint8Array,
  name: string,
  reviver?: (key: string, value: unknown, context: { source?: string }) => unknown,
): unknown {
  let tokens = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === 0x22) {
      // A text is one value however long it is.
      do {
        index = bytes.indexOf(0x22, index + 1);
        if (index < 0) index = bytes.length;
      } while (index < bytes.length && isEscaped(bytes, index));
    } else if (byte === 0x2c || byte === 0x7b || byte === 0x5b) tokens++;
  }
  if (tokens * tokenBytes + bytes.length * 2 > objectsLimit)
    throw unreadable('preview-too-big', 'It holds too many values', { name });
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}

function isEscaped(bytes: Uint8Array, quote: number): boolean {
  let slashes = 0;
  while (bytes[quote - 1 - slashes] === 0x5c) slashes++;
  return slashes % 2 === 1;
}
