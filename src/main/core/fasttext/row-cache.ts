/** Rows of a fixed width out of a file, the last used ones kept in one block of memory. */
import type { ModelFile } from './model-file.ts';

export interface RowCache {
  /** The block. Its pages take memory only once rows lie in them. */
  readonly block: ArrayBuffer;
  /** Number of the place where a row now lies in the block, in rows; good until the next call. @throws Failure */
  placeOf(row: number): number;
}

const ways = 8;

/** Each row may lie in eight places, which are taken in turn: nothing is linked, nothing is allocated after the start. */
export function createRowCache(options: {
  readonly file: ModelFile;
  /** Offset of row 0. */
  readonly at: number;
  readonly rowBytes: number;
  readonly rows: number;
  /** Bytes that the block may take. */
  readonly memory: number;
}): RowCache {
  const { file, at, rowBytes, rows, memory } = options;
  const sets = Math.max(1, Math.ceil(Math.min(rows, Math.floor(memory / rowBytes)) / ways));
  const block = new ArrayBuffer(sets * ways * rowBytes);
  const bytes = new Uint8Array(block);
  const held = new Int32Array(sets * ways).fill(-1);
  const turns = new Uint8Array(sets);

  return {
    block,
    placeOf(row) {
      const set = (Math.imul(row, 0x9e3779b1) >>> 0) % sets;
      const first = set * ways;
      for (let way = first; way < first + ways; way += 1) if (held[way] === row) return way;
      const turn = turns[set] ?? 0;
      turns[set] = (turn + 1) % ways;
      const place = first + turn;
      held[place] = -1;
      file.fill(bytes.subarray(place * rowBytes, (place + 1) * rowBytes), at + row * rowBytes);
      held[place] = row;
      return place;
    },
  };
}
