/** Writes a training set to its folder and reads it back. */
import { isFailure, failure } from '../../../../shared/contract/errors.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { TrainingSetFile } from '../../../../shared/contract/training/sets.ts';
import { bareEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { headOf, isPlainEtag } from '../../platform/s3/object-attributes.ts';
import { newBytes, putObject } from '../../platform/s3/put-object.ts';
import { readObject } from '../../platform/s3/read-object.ts';
import type { SetFile } from './set-files.ts';
import { setFileName } from './set-places.ts';

/** Bytes that a `set.json` may have. */
const largestSetFile = 4 * 1024 ** 2;

/**
 * The set that lies in a folder; undefined where there is none.
 * @throws Failure `unsupported` with `training-set-unreadable` for a file of another major version, or no such file
 */
export async function readSet(
  endpoint: S3Endpoint,
  at: Place,
  signal?: AbortSignal,
): Promise<TrainingSetFile | undefined> {
  const where = { bucket: at.bucket, key: at.prefix + setFileName };
  const read = await readObject(endpoint, where, { largest: largestSetFile, signal });
  if (!read) return undefined;
  const { data, error } = TrainingSetFile.safeParse(parsed(read.bytes.toString('utf8')));
  if (data) return data;
  throw failure('unsupported', `${where.key} is no training set that can be read`, {
    reason: 'training-set-unreadable',
    values: { name: where.key },
    words: error.message.slice(0, 500),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Writes files and, last, `set.json`. Each is written on condition of what was there before the first of them (RFC 9110, If-Match and
 * If-None-Match), so that two people who make sets of one name cannot mix theirs; afterwards all of it is compared with what was meant.
 * @throws Failure `conflict` with `training-set-taken` where a set of another hash lies there
 */
export async function storeSet(
  endpoint: S3Endpoint,
  at: Place,
  files: readonly SetFile[],
  set: TrainingSetFile,
  signal?: AbortSignal,
): Promise<TrainingSetFile> {
  const { bucket, prefix } = at;
  const taken = () =>
    failure('conflict', 'Another training set has this name', {
      reason: 'training-set-taken',
      values: { name: set.draft.name },
      field: 'name',
    });
  const there = await readSet(endpoint, at, signal);
  if (there && there.hash !== set.hash) throw taken();
  if (there) return there;
  const before = await Promise.all(files.map(({ name }) => etagOf(endpoint, bucket, prefix + name, signal)));
  try {
    for (const [index, { name, bytes, contentType }] of files.entries())
      await putObject(
        endpoint,
        { bucket, key: prefix + name },
        newBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
        { expected: before[index] ?? '', contentType, signal },
      );
    const json = Buffer.from(`${JSON.stringify(set, undefined, 2)}\n`);
    await putObject(endpoint, { bucket, key: prefix + setFileName }, newBytes(json), {
      expected: '',
      contentType: 'application/json',
      signal,
    });
  } catch (error) {
    if (isFailure(error) && error.data.reason === 'storage-changed') throw taken();
    throw error;
  }
  const written = await readSet(endpoint, at, signal);
  const isWhole = await Promise.all(files.map((file) => isThere(endpoint, at, file, signal)));
  if (written?.hash !== set.hash || isWhole.includes(false)) throw taken();
  return written;
}

/** The ETag of an object; empty where there is none. */
async function etagOf(
  endpoint: S3Endpoint,
  bucket: string,
  key: string,
  signal?: AbortSignal,
): Promise<string> {
  const head = await headOf(endpoint, { bucket, key }, signal).catch((error: unknown) => {
    if (isFailure(error) && error.code === 'not-found') return undefined;
    throw error;
  });
  return head?.etag ?? '';
}

async function isThere(
  endpoint: S3Endpoint,
  { bucket, prefix }: Place,
  { name, bytes, md5 }: SetFile,
  signal?: AbortSignal,
): Promise<boolean> {
  const head = await headOf(endpoint, { bucket, key: prefix + name }, signal);
  const size = Number(head.headers['content-length'] ?? bytes.byteLength);
  return size === bytes.byteLength && (!isPlainEtag(head) || bareEtag(head.etag) === md5);
}
