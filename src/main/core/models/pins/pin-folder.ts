/** The folder of the pins: `blobs/` by the hash of their bytes, `parts/` for what is on its way. */
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from './disk.ts';
import { bytesOfPart, removePart } from './part-file.ts';
import type { PinFile, PinRecord } from './pin-record.ts';

export interface PinFolder {
  readonly root: string;
  blob(sha256: string): string;
  /** @param at place of the file among those of the pin */
  part(id: string, at: number): string;
}

/** @param folder the person's own */
export function pinFolder(folder: string): PinFolder {
  const root = path.join(folder, 'models', 'pins');
  return {
    root,
    blob: (sha256) => path.join(root, 'blobs', path.basename(sha256)),
    part: (id, at) => path.join(root, 'parts', `${path.basename(id)}.${at}`),
  };
}

export async function makeFolder({ root }: PinFolder): Promise<void> {
  for (const name of ['blobs', 'parts']) await mkdir(path.join(root, name), { recursive: true, mode: 0o700 });
}

/** A part whose bytes were compared becomes a blob; resolves when its name is on the disk. */
export async function keepAsBlob(folder: PinFolder, part: string, sha256: string): Promise<void> {
  const blob = folder.blob(sha256);
  // The same content from elsewhere is the same blob.
  if (await stat(blob).catch(() => undefined)) await rm(part, { force: true });
  else await rename(part, blob);
  await removePart(part);
  await syncFolder(path.dirname(blob));
}

/** Removes what a pin had and no other one has. */
export async function removeFiles(
  folder: PinFolder,
  { id, files }: PinRecord,
  others: readonly PinRecord[],
): Promise<void> {
  const used = new Set(others.flatMap((one) => one.files.map(({ sha256 }) => sha256)));
  for (const [at, { sha256 }] of files.entries()) {
    if (sha256 === undefined) await removePart(folder.part(id, at));
    else if (!used.has(sha256)) await rm(folder.blob(sha256), { force: true });
  }
}

/** After a start: removes blobs and parts that no pin has. */
export async function removeUnused(folder: PinFolder, pins: readonly PinRecord[]): Promise<void> {
  const blobs = new Set(pins.flatMap(({ files }) => files.map(({ sha256 }) => sha256)));
  for (const name of await namesIn(folder, 'blobs'))
    if (!blobs.has(name)) await rm(folder.blob(name), { force: true });
  const ids = new Set(pins.filter(({ state }) => state !== 'ready').map(({ id }) => id));
  for (const name of await namesIn(folder, 'parts'))
    if (!ids.has(name.split('.')[0] ?? '')) await rm(path.join(folder.root, 'parts', name), { force: true });
}

const namesIn = ({ root }: PinFolder, name: string) =>
  readdir(path.join(root, name)).catch(() => [] as string[]);

/** Bytes of unfinished files that are on the disk. */
export async function partBytes(folder: PinFolder, { id, files }: PinRecord): Promise<number> {
  let sum = 0;
  for (const [at, { sha256 }] of files.entries())
    if (sha256 === undefined) sum += await bytesOfPart(folder.part(id, at));
  return sum;
}

/** A pin whose blobs are not all there, as after somebody cleaned up, is fetched again. */
export async function withoutLostBlobs(folder: PinFolder, record: PinRecord): Promise<PinRecord> {
  const files = await Promise.all(
    record.files.map(async (file): Promise<PinFile> => {
      if (file.sha256 === undefined) return file;
      const there = await stat(folder.blob(file.sha256)).catch(() => undefined);
      if (there && (file.bytes === undefined || there.size === file.bytes)) return file;
      const { sha256: _, ...rest } = file;
      return rest;
    }),
  );
  const isLost = files.some(({ sha256 }, at) => sha256 !== record.files[at]?.sha256);
  if (!isLost) return record;
  return { ...record, files, state: record.state === 'ready' ? 'waiting' : record.state };
}

/** The text files that came with a model, by their paths; a test set is no text. */
export async function textsOf(
  folder: PinFolder,
  { files, model }: PinRecord,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { path: name, sha256 } of files)
    if (sha256 !== undefined && name !== model && !/\.parquet$/i.test(name))
      texts.set(name, await readFile(folder.blob(sha256), 'utf8'));
  return texts;
}
