/** Which names a filter lets through: words in any order whatever their case and accents, or a glob. Pure. */

/** Judges the name that lies at `start` to `end` in UTF-8 bytes. */
export type NameFilter = (bytes: Uint8Array, start: number, end: number) => boolean;

/** A text without case and accents: `Élève` is `eleve`. */
export function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/**
 * Makes the filter of a text; undefined when it lets everything through. A word with `*` or `?` is a glob that the whole name must match,
 * every other word must stand somewhere in the name.
 */
export function nameFilter(text: string): NameFilter | undefined {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const judges = words.map((word) => (/[*?]/.test(word) ? globJudge(word) : wordJudge(word)));
  const plain = judges.every((judge) => judge.bytes);
  return (bytes, start, end) => {
    if (plain && isAscii(bytes, start, end)) return judges.every((judge) => judge.bytes?.(bytes, start, end));
    const name = folded(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'));
    return judges.every((judge) => judge.text(name));
  };
}

interface Judge {
  /** For folded names. */
  readonly text: (name: string) => boolean;
  /** For names of ASCII alone, without making a string of them. */
  readonly bytes?: NameFilter;
}

function wordJudge(word: string): Judge {
  const wanted = Buffer.from(word);
  return {
    text: (name) => name.includes(word),
    bytes: (bytes, start, end) => holds(bytes, start, end, wanted),
  };
}

function holds(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  const first = wanted[0] as number;
  const last = end - wanted.length;
  for (let at = start; at <= last; at += 1) {
    if (lower(bytes[at] as number) !== first) continue;
    let length = 1;
    while (length < wanted.length && lower(bytes[at + length] as number) === wanted[length]) length += 1;
    if (length === wanted.length) return true;
  }
  return false;
}

/** `*` is any number of characters, `?` is one; each star is tried once, so that no pattern takes for ever. */
function globJudge(pattern: string): Judge {
  const wanted = [...pattern];
  const matches = (length: number, characterAt: (at: number) => string | undefined) => {
    let [at, position, star, mark] = [0, 0, -1, 0];
    while (at < length) {
      const one = wanted[position];
      if (one === '*') {
        star = position++;
        mark = at;
      } else if (one !== undefined && (one === '?' || one === characterAt(at))) {
        at += 1;
        position += 1;
      } else if (star >= 0) {
        position = star + 1;
        at = ++mark;
      } else return false;
    }
    while (wanted[position] === '*') position += 1;
    return position === wanted.length;
  };
  const codes = wanted.map((one) => (one === '*' ? -1 : one === '?' ? -2 : (one.codePointAt(0) as number)));
  return {
    text: (name) => {
      // A folder's own slash need not be in the pattern.
      const characters = [...name.replace(/\/$/, '')];
      return matches(characters.length, (at) => characters[at]);
    },
    bytes: (bytes, start, stop) => {
      const end = stop > start && bytes[stop - 1] === 47 ? stop - 1 : stop;
      let [at, position, star, mark] = [start, 0, -1, start];
      while (at < end) {
        const code = codes[position];
        if (code === -1) {
          star = position++;
          mark = at;
        } else if (code === -2 || code === lower(bytes[at] as number)) {
          at += 1;
          position += 1;
        } else if (star >= 0) {
          position = star + 1;
          at = ++mark;
        } else return false;
      }
      while (codes[position] === -1) position += 1;
      return position === codes.length;
    },
  };
}

/** True when a name begins with a text that is folded already. */
export function beginsFolded(bytes: Uint8Array, start: number, end: number, wanted: string): boolean {
  if (!isAscii(bytes, start, end))
    return folded(
      Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'),
    ).startsWith(wanted);
  if (end - start < wanted.length) return false;
  for (let at = 0; at < wanted.length; at += 1)
    if (lower(bytes[start + at] as number) !== wanted.charCodeAt(at)) return false;
  return true;
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] as number) > 127) return false;
  return true;
}

function lower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
