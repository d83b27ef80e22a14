/** Fetches one object into a file of this laptop, which gets its name only when all bytes are there and compared. */
import { createHash } from 'node:crypto';
import { lstat, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag, hidesMd5, kindOfEtag, quotedEtag } from '../../platform/s3/etag.ts';
import { downloadInRanges } from './download-ranges.ts';
import { crc32Text } from './crc32.ts';
import { localFailure, repeated } from './line.ts';
import { makeFolderFor, openPart, syncFolder } from './local-disk.ts';
import { headObject } from './object-calls.ts';
import { askSums, isComposite, sumOf } from './object-sums.ts';
import { mebibyte } from './part-plan.ts';
import { receiveInto, receiveSmall } from './receive-body.ts';
import type { FileEntry } from './record.ts';
import { partSuffix } from './safe-names.ts';
import { checksumFailure, objectChanged, taken } from './transfer-failures.ts';
import type { FileWork, Verified } from './work.ts';

/** Fetched in one request. */
const single = 8 * mebibyte;
/** Kept in memory until it is compared, and written together with others. */
const small = 128 * 1024;

/** Targets that are being written: two transfers must not share a file. */
const busy = new Set<string>();

/**
 * Fetches the object. When it was replaced meanwhile it begins anew, once.
 * @throws Failure: `transfer-object-changed`, `transfer-name-taken`, `transfer-outside`, `no-space`, or the server's.
 */
export async function downloadFile(
  given: FileWork,
  entry: FileEntry,
): Promise<{ file: FileEntry; verified: Verified }> {
  const { target } = entry.record;
  if (busy.has(target)) throw taken(target);
  busy.add(target);
  let file = entry;
  const work: FileWork = {
    ...given,
    keep: async (kept) => {
      file = kept;
      await given.keep(kept);
    },
  };
  try {
    await makeFolderFor(work.root, target);
    for (;;) {
      try {
        if (file.size <= small) return { file, verified: await smallFile(work, file) };
        const verified = await fetched(work, file);
        await putInPlace(file);
        return { file, verified };
      } catch (error) {
        if (!isFailure(error) || error.data.reason !== 'storage-changed') throw error;
        await renewed(work, file);
      }
    }
  } catch (error) {
    throw localFailure(error, entry.name);
  } finally {
    busy.delete(target);
  }
}

/** Removes what there is of an unfinished download. */
export async function removePart(file: FileEntry): Promise<void> {
  await rm(file.record.target + partSuffix, { force: true });
}

async function fetched(work: FileWork, file: FileEntry): Promise<Verified> {
  if (file.size <= single) return inOneRequest(work, file);
  try {
    return await downloadInRanges(work, file);
  } catch (error) {
    if (!isFailure(error) || error.data.reason !== 'storage-no-ranges') throw error;
    work.progressIs(0);
    return inOneRequest(work, file);
  }
}

function asked({ endpoint, bucket, signal }: FileWork, file: FileEntry) {
  const { source: key, versionId, etag } = file.record;
  return endpoint.send({
    method: 'GET',
    bucket,
    key,
    query: { versionId },
    headers: { ...(etag && { 'if-match': quotedEtag(etag) }), 'accept-encoding': 'identity', ...askSums },
    signal,
  });
}

async function smallFile(work: FileWork, file: FileEntry): Promise<Verified> {
  const { endpoint, signal, line } = work;
  const { target, modified, replace, etag = '' } = file.record;
  const { bytes, verified } = await repeated(line, endpoint, signal, async () => {
    let come = 0;
    try {
      const answer = await asked(work, file);
      try {
        const got = await receiveSmall(work, answer, file, (bytes) => (come += bytes));
        const proof = proven(file, answer.headers, got.crc) ?? md5Proof(etag, got.bytes);
        if (proof === 'wrong') throw checksumFailure(file.name, endpoint.host);
        return { bytes: got.bytes, verified: proof };
      } catch (error) {
        answer.drop();
        throw error;
      }
    } catch (error) {
      work.progress(-come);
      throw error;
    }
  });
  // What is left to do concerns the disk alone.
  work.received();
  try {
    await work.save({ part: target + partSuffix, target, replace, bytes, modified });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw taken(target);
    throw error;
  }
  return verified;
}

async function inOneRequest(work: FileWork, file: FileEntry): Promise<Verified> {
  const { endpoint, signal, line } = work;
  const { target, modified, etag = '' } = file.record;
  const part = target + partSuffix;
  return repeated(line, endpoint, signal, async () => {
    let come = 0;
    let handle: FileHandle | undefined;
    try {
      const answer = await asked(work, file);
      let crc: number;
      try {
        handle = await openPart(part, true);
        crc = await receiveInto(
          work,
          answer,
          { handle, name: file.name, start: 0, end: file.size },
          (bytes) => (come += bytes),
        );
      } catch (error) {
        answer.drop();
        throw error;
      }
      const verified =
        proven(file, answer.headers, crc) ?? compared(etag, await work.hashing.md5(part, 0, file.size));
      if (verified === 'wrong') throw checksumFailure(file.name, endpoint.host);
      if (modified > 0) await handle.utimes(new Date(), new Date(modified));
      await handle.datasync();
      return verified;
    } catch (error) {
      work.progress(-come);
      throw error;
    } finally {
      await handle?.close();
    }
  });
}

/** What can be said without an MD5; undefined where one is needed. */
function proven(
  { record: { etag = '' } }: FileEntry,
  headers: Readonly<Record<string, string>>,
  crc: number,
): Verified | 'wrong' | undefined {
  const sum = sumOf(headers);
  if (sum !== undefined && !isComposite(sum)) return sum === crc32Text(crc) ? 'crc32' : 'wrong';
  return kindOfEtag(etag) !== 'md5' || hidesMd5(headers) ? 'length' : undefined;
}

const compared = (etag: string, digest: string) => (bareEtag(etag) === digest ? 'md5' : 'wrong');

const md5Proof = (etag: string, bytes: Uint8Array) =>
  compared(etag, createHash('md5').update(bytes).digest('hex'));

async function putInPlace(file: FileEntry): Promise<void> {
  const { target, replace } = file.record;
  const there = await lstat(target).catch(() => undefined);
  if (there && (!replace || there.isDirectory())) throw taken(target);
  await rename(target + partSuffix, target);
  await syncFolder(path.dirname(target));
}

/** The object as it is now, to begin anew; the second time is once too often. */
async function renewed(work: FileWork, file: FileEntry): Promise<void> {
  const { source: key, versionId } = file.record;
  const restarts = (file.record.restarts ?? 0) + 1;
  if (restarts > 1) throw objectChanged(file.name);
  const { endpoint, bucket, signal, line } = work;
  const now = await repeated(line, endpoint, signal, () =>
    headObject(endpoint, { bucket, key, versionId }, signal),
  );
  if (!now) throw objectChanged(file.name);
  await removePart(file);
  await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
  // What was known of the parts and sums was known of the old one.
  const { partSize: _, sum: __, boot: ___, ...record } = file.record;
  await work.keep({
    ...file,
    size: now.size,
    record: { ...record, etag: now.etag, modified: now.modified, restarts },
  });
  work.progressIs(0);
}
