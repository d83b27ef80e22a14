/** What the coding model sees of a text: its words and the pieces of three and four letters of each. Pure. */

/** A piece of a text, as a number, and the letters of the cleaned text that it covers: `[start, end)`. */
export interface Feature {
  readonly bucket: number;
  readonly start: number;
  readonly end: number;
}

/** Features are told apart by a hash; this many are. */
export const buckets = 1 << 16;

const shortest = 3;
const longest = 4;
/** Words that say nothing of an activity. */
const emptyWords = new Set(
  'de des du la le les et en au aux un une pour par avec sans sur dans chez ou a d l s nca autres autre activite activites'.split(
    ' ',
  ),
);

/** Small letters without accents; everything that is neither letter nor digit parts words. */
export function cleaned(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/œ/gi, 'oe')
    .replaceAll(/æ/gi, 'ae')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The features of a text that `cleaned` gave, each as often as it occurs. */
export function featuresOf(text: string): Feature[] {
  const features: Feature[] = [];
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    if (emptyWords.has(word)) continue;
    // The bounds of a word belong to its pieces: `<pain>`.
    const bound = `<${word}>`;
    for (let size = shortest; size <= longest; size += 1)
      for (let from = 0; from + size <= bound.length; from += 1)
        features.push({
          bucket: bucketOf(bound.slice(from, from + size)),
          start: index + Math.max(0, from - 1),
          end: index + Math.min(word.length, from + size - 1),
        });
    features.push({ bucket: bucketOf(bound), start: index, end: index + word.length });
  }
  return features;
}

/** FNV-1a over the UTF-16 units (Fowler, Noll, Vo), folded to the number of buckets. */
function bucketOf(piece: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < piece.length; index += 1)
    hash = Math.imul(hash ^ piece.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 17)) & (buckets - 1);
}
