/** Small models, written number by number, so that tests can make any of them lie. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export interface ModelParts {
  readonly magic?: number;
  readonly version?: number;
  readonly dimension?: number;
  readonly wordNgrams?: number;
  /** 1 hierarchical softmax, 2 negative sampling, 3 softmax, 4 one-versus-all. */
  readonly loss?: number;
  /** 3 a classifier, 1 and 2 word vectors. */
  readonly kind?: number;
  readonly buckets?: number;
  readonly longest?: number;
  readonly words?: readonly string[];
  readonly labels?: readonly string[];
  /** Instead of the number of words and labels. */
  readonly size?: number;
  readonly counts?: readonly bigint[];
  readonly kept?: bigint;
  readonly inputSizes?: readonly [bigint, bigint];
  readonly outputSizes?: readonly [bigint, bigint];
  readonly quantised?: number;
  readonly input?: readonly number[];
  readonly output?: readonly number[];
}

const integers = (...values: number[]) => Buffer.from(Int32Array.from(values).buffer);
const longs = (...values: bigint[]) => Buffer.from(BigInt64Array.from(values).buffer);
const floats = (values: readonly number[]) => Buffer.from(Float32Array.from(values).buffer);

/** A model of one dimension with the words `pain` and `</s>` and the labels `__label__a` and `__label__b`, but for what is said. */
export function modelBytes(parts: ModelParts = {}): Buffer {
  const { magic = 793_712_314, version = 12, dimension = 1, wordNgrams = 1, loss = 3, kind = 3 } = parts;
  const { buckets = 0, longest = 0, words = ['</s>', 'pain'], labels = ['__label__a', '__label__b'] } = parts;
  const [rows, columns] = [words.length + buckets, dimension];
  const { counts = labels.map(() => 1n), input = Array<number>(rows * columns).fill(1) } = parts;
  const { output = labels.map((_, label) => label), size = words.length + labels.length } = parts;
  const entry = (text: string, count: bigint, type: number) => [
    Buffer.from(`${text}\0`),
    longs(count),
    [type],
  ];
  return Buffer.concat(
    [
      integers(magic, version, dimension, 5, 5, 1, 5, wordNgrams, loss, kind, buckets, 0, longest, 100),
      longs(0n),
      integers(size, words.length, labels.length),
      longs(10n, parts.kept ?? -1n),
      ...words.flatMap((word) => entry(word, 1n, 0)),
      ...labels.flatMap((label, at) => entry(label, counts[at] ?? 1n, 1)),
      [parts.quantised ?? 0],
      longs(...(parts.inputSizes ?? [BigInt(rows), BigInt(columns)])),
      floats(input),
      [0],
      longs(...(parts.outputSizes ?? [BigInt(labels.length), BigInt(columns)])),
      floats(output),
    ].map((part) => Uint8Array.from(part)),
  );
}

/** Writes a model or other bytes below a folder. @returns the file's path */
export function writeModelFile(folder: string, bytes: Uint8Array, name = 'model.bin'): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}
