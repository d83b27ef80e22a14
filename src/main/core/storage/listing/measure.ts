/** Counts what lies below folders, several at once, and tells how far it is. */
import { readWide } from '../../platform/s3/list-objects.ts';
import type { ListColumns } from '../../platform/s3/list-columns.ts';
import { rowFlags } from '../../platform/s3/list-row.ts';
import type { Resolution } from './resolution.ts';

export interface Measured {
  readonly objects: number;
  readonly bytes: number;
  readonly done: boolean;
}

/** Milliseconds between two tellings; folders counted at once. */
const tellEvery = 200;
const foldersAtOnce = 4;

/** Tells counts as they grow, the last one with `done`. @throws Failure */
export async function* measureSelection(
  resolution: Resolution,
  given: AbortSignal,
): AsyncGenerator<Measured, void, undefined> {
  const over = new AbortController();
  const signal = AbortSignal.any([given, over.signal]);
  let objects = 0;
  let bytes = 0;
  let state: { done: boolean; error?: unknown } = { done: false };
  let wake = () => {};

  const count = (columns: ListColumns, rows: number) => {
    for (let row = 0; row < rows; row += 1) {
      if (columns.flags(row) & rowFlags.folder) continue;
      objects += 1;
      bytes += columns.size(row) || 0;
    }
  };
  const below = (prefix: string) =>
    readWide(
      resolution.endpoint,
      { bucket: resolution.bucket, prefix, recursive: true, versions: false },
      count,
      signal,
    );
  const countAll = async () => {
    const counting = new Set<Promise<void>>();
    for await (const part of resolution.parts({ signal })) {
      for (const object of part.objects) {
        objects += 1;
        bytes += object.size;
      }
      for (const folder of part.folders) {
        const one = below(folder);
        const counted = one.finally(() => counting.delete(counted));
        counted.catch(() => {});
        counting.add(counted);
        if (counting.size >= foldersAtOnce) await Promise.race(counting);
      }
    }
    await Promise.all(counting);
  };
  const work = countAll()
    .then(
      () => (state = { done: true }),
      (error: unknown) => (state = { done: true, error }),
    )
    .then(() => wake());

  try {
    while (!state.done && !given.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, tellEvery);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (!state.done) yield { objects, bytes, done: false };
    }
    if (given.aborted) return;
    if (state.error !== undefined) throw state.error;
    yield { objects, bytes, done: true };
  } finally {
    over.abort();
    wake();
    await work;
  }
}
