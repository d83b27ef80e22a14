/** Putting new bytes in the place of an object, unless somebody else did meanwhile. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { bareEtag } from './etag.ts';
import { writesConditionally } from './dialect-tries.ts';
import type { S3Endpoint } from './endpoint.ts';
import { attributeHeaders, headOf, isPlainEtag, tagHeader, tagsOf } from './object-attributes.ts';

export interface NewBytes {
  readonly size: number;
  /** MD5, hexadecimal. */
  readonly md5: string;
  /** Called again for each attempt. */
  open(): Buffer | Readable;
}

/** Bytes that are all here. Pure. */
export function newBytes(bytes: Buffer): NewBytes {
  const md5 = createHash('md5').update(bytes).digest('hex');
  return { size: bytes.length, md5, open: () => bytes };
}

export interface PutOptions {
  /** The ETag that the object must still have; empty: there must be none; undefined: whatever is there. */
  readonly expected: string | undefined;
  /** For an object that is not there yet. */
  readonly contentType: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes with the content type, headers, metadata and tags of the object that is there. The condition is the server's to keep
 * (`If-Match`, `If-None-Match`) where it can, and is compared just before in any case.
 * @throws Failure `conflict` with `storage-changed`, unless what is there has the very bytes that were to be written
 */
export async function putObject(
  endpoint: S3Endpoint,
  at: { readonly bucket: string; readonly key: string },
  bytes: NewBytes,
  options: PutOptions,
): Promise<{ etag: string }> {
  const { expected, signal } = options;
  const { bucket, key } = at;
  const head = await headOf(endpoint, { bucket, key }, signal).catch((error: unknown) => {
    if (isFailure(error) && error.code === 'not-found') return undefined;
    throw error;
  });
  if (expected !== undefined && bareEtag(head?.etag ?? '') !== bareEtag(expected)) {
    // Written already, by an attempt whose answer was lost.
    if (head && isPlainEtag(head) && bareEtag(head.etag) === bytes.md5) return { etag: head.etag };
    throw changed(endpoint, at);
  }
  const conditional =
    expected !== undefined && (await writesConditionally(endpoint, bucket, signal)) !== false;
  const headers = {
    ...(head
      ? { ...attributeHeaders(head), ...tagHeader(await tagsOf(endpoint, { bucket, key }, signal)) }
      : { 'content-type': options.contentType }),
    'content-md5': Buffer.from(bytes.md5, 'hex').toString('base64'),
    'content-length': String(bytes.size),
    ...(conditional && (head ? { 'if-match': head.etag } : { 'if-none-match': '*' })),
  };
  const put = async () => {
    const answer = await endpoint.send({
      method: 'PUT',
      bucket,
      key,
      headers,
      body: bytes.open(),
      signal,
      timeout: 15 * 60_000,
    });
    await answer.text();
    return { etag: answer.headers['etag'] ?? '' };
  };
  try {
    return await put();
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (error.data.reason === 'storage-keys-ended-now') {
      // A stream is not sent again by the endpoint itself.
      await endpoint.credentials({ renew: true });
      return put();
    }
    if (expected !== undefined && error.data.reason === 'storage-no-object') throw changed(endpoint, at);
    if (expected === undefined || error.data.reason !== 'storage-changed') throw error;
    const now = await headOf(endpoint, { bucket, key }, signal).catch(() => undefined);
    if (now && isPlainEtag(now) && bareEtag(now.etag) === bytes.md5) return { etag: now.etag };
    throw error;
  }
}

function changed(endpoint: S3Endpoint, { bucket, key }: { bucket: string; key: string }): Failure {
  return failure('conflict', 'The object changed', {
    reason: 'storage-changed',
    values: { host: endpoint.host, bucket, name: key, status: 412 },
  });
}
