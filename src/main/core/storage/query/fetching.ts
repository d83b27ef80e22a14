/** Fetches pieces of objects into the cache, several at a time, each only from the state of the object that was seen first. */
import { setTimeout as pause } from 'node:timers/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag, quotedEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { CachedObject, ObjectIdentity } from './object-cache.ts';
import { cut, footerSize, merge, readFooter, smallGap, tailSize, type Range } from './parquet-ranges.ts';

export interface Piece {
  readonly object: CachedObject;
  readonly range: Range;
}

const atOnce = 8;
const pieceSize = 8 * 1024 * 1024;
const tries = 3;

/** Runs work over many things, at most so many at a time; the first error ends it. */
export async function eachAtOnce<T>(
  things: readonly T[],
  work: (thing: T) => Promise<void>,
  limit = atOnce,
): Promise<void> {
  const queue = things.values();
  let stopped = false;
  const lane = async () => {
    for (const thing of queue) {
      if (stopped) return;
      await work(thing);
    }
  };
  const lanes = Array.from({ length: Math.min(limit, things.length) }, lane);
  try {
    await Promise.all(lanes);
  } finally {
    stopped = true;
    await Promise.allSettled(lanes);
  }
}

/** Asks for size and state of an object. @throws Failure `not-found`... */
export async function identify(
  endpoint: S3Endpoint,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<ObjectIdentity> {
  const head = await endpoint.send({ method: 'HEAD', bucket, key, signal });
  head.drop();
  const modified = Date.parse(head.headers['last-modified'] ?? '') || 0;
  return {
    endpoint: endpoint.profile.endpoint,
    bucket,
    key,
    etag: bareEtag(head.headers['etag'] ?? ''),
    size: Number(head.headers['content-length'] ?? 0),
    modified,
  };
}

/** What has to be asked for so that missing bytes come: small gaps are asked for along. */
export function piecesOf(object: CachedObject, missing: readonly Range[]): Piece[] {
  return cut(merge(missing, smallGap), pieceSize).map((range) => ({ object, range }));
}

/**
 * Fetches pieces; what came before an error stays.
 * @param told gets the bytes of each piece that came.
 * @throws Failure `conflict` with `storage-changed` when an object was replaced, `no-space`, `cancelled`...
 */
export async function fetchPieces(
  endpoint: S3Endpoint,
  pieces: readonly Piece[],
  signal: AbortSignal,
  told: (bytes: number) => void,
): Promise<void> {
  await eachAtOnce(pieces, async ({ object, range }) => {
    const bytes = await fetchRange(endpoint, object.identity, range, signal);
    await object.write(range.start, bytes);
    told(bytes.length);
  });
}

async function fetchRange(
  endpoint: S3Endpoint,
  identity: ObjectIdentity,
  range: Range,
  signal: AbortSignal,
): Promise<Buffer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await fetchOnce(endpoint, identity, range, signal);
    } catch (error) {
      if (signal.aborted) throw failure('cancelled', 'Cancelled');
      const mayHeal = isFailure(error) && (error.code === 'unreachable' || error.code === 'busy');
      if (!mayHeal || tried >= tries) throw error;
      await pause(Math.min(5_000, (error.data.retryAfter ?? 0.25 * tried) * 1000), undefined, {
        signal,
      }).catch(() => undefined);
    }
  }
}

async function fetchOnce(
  endpoint: S3Endpoint,
  { bucket, key, etag, size }: ObjectIdentity,
  { start, end }: Range,
  signal: AbortSignal,
): Promise<Buffer> {
  const answer = await endpoint.send({
    method: 'GET',
    bucket,
    key,
    headers: { range: `bytes=${start}-${end - 1}`, ...(etag && { 'if-match': quotedEtag(etag) }) },
    signal,
  });
  const isWhole = start === 0 && end === size;
  if (answer.status !== 206 && !isWhole) {
    answer.drop();
    throw failure('unsupported', 'The server sends whole objects only', {
      reason: 'storage-no-ranges',
      values: { host: endpoint.host },
    });
  }
  const pieces: Buffer[] = [];
  let got = 0;
  let cause: unknown;
  try {
    for await (const piece of answer.body) {
      pieces.push(piece as Buffer);
      got += (piece as Buffer).length;
      if (got > end - start) break;
    }
    if (got > end - start) answer.drop();
  } catch (error) {
    cause = error;
  }
  if (signal.aborted) throw failure('cancelled', 'Cancelled');
  if (got === end - start && cause === undefined) return Buffer.concat(pieces);
  throw failure('unreachable', 'Not the bytes came that were promised', {
    reason: 'storage-short',
    values: { name: key, host: endpoint.host },
    ...(cause instanceof Error && { words: cause.message }),
  });
}

/**
 * The footer of a Parquet file, fetched when it is not here; undefined when it is no Parquet file.
 * @throws Failure `invalid-input` with `query-broken-object` for a broken footer.
 */
export async function footerOf(object: CachedObject, fetch: (pieces: Piece[]) => Promise<void>) {
  const { size, key } = object.identity;
  if (size < 12) return undefined;
  const tail = { start: Math.max(0, size - tailSize), end: size };
  await fetch(piecesOf(object, await object.missing([tail])));
  const length = footerSize(await object.read({ start: size - 8, end: size }));
  if (length === undefined || length > size) return undefined;
  const footer = { start: size - length, end: size };
  await fetch(piecesOf(object, await object.missing([footer])));
  try {
    return readFooter(await object.read(footer));
  } catch (error) {
    throw failure('invalid-input', `${key} is not a readable Parquet file`, {
      reason: 'query-broken-object',
      values: { name: key },
      ...(error instanceof Error && { words: error.message }),
    });
  }
}
