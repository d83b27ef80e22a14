/** Pieces of objects in memory, the least used forgotten first. */

export interface Pieces {
  /** Bytes `[start, end)` of what `key` names, of which only those that are not held are fetched. */
  read(
    key: string,
    start: number,
    end: number,
    fetch: (start: number, end: number) => Promise<Uint8Array>,
  ): Promise<Uint8Array>;
  clear(): void;
}

interface Piece {
  readonly key: string;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Each read looks through all pieces. */
const mostPieces = 2_000;

/** @param limit bytes held at most; a piece larger than half of it is not held. */
export function createPieces(limit: number): Pieces {
  // A set keeps the order in which things were put in: the first is the one that was longest not used.
  const held = new Set<Piece>();
  let size = 0;

  function keep(piece: Piece): void {
    if (piece.bytes.length === 0 || piece.bytes.length > limit / 2) return;
    held.add(piece);
    size += piece.bytes.length;
    for (const oldest of held) {
      if (size <= limit && held.size <= mostPieces) break;
      held.delete(oldest);
      size -= oldest.bytes.length;
    }
  }

  return {
    async read(key, start, end, fetch) {
      if (end <= start) return new Uint8Array(0);
      const parts: Uint8Array[] = [];
      let at = start;
      while (at < end) {
        let best: Piece | undefined;
        for (const piece of held)
          if (piece.key === key && piece.start <= at && piece.start + piece.bytes.length > at)
            if (!best || piece.start + piece.bytes.length > best.start + best.bytes.length) best = piece;
        if (!best) break;
        held.delete(best);
        held.add(best);
        const part = best.bytes.subarray(at - best.start, end - best.start);
        parts.push(part);
        at += part.length;
      }
      if (at < end) {
        const bytes = await fetch(at, end);
        keep({ key, start: at, bytes });
        parts.push(bytes);
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    },
    clear() {
      held.clear();
      size = 0;
    },
  };
}
