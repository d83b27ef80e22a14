/** Room for rows and names in pieces of a fixed size: what is there is never copied to grow, and room that is not used stays small. */

const rowBits = 13;
/** Rows of one segment, and the bits of a row's number that say where in its segment it lies. */
const segmentRows = 1 << rowBits;
const withinSegment = segmentRows - 1;
/** Bytes of a row in its segment, the owner's number aside. */
const rowBytes = 8 + 8 + 4 + 2 + 2 + 1 + 1 + 16;

/** The columns of some rows, in one piece of memory. */
export interface RowSegment {
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  /** Where names begin: a position of `NameSegments`; of rows of the open page a place in that page. */
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
  readonly etagParts: Uint16Array;
  readonly flags: Uint8Array;
  readonly storageClasses: Uint8Array;
  /** 16 bytes a row. */
  readonly etags: Uint8Array;
  /** Only where owners came. */
  owners: Uint16Array<ArrayBuffer> | undefined;
  readonly buffer: ArrayBuffer;
}

function newSegment(): RowSegment {
  const buffer = new ArrayBuffer(segmentRows * rowBytes);
  let at = 0;
  const next = (bytes: number) => {
    at += bytes * segmentRows;
    return at - bytes * segmentRows;
  };
  return {
    buffer,
    sizes: new Float64Array(buffer, next(8), segmentRows),
    times: new Float64Array(buffer, next(8), segmentRows),
    starts: new Uint32Array(buffer, next(4), segmentRows),
    lengths: new Uint16Array(buffer, next(2), segmentRows),
    etagParts: new Uint16Array(buffer, next(2), segmentRows),
    flags: new Uint8Array(buffer, next(1), segmentRows),
    storageClasses: new Uint8Array(buffer, next(1), segmentRows),
    etags: new Uint8Array(buffer, next(16), segmentRows * 16),
    owners: undefined,
  };
}

/** The place of a row in its segment. */
export const placeOf = (row: number): number => row & withinSegment;

/** Notes a row's owner; a segment in which nobody has one has no room for them. */
export function setOwner(segment: RowSegment, place: number, owner: number): void {
  if (owner > 0) segment.owners ??= new Uint16Array(segmentRows);
  if (segment.owners) segment.owners[place] = owner;
}

/** Rows by their numbers. */
export class RowSegments {
  readonly #all: RowSegment[] = [];

  /** The segment of a row that was made room for. */
  of(row: number): RowSegment {
    return this.#all[row >>> rowBits] as RowSegment;
  }

  /** The segment of a row, made when it is the first behind the last. */
  grown(row: number): RowSegment {
    const number = row >>> rowBits;
    if (number === this.#all.length) this.#all.push(newSegment());
    return this.#all[number] as RowSegment;
  }

  /** Gives the memory back at once, without waiting for the collector. */
  free(): void {
    for (const { buffer, owners } of this.#all.splice(0)) {
      buffer.transfer(0);
      owners?.buffer.transfer(0);
    }
  }
}

const nameBits = 20;
/** Bytes of names in the first segment, and in each later one. */
const firstNameBytes = 64 * 1024;
const nameBytes = 1 << nameBits;

/** Names one behind the other, none across two segments. A position is the number of a segment and the place in it. */
export class NameSegments {
  readonly #all: Uint8Array<ArrayBuffer>[] = [];
  #last = 0;
  /** Where the next name goes. */
  bytes: Uint8Array = new Uint8Array(0);
  end = 0;

  /** Makes room for a name of at most so many bytes (65,535) at `end` of `bytes`. */
  reserve(length: number): void {
    if (this.end + length <= this.bytes.length) return;
    if (this.#all.length > 0) this.#last += 1;
    if (this.#last === this.#all.length)
      this.#all.push(new Uint8Array(this.#last === 0 ? Math.max(firstNameBytes, length) : nameBytes));
    this.bytes = this.#all[this.#last] as Uint8Array;
    this.end = 0;
  }

  /** The position of a place in `bytes`. */
  position(place: number): number {
    return this.#last * nameBytes + place;
  }

  /** The bytes of the segment of a position. */
  of(position: number): Uint8Array {
    return this.#all[position >>> nameBits] as Uint8Array;
  }

  /** Forgets all names and keeps the room for new ones. */
  clear(): void {
    this.#last = 0;
    this.bytes = this.#all[0] ?? this.bytes;
    this.end = 0;
  }

  /** Gives the memory back at once, without waiting for the collector. */
  free(): void {
    for (const { buffer } of this.#all.splice(0)) buffer.transfer(0);
    this.bytes = new Uint8Array(0);
    this.clear();
  }
}

/** The place of a position in its segment. */
export const placeOfName = (position: number): number => position & (nameBytes - 1);
