/** In which pieces a file goes. Pure. */

export const mebibyte = 1024 * 1024;

/** What is at most sent again after an interruption, by each stream. */
const usualPart = 16 * mebibyte;

/** S3: at most 10,000 parts, of at most 5 GiB, and an object of at most 5 TiB (Amazon S3 multipart upload limits). */
const mostParts = 10_000;
export const largestObject = 5 * 1024 ** 4;

/** A piece of a file: bytes `[start, end)`; numbers begin with 1, as S3 wants them. */
export interface Piece {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** Bytes of a part of a file of so many bytes: 16 MiB, more only where 10,000 of them would not do; whole MiB. */
export function partSizeFor(size: number): number {
  if (size <= usualPart * mostParts) return usualPart;
  return Math.ceil(size / mostParts / mebibyte) * mebibyte;
}

/** The pieces of a file; an empty one has none. The last may be smaller. */
export function piecesOf(size: number, partSize: number): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < size; start += partSize)
    pieces.push({ number: pieces.length + 1, start, end: Math.min(size, start + partSize) });
  return pieces;
}

/** A file up to so many bytes goes in one request. */
export const singleRequest = usualPart;

/**
 * Parts of an upload that need not be sent again: those whose number and size are in the plan, and that the server holds with the
 * ETag which the journal noted. `unsure` are on the server with the right size but unknown to the journal: their bytes must be compared.
 */
export function comparedParts(
  plan: readonly Piece[],
  journal: ReadonlyMap<number, string>,
  server: ReadonlyMap<number, { readonly etag: string; readonly size: number }>,
): { readonly kept: ReadonlyMap<number, string>; readonly unsure: readonly Piece[] } {
  const kept = new Map<number, string>();
  const unsure: Piece[] = [];
  for (const piece of plan) {
    const there = server.get(piece.number);
    if (!there || there.size !== piece.end - piece.start) continue;
    if (journal.get(piece.number) === there.etag) kept.set(piece.number, there.etag);
    else if (!journal.has(piece.number)) unsure.push(piece);
  }
  return { kept, unsure };
}
