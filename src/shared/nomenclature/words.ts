/** Words of French and English texts, alike however they were typed. */

export interface Word {
  /** Folded and in the singular, by which words are compared. */
  readonly form: string;
  readonly start: number;
  readonly end: number;
}

/** Latin letters and digits: French and English have no others, and a list is searched twice as fast as a Unicode class. */
const letters = /[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+/g;

/** Words that say nothing about an activity. */
const idle = new Set(
  (
    'a ai and au aux by ce ces d dan de des du en et etc for from in l la le les leur n of on or ou par pas pour qu que qui ' +
    's sa se ses son sur the this to un une with y'
  )
    .split(' ')
    .map(singular),
);

/** Whether a word (its form) is left out of a question that has others. */
export const isIdle = (form: string): boolean => idle.has(form);

/** In small letters, without accents and ligatures. */
export function folded(text: string): string {
  const small = text.toLowerCase();
  if (/^[\0-\x7f]*$/.test(small)) return small;
  return small.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').replaceAll('æ', 'ae');
}

/** The singular of a folded word, French or English, near enough for plurals to meet: `animaux` and `animal`, `batteries` and `battery`. */
export function singular(word: string): string {
  if (word.length < 4 || !/[sx]$/.test(word)) return word;
  if (/[^e]aux$/.test(word)) return `${word.slice(0, -3)}al`;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return word.endsWith('ss') ? word : word.slice(0, -1);
}

/** The words of a text with their places in it. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(letters), ({ 0: word, index }) => ({
    form: singular(folded(word)),
    start: index,
    end: index + word.length,
  }));
}

/** The forms of the words of many texts: each word is folded once, each text is read once. */
export function createForms(): (text: string) => ReadonlySet<string> {
  const known = new Map<string, string>();
  const texts = new Map<string, ReadonlySet<string>>();
  return (text) => {
    const before = texts.get(text);
    if (before) return before;
    const forms = new Set<string>();
    for (const word of text.match(letters) ?? []) {
      const form = known.get(word) ?? singular(folded(word));
      known.set(word, form);
      forms.add(form);
    }
    texts.set(text, forms);
    return forms;
  };
}
