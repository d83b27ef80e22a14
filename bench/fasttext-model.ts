/** A made-up model of the real size and texts for it, the same in every run. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** What INSEE's training run asks for: one-versus-all over 732 codes, 180 dimensions, 2,000,000 buckets. */
const shape = { dimension: 180, buckets: 2_000_000, labels: 732, wordNgrams: 3, shortest: 3, longest: 4 };
const words = 50_000;
const [oneVersusAll, supervised] = [4, 3];

/** Numbers in [0, 1) from a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables =
  'bou lan ger ie me nui se rie plom be cof fu ré no va tion con seil ven te trans port'.split(' ');

function wordOf(number: number): string {
  const parts: string[] = [];
  for (let left = number + syllables.length; left > 0; left = Math.floor(left / syllables.length)) {
    parts.push(syllables[left % syllables.length] ?? '');
  }
  return parts.join('');
}

function dictionary(): Buffer {
  const entry = (text: string, count: number, type: number) => {
    const tail = Buffer.alloc(10);
    tail.writeBigInt64LE(BigInt(count), 1);
    tail[9] = type;
    return Buffer.concat([Buffer.from(text), tail]);
  };
  const known = Array.from({ length: words - 1 }, (_, number) => entry(wordOf(number), words - number, 0));
  const labels = Array.from({ length: shape.labels }, (_, label) =>
    entry(`__label__${String(label).padStart(4, '0')}Z`, shape.labels - label, 1),
  );
  return Buffer.concat([entry('</s>', words, 0), ...known, ...labels]);
}

function header(): Buffer {
  const bytes = Buffer.alloc(92);
  const { dimension, buckets, labels, wordNgrams, shortest, longest } = shape;
  const parts = [
    dimension,
    5,
    50,
    3,
    5,
    wordNgrams,
    oneVersusAll,
    supervised,
    buckets,
    shortest,
    longest,
    100,
  ];
  [793_712_314, 12, ...parts].forEach((value, at) => bytes.writeInt32LE(value, 4 * at));
  bytes.writeDoubleLE(1e-4, 56);
  [words + labels, words, labels].forEach((value, at) => bytes.writeInt32LE(value, 64 + 4 * at));
  bytes.writeBigInt64LE(10_000_000n, 76);
  bytes.writeBigInt64LE(-1n, 84);
  return bytes;
}

function matrixSizes(rows: number): Buffer {
  const bytes = Buffer.alloc(17);
  bytes.writeBigInt64LE(BigInt(rows), 1);
  bytes.writeBigInt64LE(BigInt(shape.dimension), 9);
  return bytes;
}

function floats(rows: number, next: () => number): Uint8Array {
  return new Uint8Array(Float32Array.from({ length: rows * shape.dimension }, () => next() - 0.5).buffer);
}

/**
 * Writes the model; the rows of n-grams stay a hole in the file, which reads as zeros and takes no disk.
 * @returns its size in bytes.
 */
export function writeModel(file: string): number {
  const next = numbers(1);
  const descriptor = openSync(file, 'w');
  try {
    const parts = [header(), dictionary(), matrixSizes(words + shape.buckets), floats(words, next)];
    let at = 0;
    for (const part of parts) at += writeSync(descriptor, part, 0, part.length, at);
    at += 4 * shape.dimension * shape.buckets;
    for (const part of [matrixSizes(shape.labels), floats(shape.labels, next)]) {
      at += writeSync(descriptor, part, 0, part.length, at);
    }
    ftruncateSync(descriptor, at);
    return at;
  } finally {
    closeSync(descriptor);
  }
}

/** Texts as they are coded: four to nine words as frequent as in a language (Zipf), one in twenty misspelt, and four variables. */
export function modelTexts(count: number): string[] {
  const next = numbers(2);
  const whole = (below: number) => Math.floor(next() * below);
  const word = () => {
    const known = wordOf(Math.floor(words ** next()) - 1);
    return next() < 0.05 ? known.slice(1) : known;
  };
  return Array.from({ length: count }, () => {
    const said = Array.from({ length: 4 + whole(6) }, word);
    return [...said, `AUTO_${whole(3)}`, `NAT_${whole(30)}`, 'SURF_NaN', `EVT_0${whole(6)}P`].join(' ');
  });
}
