/** A file of texts in, a file of predictions out: to this laptop, or to an object store. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { failure, isFailure } from '../../../../../shared/contract/errors.ts';
import type { inferenceOperations } from '../../../../../shared/contract/models/inference.ts';
import type { ObjectRef } from '../../../../../shared/contract/storage/places.ts';
import type { Blob } from '../../../blobs.ts';
import { live } from '../../../live.ts';
import { headOf } from '../../../platform/s3/object-attributes.ts';
import { putObject } from '../../../platform/s3/put-object.ts';
import type { Ranged } from '../../../platform/s3/ranged-object.ts';
import type { ProjectContext } from '../../../project-context.ts';
import type { PredictJob } from './file-messages.ts';
import { predictRows } from './file-thread.ts';

type State = z.input<(typeof inferenceOperations.predictFile)['output']>;
type Target = Omit<ObjectRef, 'versionId'>;

export const predictionType = 'application/vnd.apache.parquet';
/** Milliseconds for which a file is kept for the person to fetch. */
const keptFor = 24 * 3600_000;

const folderOf = ({ folder }: Pick<ProjectContext, 'folder'>) => path.join(folder, 'models', 'predicted');

/** Makes the folder of predictions and removes what is older than a day, and what was under way when the app ended. */
export async function tidyPredictions(context: ProjectContext, now: number): Promise<void> {
  await mkdir(folderOf(context), { recursive: true, mode: 0o700 });
  for (const name of await readdir(folderOf(context))) {
    const file = path.join(folderOf(context), name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: now }));
    if (name.endsWith('.coming') || now - mtimeMs > keptFor) await rm(file, { force: true });
  }
}

/** A file that was made, by the id in its address. */
export async function predictionBlob(context: ProjectContext, id: string): Promise<Blob | undefined> {
  const file = path.join(folderOf(context), `${path.basename(id)}.parquet`);
  const found = await stat(file).catch(() => undefined);
  if (!found) return undefined;
  return {
    type: predictionType,
    size: found.size,
    etag: `"${id}"`,
    headers: { 'content-disposition': 'attachment; filename="predictions.parquet"' },
    stream: async (start, end) => createReadStream(file, { start, end: Math.max(start, end - 1) }),
  };
}

/** @throws Failure `predict-target-taken` where an object of that name is there already */
async function refuseTaken(context: ProjectContext, to: Target, signal: AbortSignal): Promise<void> {
  const head = await headOf(context.endpoint(to.profile), to, signal).catch((error: unknown) => {
    if (isFailure(error) && error.code === 'not-found') return undefined;
    throw error;
  });
  if (head)
    throw failure('conflict', 'There is an object of that name', {
      reason: 'predict-target-taken',
      values: { name: to.key },
    });
}

/** Tells how far it is, and ends with `done` or `failed`; nothing stays of what was given up. */
export async function* predictFile(
  context: ProjectContext,
  parts: {
    readonly source: (signal: AbortSignal) => Promise<Ranged>;
    readonly job: (signal: AbortSignal) => Promise<Omit<PredictJob, 'input' | 'kind' | 'output'>>;
    readonly to: Target | undefined;
    /** Predicting keeps the laptop awake and the model from being given up. */
    readonly around: <T>(work: () => Promise<T>) => Promise<T>;
  },
  signal: AbortSignal,
): AsyncGenerator<State> {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const state = live<State>({ state: 'reading', rows: 0, empty: 0 });
  const work = parts.around(() => run(context, parts, state.set, either));
  work.catch((error: unknown) => {
    const problem = (isFailure(error) ? error : failure('internal', String(error))).data;
    state.set({ ...state.get(), state: 'failed', problem });
  });
  try {
    for await (const now of state.follow(signal)) {
      yield now;
      if (now.state === 'done' || now.state === 'failed') return;
    }
  } finally {
    ended.abort();
    await work.catch(() => undefined);
  }
}

async function run(
  context: ProjectContext,
  { source, job, to }: Parameters<typeof predictFile>[1],
  tell: (state: State) => void,
  signal: AbortSignal,
): Promise<void> {
  if (to) await refuseTaken(context, to, signal);
  const id = randomUUID();
  const coming = path.join(folderOf(context), `${id}.coming`);
  const progress = ({ rows, total, empty }: Pick<State, 'rows' | 'total' | 'empty'>) =>
    tell({ state: 'predicting', rows, empty, ...(total !== undefined && { total }) });
  try {
    const settings = { ...(await job(signal)), output: coming };
    const { bytes, md5, rows, empty } = await predictRows(await source(signal), settings, progress, signal);
    const whole = { rows, total: rows, empty, bytes };
    tell({ ...whole, state: 'writing' });
    if (to) {
      await putObject(
        context.endpoint(to.profile),
        to,
        { size: bytes, md5, open: () => createReadStream(coming) },
        { expected: '', contentType: predictionType, signal },
      );
      tell({ ...whole, state: 'done', address: `s3://${to.bucket}/${to.key}` });
    } else {
      await rename(coming, path.join(folderOf(context), `${id}.parquet`));
      tell({ ...whole, state: 'done', address: `/blobs/models/predicted/${id}` });
    }
  } finally {
    await rm(coming, { force: true });
  }
}
