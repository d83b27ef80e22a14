/** A fastText model in a thread of its own, as the core calls it. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure, type Failure } from '../../../shared/contract/errors.ts';
import { impossibleQuestion, lineBreak, noSuchLabel, stopped } from './failures.ts';
import type { Explanation } from './explain.ts';
import type {
  Batch,
  BatchAnswer,
  FromFastText,
  ThreadSettings,
  ToFastText,
  WhyAsked,
  WordsAsked,
} from './fasttext-messages.ts';
import type { FastTextDescription, ModelOptions, Question } from './fasttext-model.ts';

export interface Prediction {
  /** With its prefix. */
  readonly label: string;
  /** Up to 1.00001, and with one-versus-all summing to anything: as the official build prints it. */
  readonly probability: number;
}

export interface PredictOptions extends Partial<Question> {
  readonly signal?: AbortSignal;
}

export interface FastText {
  readonly description: FastTextDescription;
  /**
   * The best labels of each text, the best first; none for a text of which the model knows no part. Texts go to the
   * thread in batches, and calls take turns: one text does not wait for a hundred thousand.
   * @param texts each one line, prepared as the model's training texts were.
   * @param options.k labels wanted, 1 or more, usually 5: at least 2 for a confidence index.
   * @param options.threshold probability below which a label is left out, usually 0.
   * @throws Failure `fasttext-line-break`, `-question`, `-cut`, `-damaged`, `-not-a-number`, `-stopped`; `cancelled` when
   * the signal says so or the model is closed.
   */
  predict(texts: readonly string[], options?: PredictOptions): Promise<Prediction[][]>;
  /**
   * Why a label has its score for one line of text.
   * @param label with its prefix.
   * @throws Failure as `predict`; `fasttext-no-label`
   */
  explain(text: string, label: string, options?: { readonly signal?: AbortSignal }): Promise<Explanation>;
  /** Those of the words that the model learnt by themselves. @throws Failure as `predict` */
  known(words: readonly string[]): Promise<string[]>;
  /** Ends the thread, and what is under way with `cancelled`. */
  close(): Promise<void>;
}

/** Work of some thirty milliseconds: so long another call waits, and so long a cancelled one goes on. */
const batchLength = 128;

/** Opens a model in a new thread. @throws Failure as `openFastText`, `fasttext-stopped`, `cancelled` */
export async function createFastText(
  file: string,
  options: ModelOptions & { readonly signal?: AbortSignal } = {},
): Promise<FastText> {
  const { signal, ...rest } = options;
  if (signal?.aborted) throw cancelled();
  const name = path.basename(file);
  const worker = new Worker(new URL(`fasttext-worker${path.extname(import.meta.url)}`, import.meta.url), {
    workerData: { file, ...rest } satisfies ThreadSettings,
  });
  try {
    return serve(worker, name, await unlessAborted(opened(worker, name), signal));
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

function opened(worker: Worker, name: string): Promise<FastTextDescription> {
  return new Promise((resolve, reject) => {
    worker.once('message', (message: FromFastText) => {
      if (message.kind === 'opened') resolve(message.description);
      else if (message.kind === 'refused') reject(again(message.failure));
    });
    worker.once('error', (error) => reject(stopped(name, String(error))));
    worker.once('exit', () => reject(stopped(name)));
  });
}

function serve(worker: Worker, name: string, description: FastTextDescription): FastText {
  const ask = askingOf(worker, name);
  return {
    description,
    async predict(texts, { k = 5, threshold = 0, signal } = {}) {
      if (!Number.isSafeInteger(k) || k < 1 || Number.isNaN(threshold))
        throw impossibleQuestion(k, threshold);
      const broken = texts.findIndex((text) => text.includes('\n'));
      if (broken >= 0) throw lineBreak(broken + 1);
      const found: Prediction[][] = [];
      for (let from = 0; from < texts.length; from += batchLength) {
        if (signal?.aborted) throw cancelled();
        const batch = texts.slice(from, from + batchLength);
        const answer = await unlessAborted(
          ask.of({ kind: 'batch', texts: batch, question: { k, threshold } }),
          signal,
        );
        found.push(...namedPredictions(answer, description.labels));
      }
      return found;
    },
    async explain(text, label, { signal } = {}) {
      const place = description.labels.indexOf(label);
      if (place < 0) throw noSuchLabel(name, label);
      return unlessAborted(ask.of({ kind: 'why', text, label: place }), signal);
    },
    known: (words) => ask.of({ kind: 'words', words }),
    async close() {
      ask.end(cancelled());
      await worker.terminate();
    },
  };
}

/** Questions to the thread and their answers; all that wait are refused when it ends. */
function askingOf(worker: Worker, name: string) {
  interface Call {
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: Failure) => void;
  }
  const waiting = new Map<number, Call>();
  let nextId = 0;
  let ended: Failure | undefined;

  const end = (why: Failure) => {
    ended ??= why;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (message: FromFastText) => {
    if (message.kind !== 'answered' && message.kind !== 'failed') return;
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    // An open model that nobody asks keeps no process alive.
    if (waiting.size === 0) worker.unref();
    if (message.kind === 'answered') call?.resolve(message.answer);
    else call?.reject(again(message.failure));
  });
  worker.on('error', (error) => end(stopped(name, String(error))));
  worker.on('exit', () => end(stopped(name)));
  worker.unref();

  function of(asked: Batch): Promise<BatchAnswer>;
  function of(asked: WhyAsked): Promise<Explanation>;
  function of(asked: WordsAsked): Promise<string[]>;
  function of(asked: Batch | WhyAsked | WordsAsked): Promise<Answer> {
    if (ended) return Promise.reject(ended);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...asked, id } satisfies ToFastText);
    });
  }
  return { end, of };
}

type Answer = BatchAnswer | Explanation | string[];

function namedPredictions(answer: BatchAnswer, names: readonly string[]): Prediction[][] {
  let next = 0;
  return Array.from(answer.counts, (count) =>
    Array.from({ length: count }, () => {
      const at = next++;
      return { label: names[answer.labels[at] ?? 0] ?? '', probability: answer.probabilities[at] ?? 0 };
    }),
  );
}

/** The promise, or `cancelled` as soon as the signal says so; the thread goes on to the end of its batch. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled());
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const cancelled = () => failure('cancelled', 'Cancelled');

/** A failure that came from the thread. */
const again = ({ code, message, ...rest }: Failure['data']) => failure(code, message, rest);
