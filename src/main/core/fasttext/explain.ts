/** Why a label has its score: what each word and n-gram of the line adds to it. */
import type { Dictionary } from './dictionary.ts';
import { visitLine, type RowKind } from './features.ts';
import type { Header } from './header.ts';
import type { KeptNgrams } from './kept-ngrams.ts';
import type { InputMatrix, OutputMatrix } from './matrix.ts';

export interface ExplainedPart {
  /** The word, the characters with the `<` and `>` that bound a word, or the words with spaces between. */
  readonly part: string;
  readonly kind: RowKind;
  readonly share: number;
}

export interface Explanation {
  /** `logit`: the score before the loss is the sum of all shares. `left-out`: how much the probability falls without the word. */
  readonly method: 'logit' | 'left-out';
  readonly score: number;
  /** Each word of the line, `</s>` (its end) among them; an n-gram of several words counts for them in equal parts. */
  readonly words: readonly { readonly word: string; readonly share: number }[];
  /** Each row of the input by itself; empty for `left-out`. */
  readonly parts: readonly ExplainedPart[];
}

export interface LineReading {
  readonly header: Header;
  readonly dictionary: Dictionary;
  readonly ngrams: KeptNgrams;
}

interface Feature {
  readonly row: number;
  readonly kind: RowKind;
  readonly word: number;
  readonly from: number;
  readonly to: number;
}

/** The words of a line as the model reads them, and the rows that they bring. */
function featuresOf(text: string, { header, dictionary, ngrams }: LineReading) {
  const words: Buffer[] = [];
  const features: Feature[] = [];
  visitLine(text, header, dictionary, ngrams, {
    word: (bytes, start, end) => void words.push(Buffer.from(bytes.subarray(start, end))),
    row: (row, kind, word, from, to) => void features.push({ row, kind, word, from, to }),
  });
  return { words, features };
}

/**
 * The exact decomposition of a label's logit: the hidden vector is the mean of the line's rows, so that the logit is the sum over the
 * rows of (row · label) / number of rows. Holds for softmax, one-versus-all and negative sampling; source: Joulin et al. 2017, "Bag of
 * Tricks for Efficient Text Classification", 2. Blocks its thread while rows are read. @throws Failure
 */
export function explainLogit(
  text: string,
  label: number,
  reading: LineReading,
  input: InputMatrix,
  output: OutputMatrix,
): Explanation {
  const { words, features } = featuresOf(text, reading);
  const names = words.map(String);
  const wordShares = words.map(() => 0);
  const vector = new Float64Array(reading.header.dimension);
  let score = 0;
  const parts = features.map((feature): ExplainedPart => {
    vector.fill(0);
    input.addRow(vector, feature.row);
    const share = output.dotRow(vector, label) / features.length;
    score += share;
    const { word, kind, to } = feature;
    const last = kind === 'words' ? to : word;
    for (let at = word; at <= last; at += 1) {
      wordShares[at] = (wordShares[at] ?? 0) + share / (last - word + 1);
    }
    return { part: nameOf(feature, words, names), kind, share };
  });
  return {
    method: 'logit',
    score,
    words: names.map((word, at) => ({ word, share: wordShares[at] ?? 0 })),
    parts,
  };
}

function nameOf(
  { kind, word, from, to }: Feature,
  words: readonly Buffer[],
  names: readonly string[],
): string {
  if (kind === 'word') return names[word] ?? '';
  if (kind === 'words') return names.slice(from, to + 1).join(' ');
  return Buffer.concat([Buffer.from('<'), words[word] ?? Buffer.alloc(0), Buffer.from('>')])
    .subarray(from, to)
    .toString();
}

/** Where the score is no sum (hierarchical softmax): how much the probability falls when one word is left out. @param probabilityOf a line's label */
export function explainByLeavingOut(
  text: string,
  reading: LineReading,
  probabilityOf: (line: string) => number,
): Explanation {
  const names = featuresOf(text, reading).words.slice(0, -1).map(String);
  const score = probabilityOf(text);
  return {
    method: 'left-out',
    score,
    words: names.map((word, left) => ({
      word,
      share: score - probabilityOf(names.filter((_, at) => at !== left).join(' ')),
    })),
    parts: [],
  };
}
