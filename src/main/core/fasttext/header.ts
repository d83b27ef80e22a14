/** The first bytes of a fastText model: what it is, how it was trained, how many words and labels it knows. */
import { failure } from '../../../shared/contract/errors.ts';
import { damaged, notModel } from './failures.ts';
import type { ModelFile } from './model-file.ts';

/** `loss_name` of fastText's args.h, by its number. */
const losses = {
  1: 'hierarchical-softmax',
  2: 'negative-sampling',
  3: 'softmax',
  4: 'one-versus-all',
} as const;
export type Loss = (typeof losses)[keyof typeof losses];

export interface Header {
  readonly version: number;
  readonly dimension: number;
  readonly wordNgrams: number;
  readonly loss: Loss;
  /** Rows that hashed n-grams share. */
  readonly buckets: number;
  /** Characters of the shortest and the longest n-gram of a word; none when the longest is 0. */
  readonly shortest: number;
  readonly longest: number;
  readonly words: number;
  readonly labels: number;
  /** N-grams that pruning kept; undefined where nothing was pruned. */
  readonly kept: number | undefined;
  /** Offset of the first word. */
  readonly end: number;
}

const magic = 793_712_314;
const supervised = 3;
const length = 92;
/** Nobody trains longer n-grams; with a made-up length one text would take for ever. */
const longestGram = 64;
/** Models have some hundreds. */
const mostDimensions = 65_536;

/** Reads it (`FastText::saveModel`, `Args::save`, `Dictionary::save` of fastText 0.9). @throws Failure */
export function readHeader(file: ModelFile): Header {
  const { name } = file;
  if (file.size < 8 || file.read(0, 4).readInt32LE(0) !== magic) throw notModel(name);
  const bytes = file.read(0, length);
  const integer = (at: number) => bytes.readInt32LE(at);
  const version = integer(4);
  if (version !== 11 && version !== 12) {
    throw failure('unsupported', `${name} has version ${version} of the format`, {
      reason: 'fasttext-version',
      values: { name, version },
    });
  }
  if (integer(36) !== supervised) {
    throw failure('unsupported', `${name} holds word vectors, not a classifier`, {
      reason: 'fasttext-unsupervised',
      values: { name },
    });
  }
  const loss = losses[integer(32) as keyof typeof losses];
  if (!loss) throw damaged(name, `the loss has the number ${integer(32)}`);
  const [size, words, labels] = [integer(64), integer(68), integer(72)];
  const kept = Number(bytes.readBigInt64LE(84));
  const header: Header = {
    version,
    dimension: integer(8),
    wordNgrams: integer(28),
    loss,
    buckets: integer(40),
    shortest: integer(44),
    // Models of version 11 were trained without n-grams of characters, whatever they say.
    longest: version === 11 ? 0 : integer(48),
    words,
    labels,
    kept: kept < 0 ? undefined : kept,
    end: length,
  };
  if (words < 0 || labels < 1 || words + labels !== size) {
    throw damaged(name, `${size} entries are not ${words} words and ${labels} labels`);
  }
  checkNgrams(name, header);
  return header;
}

function checkNgrams(name: string, { dimension, buckets, longest, wordNgrams }: Header): void {
  if (dimension < 1 || dimension > mostDimensions) {
    throw damaged(name, `vectors have ${dimension} dimensions`);
  }
  if (longest > longestGram || wordNgrams > longestGram) {
    throw damaged(name, `n-grams of ${Math.max(longest, wordNgrams)} parts`);
  }
  if (buckets < 0 || (buckets === 0 && (longest > 0 || wordNgrams > 1))) {
    throw damaged(name, `n-grams have ${buckets} buckets`);
  }
}
