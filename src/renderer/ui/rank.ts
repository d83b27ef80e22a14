/** Finds what a person means by a few letters: in names, words and descriptions, accents and case set aside. Pure. */

/** Text as it is compared: lower case, without accents (NFD, combining marks removed), ligatures opened. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae');
}

/** What may stand before a word within a text. */
const beginners = ' \t\n-_/.(\'’«"';

export interface Field {
  readonly text: string;
  /** How much a hit here counts. */
  readonly weight: number;
}

/**
 * How well something fits a query: 0 not at all, more is better. Every word of the query must be found.
 * A whole field counts more than a beginning, a beginning more than the beginning of a word, that more than the middle.
 */
export function score(query: string, fields: readonly Field[]): number {
  const words = plain(query).split(/\s+/).filter(Boolean);
  let total = 0;
  for (const word of words) {
    const best = Math.max(0, ...fields.map((field) => field.weight * placeOf(word, plain(field.text))));
    if (best === 0) return 0;
    total += best;
  }
  return words.length > 0 ? total / words.length : 1;
}

function placeOf(word: string, text: string): number {
  if (text === word) return 10;
  if (text.startsWith(word)) return 8;
  let best = 0;
  for (let at = text.indexOf(word); at >= 0 && best < 5; at = text.indexOf(word, at + 1)) {
    best = beginners.includes(text[at - 1] ?? '') ? 5 : 2;
  }
  return best;
}

/** Those that fit, best first; the order given breaks ties. */
export function rank<T>(query: string, items: readonly T[], fieldsOf: (item: T) => readonly Field[]): T[] {
  return items
    .map((item, index) => ({ item, index, score: score(query, fieldsOf(item)) }))
    .filter((entry) => entry.score > 0)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map((entry) => entry.item);
}
