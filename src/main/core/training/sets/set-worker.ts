/** The thread of one training set; it opens no file and no connection. */
import { parentPort, workerData } from 'node:worker_threads';
import { failure, isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import { buildSet, type SetBuilder } from './build-set.ts';
import { readCodedFile } from './coded-file.ts';
import { fasttextLine, filesOfSet } from './set-files.ts';
import type { SetFrame } from './set-material.ts';
import { linesShown, type FinishedSet, type FromSetThread, type ToSetThread } from './set-messages.ts';

const frame = workerData as SetFrame;

function tell(message: FromSetThread, memory: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, memory);
}

function begin(): SetBuilder {
  try {
    return buildSet(frame);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw failure('invalid-input', 'A rule of the profile is no regular expression', {
      reason: 'training-profile-pattern',
      words: error.message,
      field: 'profile',
    });
  }
}

async function take(builder: SetBuilder, message: Exclude<ToSetThread, { kind: 'finish' }>): Promise<void> {
  if (message.kind === 'items') return builder.add(message.source, message.items);
  const { key, bytes, as } = message;
  const variables = frame.draft.profile.variables.map(({ name }) => name);
  for await (const items of readCodedFile(key, bytes.buffer, variables, as === 'items'))
    if (as === 'items') builder.add({ key, nomenclature: undefined }, items);
    else for (const { id, text } of items) builder.keepOut(id, text);
}

function finish(builder: SetBuilder, withFiles: boolean): FinishedSet {
  const { rows, counts, byCode } = builder.finish();
  const lines: string[] = [];
  for (const row of rows) {
    if (lines.length >= linesShown) break;
    if (row.part !== 'test') lines.push(fasttextLine(row));
  }
  return { counts, byCode, lines, files: withFiles ? filesOfSet(rows) : [] };
}

let builder: SetBuilder | undefined;
/** One message after the other: a file is read in turns. */
let turn: Promise<void> = Promise.resolve();

async function hear(message: ToSetThread): Promise<void> {
  try {
    builder ??= begin();
    if (message.kind !== 'finish') {
      await take(builder, message);
      return tell({ kind: 'taken' });
    }
    const set = finish(builder, message.files);
    tell(
      { kind: 'done', set },
      set.files.map(({ bytes }) => bytes.buffer),
    );
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const data: FailureData = isFailure(error) ? error.data : { code: 'internal', message: text };
    tell({ kind: 'failed', data });
  }
}

parentPort?.on('message', (message: ToSetThread) => {
  turn = turn.then(() => hear(message));
});
