/** The range that a request asks for (RFC 9110, 14.2), refused in the words of the real server (Starlette's `FileResponse`). */

/** Bytes from `start` up to `end`, which is not part of it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Why there is nothing to send. */
export interface RefusedRange {
  readonly status: 400 | 416;
  readonly why: string;
}

const refused = (why: string): RefusedRange => ({ status: 400, why });

/** Reads a `Range` of a file of `size` bytes; undefined where all of it is to be sent, as it is for several ranges at once. */
export function readRange(header: string | undefined, size: number): ByteRange | RefusedRange | undefined {
  if (header === undefined) return undefined;
  const [unit = '', set = ''] = header.split('=', 2);
  if (unit.trim().toLowerCase() !== 'bytes') return refused('Only support bytes range');
  if (set.includes(',')) return undefined;
  const [, first = '', last = ''] = /^\s*(\d*)-(\d*)\s*$/.exec(set) ?? [];
  if (first === '' && last === '') return refused('Range header: range must be requested');
  if (first === '') return { start: Math.max(0, size - Number(last)), end: size };
  if (Number(first) >= size) return { status: 416, why: '' };
  if (last !== '' && Number(last) < Number(first))
    return refused('Range header: start must be less than end');
  return { start: Number(first), end: last === '' ? size : Math.min(size, Number(last) + 1) };
}
