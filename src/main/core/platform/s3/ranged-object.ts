/** An object that is read piece by piece; a change on the server in between is noticed. */
import type { Readable } from 'node:stream';
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from './endpoint.ts';

/** Anything of known size that can be read at any place: an object, or a file of this laptop in tests. */
export interface Ranged {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** With its quotes, as the server sent it. */
  readonly etag: string;
  /** Bytes `[start, end)`, cut at the end of the object; empty beyond it. @throws Failure */
  read(start: number, end: number, signal?: AbortSignal): Promise<Buffer>;
  /** The same as a stream. @throws Failure */
  stream(start: number, end: number, signal?: AbortSignal): Promise<Readable>;
  /** Bytes that were asked of the server so far. */
  bytesFetched(): number;
}

export interface RangedObject extends Ranged {
  readonly contentType: string;
  readonly contentEncoding: string | undefined;
  readonly modified: number;
  readonly versionId: string | undefined;
}

/**
 * Asks for size and ETag (HEAD); every later piece is asked with `If-Match`.
 * @throws Failure `not-found`, `forbidden`...; reads throw `conflict` with `storage-changed` when the object was replaced, and
 * `unreachable` with `storage-short` when fewer bytes came than were promised.
 */
export async function openRanged(
  endpoint: S3Endpoint,
  object: { bucket: string; key: string; versionId?: string | undefined },
  signal?: AbortSignal,
): Promise<RangedObject> {
  const { bucket, key } = object;
  const query = { versionId: object.versionId };
  const head = await endpoint.send({ method: 'HEAD', bucket, key, query, signal });
  head.drop();
  const size = Number(head.headers['content-length'] ?? 0);
  const etag = head.headers['etag'] ?? '';
  let fetched = 0;

  async function stream(start: number, end: number, more = signal): Promise<Readable> {
    const last = Math.min(end, size) - 1;
    const answer = await endpoint.send({
      method: 'GET',
      bucket,
      key,
      query,
      headers: { range: `bytes=${start}-${last}`, ...(etag && { 'if-match': etag }) },
      signal: more,
    });
    fetched += last - start + 1;
    if (answer.status === 206 || (start === 0 && last === size - 1)) return answer.body;
    answer.drop();
    throw failure('unsupported', 'The server sends whole objects only', {
      reason: 'storage-no-ranges',
      values: { host: endpoint.host },
    });
  }

  return {
    name: key,
    size,
    etag,
    contentType: head.headers['content-type'] ?? 'application/octet-stream',
    contentEncoding: head.headers['content-encoding'],
    modified: Date.parse(head.headers['last-modified'] ?? '') || 0,
    versionId: head.headers['x-amz-version-id'],
    bytesFetched: () => fetched,
    stream,
    async read(start, end, more = signal) {
      const wanted = Math.min(end, size) - start;
      if (wanted <= 0) return Buffer.alloc(0);
      const pieces: Buffer[] = [];
      let got = 0;
      try {
        for await (const piece of await stream(start, end, more)) {
          pieces.push(piece as Buffer);
          got += (piece as Buffer).length;
          if (got > wanted) break;
        }
      } catch (error) {
        if (more?.aborted) throw failure('cancelled', 'Cancelled');
        if (error instanceof Error && error.name === 'Failure') throw error;
        throw short(key, endpoint.host, error);
      }
      if (got !== wanted) throw short(key, endpoint.host);
      return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    },
  };
}

function short(name: string, host: string, cause?: unknown) {
  return failure('unreachable', 'The connection ended before all bytes were there', {
    reason: 'storage-short',
    values: { name, host },
    ...(cause instanceof Error && { words: cause.message }),
  });
}
