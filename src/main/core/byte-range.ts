/** Ranges of bytes (RFC 9110, 14): one range a request, which is all that browsers ask for. */

export type ByteRange =
  | { readonly kind: 'whole' }
  /** From the first to the last byte, both included. */
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads a Range header. Several ranges and other units are answered by the whole (a server may ignore them).
 * @param size number of bytes there are.
 */
export function readRange(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  const [from, to] = [match[1] ?? '', match[2] ?? ''];
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return { kind: 'whole' };
  return first > last ? { kind: 'unsatisfiable' } : { kind: 'part', first, last };
}
