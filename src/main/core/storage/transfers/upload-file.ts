/** Sends one file of this laptop, and knows afterwards that the server has its bytes. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag, hidesMd5, kindOfEtag } from '../../platform/s3/etag.ts';
import { contentTypeOf } from './content-type.ts';
import { fileBody } from './file-body.ts';
import { localFailure, repeated } from './line.ts';
import { abortUpload } from './multipart-calls.ts';
import { uploadInParts } from './multipart-upload.ts';
import { headObject } from './object-calls.ts';
import { largestObject, singleRequest } from './part-plan.ts';
import type { FileEntry } from './record.ts';
import { checksumFailure, sourceChanged, taken } from './transfer-failures.ts';
import type { FileWork, Verified } from './work.ts';

/** Read at once rather than as a stream. */
const small = 1024 * 1024;
const mostRestarts = 2;

/**
 * Sends the file. When it changed since it was counted, or while it was sent, it begins anew (its old upload is aborted), at most twice.
 * @throws Failure: `transfer-source-changed`, `transfer-file-gone`, `transfer-name-taken`, `transfer-checksum`, or the server's.
 */
export async function uploadFile(
  given: FileWork,
  entry: FileEntry,
): Promise<{ file: FileEntry; verified: Verified }> {
  let file = entry;
  const work: FileWork = {
    ...given,
    keep: async (kept) => {
      file = kept;
      await given.keep(kept);
    },
  };
  for (let written = false; ;) {
    const handle = await opened(file);
    try {
      await asItIs(work, file, handle);
      const verified =
        file.size > singleRequest
          ? await uploadInParts(work, file, handle)
          : await single(work, file, handle);
      written = true;
      if (!(await isSame(handle, file))) throw sourceChanged(file.name);
      return { file, verified };
    } catch (error) {
      const restarts = file.record.restarts ?? 0;
      if (!isFailure(error) || error.data.reason !== 'transfer-source-changed' || restarts >= mostRestarts)
        throw error;
      work.progressIs(0);
      // What lies there is what we ourselves wrote a moment ago.
      const replace = file.record.replace || written;
      file = { ...file, record: { ...file.record, restarts: restarts + 1, replace } };
    } finally {
      await handle.close();
    }
  }
}

async function opened(file: FileEntry): Promise<FileHandle> {
  try {
    return await open(file.record.source, 'r');
  } catch (error) {
    throw localFailure(error, file.name);
  }
}

async function isSame(handle: FileHandle, file: FileEntry): Promise<boolean> {
  const { size, mtimeMs } = await handle.stat();
  return size === file.size && Math.trunc(mtimeMs) === file.record.modified;
}

/** Keeps the file with its size and time of this moment; what was sent of an older state is given up. */
async function asItIs(work: FileWork, file: FileEntry, handle: FileHandle): Promise<void> {
  const { size, mtimeMs } = await handle.stat();
  if (size > largestObject)
    throw failure('unsupported', 'Larger than S3 takes', {
      reason: 'transfer-too-large',
      values: { name: file.name },
    });
  if (size === file.size && Math.trunc(mtimeMs) === file.record.modified) return;
  const { uploadId, partSize: _, ...record } = file.record;
  if (uploadId)
    await abortUpload(
      work.endpoint,
      { bucket: work.bucket, key: record.target, signal: work.signal },
      uploadId,
    );
  await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
  await work.keep({ ...file, size, record: { ...record, modified: Math.trunc(mtimeMs) } });
}

async function single(work: FileWork, file: FileEntry, handle: FileHandle): Promise<Verified> {
  const { endpoint, bucket, signal, line } = work;
  const key = file.record.target;
  /** What we ourselves wrote there, with a wrong checksum. */
  let ours: string | undefined;
  let conditional = !file.record.replace;
  return repeated(line, endpoint, signal, async () => {
    const hash = createHash('md5');
    let sent = 0;
    const passed = (bytes: number) => {
      sent += bytes;
      work.progress(bytes);
      line.gate.passed(bytes);
    };
    try {
      const body =
        file.size > small
          ? fileBody(handle, file.name, 0, file.size, { limiter: line.limiter, signal, hash, passed })
          : await wholeFile(work, file, handle, passed);
      if (body instanceof Buffer) hash.update(body);
      const answer = await endpoint.send({
        method: 'PUT',
        bucket,
        key,
        headers: {
          'content-length': String(file.size),
          'content-type': contentTypeOf(key),
          ...(ours ? { 'if-match': ours } : conditional && { 'if-none-match': '*' }),
        },
        body,
        signal,
        timeout: 120_000,
      });
      answer.finish();
      const etag = answer.headers['etag'] ?? '';
      if (kindOfEtag(etag) !== 'md5' || hidesMd5(answer.headers)) return 'length';
      if (bareEtag(etag) === hash.digest('hex')) return 'md5';
      ours = etag;
      throw checksumFailure(file.name, endpoint.host);
    } catch (error) {
      if (isFailure(error) && error.code === 'conflict' && error.data.reason === 'storage-changed') {
        const there = await headObject(endpoint, { bucket, key }, signal);
        const digest = await work.hashing.md5(file.record.source, 0, file.size);
        // An answer that got lost: what lies there is what we sent.
        if (there && there.size === file.size && bareEtag(there.etag) === digest) {
          work.progress(file.size - sent);
          return 'md5';
        }
        work.progress(-sent);
        throw taken(file.record.target);
      }
      work.progress(-sent);
      if (isFailure(error) && error.code === 'unsupported' && conditional) {
        conditional = false;
        if (await headObject(endpoint, { bucket, key }, signal)) throw taken(file.record.target);
        throw failure('busy', 'Without a condition', {
          reason: 'storage-busy',
          values: { host: endpoint.host },
        });
      }
      throw error;
    }
  });
}

async function wholeFile(
  work: FileWork,
  file: FileEntry,
  handle: FileHandle,
  passed: (bytes: number) => void,
): Promise<Buffer> {
  await work.line.limiter.take(file.size, work.signal);
  const buffer = Buffer.allocUnsafe(file.size);
  let at = 0;
  while (at < file.size) {
    const { bytesRead } = await handle.read(buffer, at, file.size - at, at);
    if (bytesRead === 0) throw sourceChanged(file.name);
    at += bytesRead;
  }
  passed(file.size);
  return buffer;
}
