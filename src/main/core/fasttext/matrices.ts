/** The two matrices of a model, dense or quantised, behind one face. */
import { damaged, tooBig } from './failures.ts';
import type { Header } from './header.ts';
import { denseInput, denseOutput, readDenseLayout, type DenseLayout } from './dense-matrix.ts';
import type { InputMatrix, OutputMatrix } from './matrix.ts';
import type { ModelFile } from './model-file.ts';
import {
  quantisedInput,
  quantisedOutput,
  readQuantisedLayout,
  type QuantisedLayout,
} from './quantised-matrix.ts';

type Layout = DenseLayout | QuantisedLayout;

export interface Layouts {
  readonly input: Layout;
  readonly output: Layout;
}

const mostOutput = 512 * 2 ** 20;
/** Numbers of rows are 32-bit integers. */
const mostRows = 2 ** 31 - 1;

/**
 * Checks both matrices against the header, the rows and the file's size; reads little of them.
 * @param ngramRows rows of the input behind those of the words.
 * @throws Failure
 */
export function readLayouts(file: ModelFile, header: Header, at: number, ngramRows: number): Layouts {
  const { name } = file;
  const { dimension, words, labels } = header;
  const isQuantised = readFlag(file, at);
  if (!isQuantised && header.kept !== undefined) throw damaged(name, 'it is pruned but not quantised');
  const input = readLayout(file, at + 1, isQuantised, dimension);
  const isOutputQuantised = readFlag(file, input.end) && isQuantised;
  const output = readLayout(file, input.end + 1, isOutputQuantised, dimension);
  if (input.rows !== words + ngramRows || input.rows > mostRows) {
    throw damaged(name, `${words} words and ${ngramRows} n-grams have ${input.rows} rows`);
  }
  if (output.rows !== labels) throw damaged(name, `${labels} labels have ${output.rows} rows`);
  const held = output.end - output.at;
  if (held > mostOutput) throw tooBig(name, held);
  return { input, output };
}

function readFlag(file: ModelFile, at: number): boolean {
  const flag = file.read(at, 1)[0];
  if (flag !== 0 && flag !== 1) throw damaged(file.name, `a matrix is of the kind ${flag}`);
  return flag === 1;
}

function readLayout(file: ModelFile, at: number, isQuantised: boolean, dimension: number): Layout {
  return isQuantised ? readQuantisedLayout(file, at, dimension) : readDenseLayout(file, at, dimension);
}

/** @param memory bytes for rows that are kept. */
export function openInput(file: ModelFile, layout: Layout, memory: number): InputMatrix {
  return layout.kind === 'dense' ? denseInput(file, layout, memory) : quantisedInput(file, layout, memory);
}

/** Reads all of it. @throws Failure */
export function openOutput(file: ModelFile, layout: Layout): OutputMatrix {
  return layout.kind === 'dense' ? denseOutput(file, layout) : quantisedOutput(file, layout);
}
