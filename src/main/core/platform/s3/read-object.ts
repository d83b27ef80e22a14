/** A small object as a whole: into memory, exactly as the server holds it. */
import { createHash } from 'node:crypto';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Answer, S3Endpoint } from './endpoint.ts';
import { bareEtag, quotedEtag } from './etag.ts';
import { isPlainEtag } from './object-attributes.ts';

export interface ReadOptions {
  /** The most bytes that it may have; 64 MiB unless given. */
  readonly largest?: number | undefined;
  /** The ETag that it must have. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ReadObject {
  readonly bytes: Buffer;
  /** With its quotes, as the server sent it. */
  readonly etag: string;
}

interface At {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/**
 * Reads an object; undefined where there is none. With `ifNoneMatch`, an ETag that is known already: `unchanged` where it still holds, and no
 * bytes are sent. Length and, where the ETag is one, MD5 are compared. Source: Amazon S3 API, GetObject; RFC 9110, 13.1.2.
 * @throws Failure `not-found` where the bucket is missing, `unsupported` with `storage-object-too-large`, `conflict` with `storage-changed`
 * for `ifMatch`, `unreachable` with `storage-short` when other bytes came than were promised
 */
export async function readObject(
  endpoint: S3Endpoint,
  at: At,
  options: ReadOptions & { readonly ifNoneMatch: string | undefined },
): Promise<ReadObject | 'unchanged' | undefined>;
export async function readObject(
  endpoint: S3Endpoint,
  at: At,
  options?: ReadOptions,
): Promise<ReadObject | undefined>;
export async function readObject(
  endpoint: S3Endpoint,
  { bucket, key, versionId }: At,
  options: ReadOptions & { readonly ifNoneMatch?: string | undefined } = {},
): Promise<ReadObject | 'unchanged' | undefined> {
  const { ifMatch, ifNoneMatch, signal, largest = 64 * 1024 ** 2 } = options;
  const headers = {
    ...(ifMatch && { 'if-match': quotedEtag(ifMatch) }),
    ...(ifNoneMatch && { 'if-none-match': quotedEtag(ifNoneMatch) }),
  };
  const answer = await endpoint
    .send({ method: 'GET', bucket, key, query: { versionId }, headers, signal })
    .catch((error: unknown) => {
      if (isFailure(error) && error.data.reason === 'storage-no-object') return undefined;
      throw error;
    });
  if (!answer) return undefined;
  if (answer.status === 304) {
    answer.finish();
    return 'unchanged';
  }
  const subject = { host: endpoint.host, name: key };
  const promised = answer.headers['content-length'];
  const bytes = await collected(answer, largest, subject, signal);
  const etag = answer.headers['etag'] ?? '';
  const differs =
    isPlainEtag({ etag, headers: answer.headers }) &&
    createHash('md5').update(bytes).digest('hex') !== bareEtag(etag);
  if (differs || (promised !== undefined && bytes.length !== Number(promised))) throw short(subject);
  return { bytes, etag };
}

interface Subject {
  readonly host: string;
  readonly name: string;
}

/** The body, given up as soon as it is larger than it may be. */
async function collected(
  answer: S3Answer,
  largest: number,
  subject: Subject,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = Number(answer.headers['content-length'] ?? 0);
  let got = 0;
  try {
    if (size <= largest)
      for await (const piece of answer.body) {
        pieces.push(piece as Buffer);
        got += (piece as Buffer).length;
        size = Math.max(size, got);
        if (got > largest) break;
      }
  } catch (error) {
    if (signal?.aborted) throw failure('cancelled', 'Cancelled');
    throw isFailure(error) ? error : short(subject, error);
  }
  if (size <= largest) return Buffer.concat(pieces);
  answer.drop();
  throw failure('unsupported', 'The object is too large to be read at once', {
    reason: 'storage-object-too-large',
    values: { ...subject, size, largest },
  });
}

function short(subject: Subject, cause?: unknown) {
  return failure('unreachable', 'The connection ended before all bytes were there', {
    reason: 'storage-short',
    values: { ...subject },
    ...(cause instanceof Error && { words: cause.message }),
  });
}
