/** A whole object as a file, exactly as it was when it was asked for. */
import { createHash } from 'node:crypto';
import { open, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { isPlainEtag, type ObjectHead } from '../../platform/s3/object-attributes.ts';

interface At {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** The bytes of an object that has this head. @throws Failure `conflict` when it changed since */
async function bytesOf(
  endpoint: S3Endpoint,
  { bucket, key, versionId }: At,
  { etag }: ObjectHead,
  signal: AbortSignal | undefined,
): Promise<Readable> {
  const headers = { ...(etag && { 'if-match': etag }) };
  const answer = await endpoint.send({ method: 'GET', bucket, key, query: { versionId }, headers, signal });
  return answer.body;
}

/**
 * Into a new file that only this person may read, on the disk when it resolves.
 * @returns SHA-256 of its bytes, hexadecimal
 * @throws Failure; `no-space` before anything is fetched when it would fill the disk
 */
export async function fetchFile(
  endpoint: S3Endpoint,
  at: At,
  head: ObjectHead,
  file: string,
  signal?: AbortSignal,
): Promise<string> {
  const { bavail, bsize } = await statfs(path.dirname(file));
  if (bavail * bsize < head.size + 64 * 1024 ** 2)
    throw failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
  const digest = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  try {
    await drain(endpoint, at, head, signal, async (piece) => {
      digest.update(piece);
      await handle.writeFile(piece);
    });
    await handle.sync();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
    throw error;
  } finally {
    await handle.close();
  }
  return digest.digest('hex');
}

async function drain(
  endpoint: S3Endpoint,
  at: At,
  head: ObjectHead,
  signal: AbortSignal | undefined,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  const md5 = createHash('md5');
  let got = 0;
  const body = await bytesOf(endpoint, at, head, signal);
  const reading = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const next = await reading.next().catch((error: unknown) => {
      if (signal?.aborted) throw failure('cancelled', 'Cancelled');
      throw isFailure(error) ? error : short(endpoint, at);
    });
    if (next.done) break;
    got += next.value.length;
    md5.update(next.value);
    await take(next.value);
  }
  const differs = isPlainEtag(head) && md5.digest('hex') !== bareEtag(head.etag);
  if (got !== head.size || differs) throw short(endpoint, at);
}

function short({ host }: S3Endpoint, { key }: At) {
  return failure('unreachable', 'The connection ended before all bytes were there', {
    reason: 'storage-short',
    values: { name: key, host },
  });
}
