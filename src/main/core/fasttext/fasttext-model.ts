/** A fastText classifier that stays in its file: a prediction reads the rows that its text needs. */
import { createBestLabels, scoreOf, type Scored } from './best-labels.ts';
import { readDictionary } from './dictionary.ts';
import { lineBreak, notNumber } from './failures.ts';
import { explainByLeavingOut, explainLogit, type Explanation } from './explain.ts';
import { rowsOf } from './features.ts';
import { hashBytes } from './hash.ts';
import { readHeader, type Header, type Loss } from './header.ts';
import { readKeptNgrams } from './kept-ngrams.ts';
import { bestLeaves, labelTree } from './label-tree.ts';
import { logistic, softmax } from './losses.ts';
import { openInput, openOutput, readLayouts } from './matrices.ts';
import type { OutputMatrix } from './matrix.ts';
import { openModelFile, type ModelFile } from './model-file.ts';

export interface FastTextDescription {
  /** Bytes of the file. */
  readonly size: number;
  readonly dimension: number;
  readonly words: number;
  readonly loss: Loss;
  readonly wordNgrams: number;
  readonly buckets: number;
  /** Characters of the n-grams of a word, from and to; 0 where there are none. */
  readonly characterNgrams: readonly [number, number];
  readonly quantised: boolean;
  readonly pruned: boolean;
  /** All labels with their prefix; predictions name them by their place here. */
  readonly labels: readonly string[];
}

export interface Question {
  /** Labels wanted, 1 or more; never more come than the model has. */
  readonly k: number;
  /** Probability below which a label is left out. */
  readonly threshold: number;
}

export interface LabelProbability {
  /** Place among the labels. */
  readonly label: number;
  /** Up to 1.00001, and with one-versus-all summing to anything: as the official build prints it. */
  readonly probability: number;
}

export interface FastTextModel {
  readonly description: FastTextDescription;
  /**
   * The best labels of one line of text, the best first; none when the model knows no part of it.
   * Blocks its thread while rows are read. @throws Failure
   */
  predict(text: string, question: Question): LabelProbability[];
  /** Why a label (by its place) has its score for one line of text. Blocks its thread. @throws Failure */
  explain(text: string, label: number): Explanation;
  /** Whether a word was learnt by itself. */
  knows(word: string): boolean;
  close(): void;
}

export interface ModelOptions {
  /** Bytes for rows that are kept after they were read. */
  readonly rowMemory?: number;
}

const usualRowMemory = 32 * 2 ** 20;

/**
 * Opens a `.bin` or `.ftz`: reads header, dictionary and sizes, and checks each number against the file's size. The
 * word index, the label rows and the label tree are made when the first text asks for them. Blocks its thread.
 * @throws Failure `fasttext-missing`, `-unreadable`, `-not-a-model`, `-version`, `-unsupervised`, `-cut`, `-damaged`, `-too-big`
 */
export async function openFastText(path: string, options: ModelOptions = {}): Promise<FastTextModel> {
  const file = openModelFile(path);
  try {
    return readModel(file, options.rowMemory ?? usualRowMemory);
  } catch (error) {
    file.close();
    throw error;
  }
}

function readModel(file: ModelFile, rowMemory: number): FastTextModel {
  const header = readHeader(file);
  const dictionary = readDictionary(file, header);
  const ngrams = readKeptNgrams(file, header, dictionary.end);
  const layouts = readLayouts(file, header, ngrams.end, ngrams.rows);
  const input = openInput(file, layouts.input, rowMemory);
  const hidden = new Float64Array(header.dimension);
  let outputMatrix: OutputMatrix | undefined;
  const output = () => (outputMatrix ??= openOutput(file, layouts.output));
  let best: ((question: Question) => Scored[]) | undefined;

  function average(rows: readonly number[]): void {
    hidden.fill(0);
    for (const row of rows) input.addRow(hidden, row);
    const share = Math.fround(1 / rows.length);
    for (let at = 0; at < hidden.length; at += 1) hidden[at] = Math.fround((hidden[at] ?? 0) * share);
    if (!hidden.every(Number.isFinite)) throw notNumber(file.name);
  }

  const checked = (explanation: Explanation) => {
    if (!Number.isFinite(explanation.score)) throw notNumber(file.name);
    return explanation;
  };
  const predict: FastTextModel['predict'] = (text, { k, threshold }) => {
    if (text.includes('\n')) {
      throw lineBreak(1);
    }
    const rows = rowsOf(text, header, dictionary, ngrams);
    if (rows.length === 0) return [];
    average(rows);
    best ??= bestOf(file, header, output(), () => dictionary.counts(), hidden);
    return best({ k, threshold: Math.fround(threshold) }).map(({ label, score }) => ({
      label,
      probability: Math.fround(Math.exp(score)),
    }));
  };

  return {
    description: describe(file, header, dictionary.labels, layouts.input.kind === 'quantised'),
    predict,
    explain(text, label) {
      if (text.includes('\n')) throw lineBreak(1);
      const reading = { header, dictionary, ngrams };
      if (header.loss !== 'hierarchical-softmax')
        return checked(explainLogit(text, label, reading, input, output()));
      const all = { k: header.labels, threshold: 0 };
      const probabilityOf = (line: string) =>
        predict(line, all).find((one) => one.label === label)?.probability ?? 0;
      return explainByLeavingOut(text, reading, probabilityOf);
    },
    knows(word) {
      const bytes = Buffer.from(word);
      const entry = dictionary.find(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
      return entry >= 0 && entry < header.words;
    },
    close: () => file.close(),
  };
}

/** How the best labels come from the hidden vector. */
function bestOf(
  file: ModelFile,
  { loss, labels }: Header,
  matrix: OutputMatrix,
  counts: () => number[],
  hidden: Float64Array,
): (question: Question) => Scored[] {
  const finite = (value: number) => {
    if (!Number.isFinite(value)) throw notNumber(file.name);
    return value;
  };
  if (loss === 'hierarchical-softmax') {
    const tree = labelTree(counts());
    return ({ k, threshold }) =>
      bestLeaves(tree, (node) => finite(matrix.dotRow(hidden, node)), k, threshold);
  }
  const output = new Float64Array(labels);
  const spread = loss === 'softmax' ? softmax : logistic;
  return ({ k, threshold }) => {
    matrix.dotAll(hidden, output);
    output.forEach(finite);
    spread(output);
    const best = createBestLabels(k);
    // What is no greater than one that was too low is too low as well: most labels need no logarithm.
    let beaten = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < labels; label += 1) {
      const probability = output[label] ?? 0;
      if (probability < threshold || probability <= beaten) continue;
      const score = scoreOf(probability);
      if (best.isTooLow(score)) beaten = probability;
      else best.push({ label, score });
    }
    return best.take();
  };
}

function describe(
  file: ModelFile,
  header: Header,
  labels: readonly string[],
  quantised: boolean,
): FastTextDescription {
  const { dimension, words, loss, wordNgrams, buckets, shortest, longest, kept } = header;
  return {
    size: file.size,
    dimension,
    words,
    loss,
    wordNgrams,
    buckets,
    characterNgrams: longest > 0 ? [shortest, longest] : [0, 0],
    quantised,
    pruned: kept !== undefined,
    labels,
  };
}
