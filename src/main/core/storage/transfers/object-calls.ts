/** Asking what lies at a key or below a prefix. */
import { finish } from './answer-body.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { element } from '../../platform/s3/xml-element.ts';

export interface Found {
  readonly key: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly etag: string;
}

/** The object at a key, with the headers of the answer; undefined when there is none. @throws Failure */
export async function headObject(
  endpoint: S3Endpoint,
  at: {
    bucket: string;
    key: string;
    versionId?: string | undefined;
    partNumber?: number | undefined;
    headers?: Readonly<Record<string, string>> | undefined;
  },
  signal: AbortSignal,
): Promise<(Found & { readonly headers: Readonly<Record<string, string>> }) | undefined> {
  try {
    const answer = await endpoint.send({
      method: 'HEAD',
      bucket: at.bucket,
      key: at.key,
      query: { versionId: at.versionId, partNumber: at.partNumber?.toString() },
      ...(at.headers && { headers: at.headers }),
      signal,
    });
    finish(answer);
    const { headers } = answer;
    return {
      key: at.key,
      size: Number(headers['content-length'] ?? 0),
      modified: Date.parse(headers['last-modified'] ?? '') || 0,
      etag: headers['etag'] ?? '',
      headers,
    };
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found' && error.data.reason !== 'storage-no-bucket')
      return undefined;
    throw error;
  }
}

/**
 * Everything below a prefix, or with `delimiter` only what lies in it itself, in pages of at most 1,000.
 * Source: Amazon S3 API, ListObjectsV2. @throws Failure
 */
export async function* listObjects(
  endpoint: S3Endpoint,
  asked: { bucket: string; prefix: string; delimiter?: '/' | undefined },
  signal: AbortSignal,
): AsyncGenerator<readonly Found[], void, undefined> {
  for (let token: string | undefined; ;) {
    const answer = await endpoint.send({
      method: 'GET',
      bucket: asked.bucket,
      query: {
        'list-type': '2',
        prefix: asked.prefix,
        delimiter: asked.delimiter,
        'encoding-type': 'url',
        'continuation-token': token,
      },
      signal,
    });
    const xml = await answer.text();
    const encoded = element(xml, 'EncodingType') === 'url';
    const found: Found[] = [];
    for (const [object] of xml.matchAll(/<Contents>.*?<\/Contents>/gs)) {
      const key = element(object, 'Key') ?? '';
      found.push({
        key: encoded ? decodeURIComponent(key.replaceAll('+', ' ')) : key,
        size: Number(element(object, 'Size') ?? 0),
        modified: Date.parse(element(object, 'LastModified') ?? '') || 0,
        etag: element(object, 'ETag') ?? '',
      });
    }
    yield found;
    const next = element(xml, 'NextContinuationToken');
    if (element(xml, 'IsTruncated') !== 'true' || !next) return;
    token = next;
  }
}
