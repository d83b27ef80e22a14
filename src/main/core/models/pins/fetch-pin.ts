/** Brings one pin from its first question to `ready`: looks, fetches what is missing, compares, reads. */
import { readFile } from 'node:fs/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { ModelContent } from '../../../../shared/contract/models/pins.ts';
import { kindOfEtag } from '../../platform/s3/etag.ts';
import { modelFile, textFiles } from './choose-files.ts';
import { asFailure, type Disk } from './disk.ts';
import { fetchFile } from './fetch-file.ts';
import { flavoursOf, whyNotHere } from './flavours.ts';
import type { OpenVersion } from './open-version.ts';
import { openPart, removePart } from './part-file.ts';
import { keepAsBlob, partBytes, withoutLostBlobs, type PinFolder } from './pin-folder.ts';
import type { PinFile, PinRecord } from './pin-record.ts';
import { verifiedHash } from './verify.ts';
import type { RemoteFile, VersionSource } from './version-source.ts';

export interface PinRun {
  readonly folder: PinFolder;
  readonly disk: Disk;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly pause?: number | undefined;
  /** @throws Failure */
  readonly open: (signal: AbortSignal) => Promise<OpenVersion>;
  /** Keeps the record; resolves when it is on disk. */
  readonly keep: (record: PinRecord) => Promise<void>;
  /** Files of other pins, whose content may be the same. */
  readonly others: () => readonly PinFile[];
  /** @throws Failure `over-quota`, `no-space` */
  readonly makeRoom: (bytes: number) => Promise<void>;
  readonly tell: (state: 'downloading' | 'verifying') => void;
  readonly progress: (bytes: number) => void;
  /** @throws Failure of the reader */
  readonly describe: (file: string) => Promise<ModelContent>;
}

/** @throws Failure; what came stays */
export async function fetchPin(run: PinRun, record: PinRecord): Promise<void> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      return await fetched(run, record);
    } catch (error) {
      // What was replaced on its way, or came wrong, is fetched once more from its beginning.
      const isOther = isFailure(error) && (error.code === 'conflict' || error.data.reason === 'pin-checksum');
      if (!isOther || restarts > 0) throw error;
    }
  }
}

async function fetched(run: PinRun, before: PinRecord): Promise<void> {
  const { folder, keep, signal } = run;
  run.tell('downloading');
  const { source, files } = await run.open(signal);
  let record = await chosen(run, before, source, files);
  await keep(record);
  await run.makeRoom((await missingBytes(run, record)) ?? 0);
  for (const [at, file] of record.files.entries()) {
    if (file.sha256 !== undefined) continue;
    const same = sameContent(file, run.others());
    if (same !== undefined) run.progress(file.bytes ?? 0);
    const sha256 = same ?? (await fetchOne(run, record, at, source));
    record = {
      ...record,
      files: record.files.map((one, place) => (place === at ? { ...one, ...sha256 } : one)),
    };
    await keep(record);
  }
  run.tell('verifying');
  // Another pin that was removed meanwhile may have taken a shared file with it.
  if ((await withoutLostBlobs(folder, record)) !== record)
    throw failure('conflict', 'A file was removed meanwhile', {
      reason: 'pin-removed-meanwhile',
      values: { name: record.name },
    });
  const paths = files.map(({ path }) => path);
  await keep(await readModel(run, record, paths));
}

/** The pin as it is ready, with what its files say. @param paths of the whole version @throws Failure of the reader */
async function readModel(run: PinRun, record: PinRecord, paths: readonly string[]): Promise<PinRecord> {
  const { folder, keep, describe } = run;
  const { problem: _, content: __, whyNot: ___, ...rest } = record;
  const known = record.files.find(({ path }) => path === 'MLmodel')?.sha256;
  const flavours = flavoursOf(known && (await readFile(folder.blob(known), 'utf8')));
  const model = record.files.find(({ path }) => path === record.model);
  if (model?.sha256 === undefined)
    return { ...rest, flavours, state: 'ready', whyNot: whyNotHere(record.name, flavours, paths) };
  try {
    const content = await describe(folder.blob(model.sha256));
    return { ...rest, flavours: [...flavours, 'fasttext'], state: 'ready', content };
  } catch (error) {
    // It is whole, as the server has it, and no model all the same: asked again, it is fetched anew.
    const others = record.files.map(({ sha256, ...one }) =>
      one.path === model.path ? one : { ...one, sha256 },
    );
    await keep({ ...record, files: others });
    throw error;
  }
}

/** The files to keep, with what is known of those that did not change. */
async function chosen(
  { signal }: PinRun,
  before: PinRecord,
  source: VersionSource,
  files: readonly RemoteFile[],
): Promise<PinRecord> {
  const known = new Map(before.files.map((file) => [file.path, file]));
  const wasModel = files.find((file) => file.path === before.model && isSame(file, known.get(file.path)));
  const model = wasModel ?? (before.source ? files[0] : await modelFile(source, files, signal));
  const wanted = [...textFiles(files).filter((file) => file !== model), ...(model ? [model] : [])];
  const { model: _, ...rest } = before;
  return {
    ...rest,
    ...(model && { model: model.path }),
    files: wanted.map(({ path, bytes, etag }) => {
      const sha256 = isSame({ bytes, etag }, known.get(path)) ? known.get(path)?.sha256 : undefined;
      return {
        path,
        ...(bytes !== undefined && { bytes }),
        ...(etag !== undefined && { etag }),
        ...(sha256 !== undefined && { sha256 }),
      };
    }),
  };
}

/** Whether a file is as it was when it was looked at last, as far as the server says. */
export function isSame(now: Omit<RemoteFile, 'path'>, before: Omit<RemoteFile, 'path'> | undefined): boolean {
  return before !== undefined && now.bytes === before.bytes && now.etag === before.etag;
}

/** An ETag that is made of the bytes tells that they are here already. */
function sameContent({ etag, bytes }: PinFile, others: readonly PinFile[]): { sha256: string } | undefined {
  if (etag === undefined || kindOfEtag(etag) === 'odd') return undefined;
  const same = others.find((one) => one.etag === etag && one.bytes === bytes && one.sha256 !== undefined);
  return same?.sha256 === undefined ? undefined : { sha256: same.sha256 };
}

async function missingBytes({ folder }: PinRun, record: PinRecord): Promise<number | undefined> {
  const missing = record.files.filter(({ sha256 }) => sha256 === undefined);
  const all = missing.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return Math.max(0, all - (await partBytes(folder, record)));
}

async function fetchOne(
  run: PinRun,
  { id, name, files }: PinRecord,
  at: number,
  source: VersionSource,
): Promise<{ sha256: string; bytes: number }> {
  const { folder, disk, clock, signal, progress, pause } = run;
  const file = files[at];
  if (!file) throw new RangeError('No such file');
  const target = folder.part(id, at);
  run.tell('downloading');
  try {
    const part = await openPart(target, file, disk);
    let bytes: number;
    try {
      bytes = await fetchFile({ source, file, part, name, signal, clock, progress, pause });
    } finally {
      await part.close();
    }
    run.tell('verifying');
    const proof = await source.proof({ ...file, bytes }, signal);
    const of = { name, path: file.path, host: source.host };
    const sha256 = await verifiedHash(target, { ...proof, bytes: file.bytes ?? bytes }, of, signal);
    await keepAsBlob(folder, target, sha256);
    return { sha256, bytes };
  } catch (error) {
    const known = asFailure(error, { name, host: source.host });
    if (known.code === 'conflict' || known.data.reason === 'pin-checksum') await removePart(target);
    throw known;
  }
}
