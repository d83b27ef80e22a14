/** The thread that predicts a file of texts: it reads through the core, opens the model by itself, and writes one file. */
import { parentPort, workerData } from 'node:worker_threads';
import { Failure, failure, isFailure, type FailureData } from '../../../../../shared/contract/errors.ts';
import type {
  FileColumns,
  FileJob,
  FromFileThread,
  Predicted,
  PredictJob,
  ToFileThread,
} from './file-messages.ts';
import { openFastText } from '../../../fasttext/fasttext-model.ts';
import { computeDigests } from '../../pins/compute-digests.ts';
import { answerOf } from '../answers.ts';
import { linesWithin } from '../lines-within.ts';
import { openCsv } from './csv-rows.ts';
import { openParquet } from './parquet-rows.ts';
import type { Bytes, RowSource } from './row-source.ts';
import { ranks, writePredictions } from './write-predictions.ts';

const tell = (message: FromFileThread) => parentPort?.postMessage(message);
const waiting = new Map<number, { resolve(bytes: Uint8Array): void; reject(error: Failure): void }>();
let nextId = 0;

parentPort?.on('message', (message: ToFileThread) => {
  const call = waiting.get(message.id);
  waiting.delete(message.id);
  if ('bytes' in message) call?.resolve(message.bytes);
  else call?.reject(new Failure(message.failure));
});

function inputOf({ input: { name, size } }: FileJob): Bytes {
  return {
    name,
    size,
    read: (start, end) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        tell({ kind: 'read', id, start, end });
      }),
  };
}

async function openRows(file: Bytes): Promise<RowSource> {
  const head = await file.read(0, 4);
  return Buffer.from(head).toString('latin1') === 'PAR1' ? openParquet(file) : openCsv(file);
}

/** Texts whose lines are made and predicted together. */
const atOnce = 500;
const firstRows = 100;
const mostExamples = 5;

async function columnsOf(rows: RowSource): Promise<FileColumns> {
  const examples = rows.names.map(() => new Set<string>());
  let seen = 0;
  for await (const block of rows.blocks(rows.names)) {
    for (const cells of block.slice(0, firstRows))
      for (const [at, cell = ''] of cells.entries())
        if (cell.trim() !== '' && (examples[at]?.size ?? 0) < mostExamples)
          examples[at]?.add(cell.slice(0, 200));
    seen += block.length;
    if (seen >= firstRows) break;
  }
  return {
    rows: rows.total,
    columns: rows.names.map((name, at) => ({ name, examples: [...(examples[at] ?? [])] })),
  };
}

async function predicted(job: PredictJob, rows: RowSource): Promise<Predicted> {
  const wanted = [job.text, ...Object.values(job.variables)];
  const absent = wanted.find((name) => !rows.names.includes(name));
  if (absent !== undefined)
    throw failure('invalid-input', 'The file has no such column', {
      reason: 'text-file-column',
      values: { name: job.input.name, column: absent },
    });
  const model = await openFastText(job.model);
  const lines = linesWithin(job.profile);
  const writer = writePredictions(job.output);
  const names = Object.keys(job.variables);
  const question = { k: ranks.length, threshold: 0 };
  let row = 0;
  let empty = 0;
  try {
    for await (const block of rows.blocks(wanted))
      for (let from = 0; from < block.length; from += atOnce) {
        const questions = block.slice(from, from + atOnce).map(([text = '', ...values]) => ({
          text,
          variables: Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])),
        }));
        for (const [at, line] of lines(questions).entries()) {
          row += 1;
          if (line === '') empty += 1;
          const said = line === '' ? [] : model.predict(line, question);
          const labelled = said.map(({ label, probability }) => ({
            label: model.description.labels[label] ?? '',
            probability,
          }));
          writer.add(row, answerOf(questions[at]?.text ?? '', line, labelled, job.names, ranks.length));
        }
        tell({ kind: 'progress', rows: row, total: rows.total, empty });
      }
    writer.finish();
  } finally {
    model.close();
  }
  const { bytes, md5 = '' } = computeDigests({ file: job.output, md5: true });
  return { rows: row, empty, bytes, md5 };
}

function failureOf(error: unknown): FailureData {
  if (isFailure(error)) return error.data;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC')
    return { code: 'no-space', message: 'The disk of this laptop is full', reason: 'disk-full' };
  return { code: 'internal', message: 'The file could not be predicted', words: String(error) };
}

const job = workerData as FileJob;
try {
  const rows = await openRows(inputOf(job));
  if (job.kind === 'columns') tell({ kind: 'columns', columns: await columnsOf(rows) });
  else tell({ kind: 'predicted', predicted: await predicted(job, rows) });
} catch (error) {
  tell({ kind: 'failed', failure: failureOf(error) });
}
parentPort?.close();
