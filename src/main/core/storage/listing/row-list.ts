/** A growing list of row numbers. */
export class RowList {
  length = 0;
  #rows = new Uint32Array(1024);

  /** Adds a row at the end. */
  push(row: number): void {
    if (this.length === this.#rows.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#rows);
      this.#rows.buffer.transfer(0);
      this.#rows = larger;
    }
    this.#rows[this.length] = row;
    this.length += 1;
  }

  /** The row at a place within the list. */
  at(index: number): number {
    return this.#rows[index] as number;
  }

  /** All of them, until the list changes. */
  get all(): Uint32Array<ArrayBuffer> {
    return this.#rows.subarray(0, this.length);
  }

  /** Takes the place of all rows, whose memory is given back. */
  replace(rows: Uint32Array<ArrayBuffer>): void {
    this.#rows.buffer.transfer(0);
    this.#rows = rows.length > 0 ? rows : new Uint32Array(1024);
    this.length = rows.length;
  }

  /** Gives the memory back at once. */
  free(): void {
    this.#rows.buffer.transfer(0);
    this.#rows = new Uint32Array(1);
    this.length = 0;
  }
}
