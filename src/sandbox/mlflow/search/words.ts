/** The words of a filter, as far as MLflow's grammar (a subset of SQL, read by sqlparse) tells them apart. */

export interface Word {
  readonly kind: 'identifier' | 'number' | 'text' | 'list' | 'comparator' | 'and' | 'other';
  readonly text: string;
}

const part = '(?:"[^"]*"|`[^`]*`|[A-Za-z_][\\w$]*)';

const patterns: readonly (readonly [Word['kind'], RegExp])[] = [
  ['and', /AND\b/iy],
  ['comparator', /(?:NOT\s+IN|IN|I?LIKE|RLIKE|IS\s+NOT\s+NULL|IS\s+NULL)\b/iy],
  ['other', /(?:OR|NOT|IS|BETWEEN|NULL)\b/iy],
  ['comparator', /[<>=~!]+/y],
  ['number', /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w.])/iy],
  ['text', /'(?:[^']|'')*'/y],
  ['list', /\([^)]*\)/y],
  ['identifier', new RegExp(`${part}(?:\\.${part})*`, 'y')],
  ['other', /;|[^\s;]+/y],
];

/** Splits a filter into its words; blanks fall away. */
export function wordsOf(filter: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < filter.length) {
    if (/\s/.test(filter[at] ?? '')) {
      at += 1;
      continue;
    }
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const found = pattern.exec(filter)?.[0];
      if (found === undefined) continue;
      words.push({ kind, text: found });
      at += found.length;
      break;
    }
  }
  return words;
}
