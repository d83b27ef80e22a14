import { asciiText } from './ascii.ts';
import { frenchStopWords } from './french-stop-words.ts';
import { frenchStem } from './stem.ts';

/** Phrases that say nothing about an activity: those that are known by name, out of about 200 of the original. */
const emptyPhrases = ['voir ci dessous', 'activite principale', 'sans activite', 'cf k bis', 'neant', 'idem'];

const noiseWords = [
  ...['code', 'cadre', 'ape', 'ape[a-z]', 'naf', 'inchangee', 'kbis', 'np', 'nc', 'idem', 'xx', 'xxx', 'aa'],
  ...['aaa', 'mo', 'iem', 'ci dessus', 'et'],
];

/** In this order: each works on what the one before it left. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\b(?:${emptyPhrases.join('|')})\\b`, 'g'), ' '],
  [/e-/g, 'e'],
  [/\be\s/g, ' e'],
  [/[^\w\s]/g, ' '],
  [new RegExp(`\\b(?:${noiseWords.join('|')})\\b`, 'g'), ''],
  [/[\d+]/g, ' '],
];

/**
 * A description of an activity as INSEE's fastText models were trained to read it: ASCII, lower case, empty phrases,
 * punctuation, noise words and digits out, words of one letter out, each word once, French stop words out, Snowball
 * French stems. Empty when nothing is left. `3 D: La Deratisation - La Desinsectisation` gives `deratis desinsectis`.
 *
 * Source: InseeFrLab/codif-ape-train at 36977c7, `clean_lib`, whose order this keeps. The words are compared with the
 * stop words before stemming, and doubles are dropped before both, so two words of one stem may stay.
 */
export function cleanText(text: string): string {
  let left = asciiText(text).toLowerCase();
  for (const [pattern, replacement] of replacements) left = left.replace(pattern, replacement);
  const words = new Set(left.split(/\s+/).filter((word) => word.length > 1));
  return [...words]
    .filter((word) => !frenchStopWords.has(word))
    .map(frenchStem)
    .join(' ');
}
