/** Texts that repeat, by their numbers. */

/** Numbers texts that repeat. Number 0 means none, as does a text that came after `limit` others. */
export class TextDictionary {
  readonly texts: (string | undefined)[] = [undefined];
  readonly #numbers = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The number of a text. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (text === '' || this.texts.length >= this.#limit) return 0;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** Remembers the bytes that a column had last, since they are mostly the next one's too. */
export class LastText {
  #bytes: Uint8Array = new Uint8Array(0);
  #number = 0;

  /** The number of the text at that place; one that is new is read by `textOf`. */
  number(
    buffer: Uint8Array,
    start: number,
    end: number,
    dictionary: TextDictionary,
    textOf: (buffer: Uint8Array, start: number, end: number) => string,
  ): number {
    const length = end - start;
    let same = length === this.#bytes.length;
    for (let at = 0; same && at < length; at += 1) same = buffer[start + at] === this.#bytes[at];
    if (same) return this.#number;
    this.#number = dictionary.number(textOf(buffer, start, end));
    this.#bytes = buffer.slice(start, end);
    return this.#number;
  }
}
