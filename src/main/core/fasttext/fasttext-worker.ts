/** The thread of one model: it opens the file and answers batches in the order in which they come. */
import { parentPort, workerData } from 'node:worker_threads';
import { isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import type { Batch, BatchAnswer, FromFastText, ThreadSettings, ToFastText } from './fasttext-messages.ts';
import { openFastText, type FastTextModel } from './fasttext-model.ts';

const tell = (message: FromFastText, transfer: ArrayBuffer[] = []) =>
  parentPort?.postMessage(message, transfer);

function failureOf(error: unknown): FailureData {
  if (isFailure(error)) return error.data;
  return { code: 'internal', message: 'The fastText reader failed', words: String(error) };
}

/** @throws Failure that names the text, counted within the batch, when one cannot be read. */
function answer(model: FastTextModel, { texts, question }: Batch): BatchAnswer {
  const answers = texts.map((text) => model.predict(text, question));
  const all = answers.flat();
  return {
    counts: Uint32Array.from(answers, ({ length }) => length),
    labels: Uint32Array.from(all, ({ label }) => label),
    probabilities: Float32Array.from(all, ({ probability }) => probability),
  };
}

function hear(model: FastTextModel, asked: ToFastText): void {
  const { id } = asked;
  switch (asked.kind) {
    case 'why':
      return tell({ kind: 'answered', id, answer: model.explain(asked.text, asked.label) });
    case 'words':
      return tell({ kind: 'answered', id, answer: asked.words.filter((word) => model.knows(word)) });
    case 'batch': {
      const found = answer(model, asked);
      const { counts, labels, probabilities } = found;
      tell({ kind: 'answered', id, answer: found }, [counts.buffer, labels.buffer, probabilities.buffer]);
    }
  }
}

async function start(settings: ThreadSettings): Promise<void> {
  const { file, ...options } = settings;
  const model = await openFastText(file, options);
  parentPort?.on('message', (asked: ToFastText) => {
    try {
      hear(model, asked);
    } catch (error) {
      tell({ kind: 'failed', id: asked.id, failure: failureOf(error) });
    }
  });
  tell({ kind: 'opened', description: model.description });
}

try {
  await start(workerData as ThreadSettings);
} catch (error) {
  tell({ kind: 'refused', failure: failureOf(error) });
}
