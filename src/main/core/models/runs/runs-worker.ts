/** The thread that owns the caches of runs, and parses what servers say of them. */
import type { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import { answersOf } from './runs-answers.ts';
import type { RunsAnswer, RunsRequest } from './runs-messages.ts';
import { openRunsTables } from './runs-tables.ts';

interface Open {
  readonly database: DatabaseSync;
  readonly answers: ReturnType<typeof answersOf>;
}

/** By file; one that begins with `:memory:` is one of its own. */
const databases = new Map<string, Open>();

function open(file: string): Open {
  const known = databases.get(file);
  if (known) return known;
  const database = openRunsTables(file.startsWith(':memory:') ? ':memory:' : file);
  const opened = { database, answers: answersOf(database) };
  databases.set(file, opened);
  return opened;
}

async function answer({ file, call, input }: RunsRequest): Promise<unknown> {
  if (call !== 'close') return (open(file).answers[call] as (input: unknown) => unknown)(input);
  databases.get(file)?.database.close();
  databases.delete(file);
  return undefined;
}

function failed(error: unknown, host: string): FailureData {
  if (isFailure(error)) return error.data;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SyntaxError)
    return {
      code: 'unsupported',
      message: 'The answer is not JSON',
      reason: 'mlflow-strange',
      values: { host },
    };
  if (/database or disk is full|ENOSPC/.test(message))
    return { code: 'no-space', message: 'The disk of this laptop is full', reason: 'disk-full' };
  return { code: 'internal', message };
}

parentPort?.on('message', (request: RunsRequest) => {
  const reply = (told: RunsAnswer) => parentPort?.postMessage(told);
  answer(request).then(
    (value) => reply({ id: request.id, value }),
    (error: unknown) => reply({ id: request.id, failed: failed(error, request.host) }),
  );
});
