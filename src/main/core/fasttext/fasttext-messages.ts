/** What the core and the thread of a model say to each other. */
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Explanation } from './explain.ts';
import type { FastTextDescription, Question } from './fasttext-model.ts';

/** What the thread is started with. */
export interface ThreadSettings {
  readonly file: string;
  readonly rowMemory?: number;
}

export interface Batch {
  readonly kind: 'batch';
  readonly texts: readonly string[];
  readonly question: Question;
}

/** A label by its place. */
export interface WhyAsked {
  readonly kind: 'why';
  readonly text: string;
  readonly label: number;
}

/** Which of these words the model learnt by themselves. */
export interface WordsAsked {
  readonly kind: 'words';
  readonly words: readonly string[];
}

export type ToFastText = { readonly id: number } & (Batch | WhyAsked | WordsAsked);

/** Columns instead of objects: they are handed over without a copy. */
export interface BatchAnswer {
  /** How many labels each text has. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Places of all labels, text after text, and their probabilities. */
  readonly labels: Uint32Array<ArrayBuffer>;
  readonly probabilities: Float32Array<ArrayBuffer>;
}

export type FromFastText =
  | { readonly kind: 'opened'; readonly description: FastTextDescription }
  | { readonly kind: 'refused'; readonly failure: FailureData }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: BatchAnswer | Explanation | string[] }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: FailureData };
