import { newStemmer } from 'snowball-stemmers';

const stemmer = newStemmer('french');
/** Stemming is most of the work, and the same words come again and again. */
const stems = new Map<string, string>();
const mostStems = 50_000;

/** The stem of a French word in lower case by Snowball's rules: `coiffures` gives `coiffur`. */
export function frenchStem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= mostStems) stems.clear();
  const made = stemmer.stem(word);
  stems.set(word, made);
  return made;
}
