/** What belongs to an object besides its bytes, as it is read from a HEAD and given to a write. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { hidesMd5, kindOfEtag } from './etag.ts';
import type { S3Endpoint } from './endpoint.ts';
import { s3Failure } from './s3-failure.ts';
import { encode } from './signing.ts';
import { unescapeXml } from './xml-element.ts';

export interface ObjectHead {
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  readonly versionId: string | undefined;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** As they came, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The headers that a plain write loses unless they are sent again (S3 API, PutObject). */
const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
];

/** Asks for all that is known of an object. @throws Failure */
export async function headOf(
  endpoint: S3Endpoint,
  object: { bucket: string; key: string; versionId?: string | undefined },
  signal?: AbortSignal,
): Promise<ObjectHead> {
  const { bucket, key, versionId } = object;
  const headers = { 'x-amz-checksum-mode': 'ENABLED' };
  const answer = await endpoint
    .send({ method: 'HEAD', bucket, key, query: { versionId }, headers, signal })
    .catch((error: unknown) => {
      // So is answered for a delete marker (S3 API, HeadObject).
      if (versionId !== undefined && isFailure(error) && error.data.values?.['status'] === 405)
        throw s3Failure(
          { status: 404, code: 'NoSuchVersion', message: '' },
          { host: endpoint.host, bucket, key },
        );
      throw error;
    });
  await answer.text();
  const found = answer.headers;
  return {
    size: Number(found['content-length'] ?? 0),
    etag: found['etag'] ?? '',
    versionId: found['x-amz-version-id'],
    modified: Date.parse(found['last-modified'] ?? '') || 0,
    contentType: found['content-type'] ?? 'application/octet-stream',
    metadata: metadataIn(found),
    headers: found,
  };
}

/** The person's own metadata, names without `x-amz-meta-`. Pure. */
export function metadataIn(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name.slice(11), readHeaderText(value)]] : [],
    ),
  );
}

/** The headers that give a new object the attributes of one there was, tags aside. Pure. */
export function attributeHeaders(
  head: Pick<ObjectHead, 'contentType' | 'metadata' | 'headers'>,
): Record<string, string> {
  const kept = keptHeaders.flatMap((name) => {
    const value = head.headers[name];
    return value === undefined ? [] : [[name, writeHeaderText(readHeaderText(value))]];
  });
  const own = Object.entries(head.metadata).map(([name, value]) => [
    `x-amz-meta-${name.toLowerCase()}`,
    writeHeaderText(value),
  ]);
  return { 'content-type': head.contentType, ...Object.fromEntries(kept), ...Object.fromEntries(own) };
}

/**
 * The tags; undefined where this server or these rights do not tell.
 * @throws Failure when the network fails or the call is cancelled
 */
export async function tagsOf(
  endpoint: S3Endpoint,
  object: { bucket: string; key: string; versionId?: string | undefined },
  signal?: AbortSignal,
): Promise<Record<string, string> | undefined> {
  const { bucket, key, versionId } = object;
  try {
    const answer = await endpoint.send({
      method: 'GET',
      bucket,
      key,
      query: { tagging: '', versionId },
      signal,
    });
    return tagsIn(await answer.text());
  } catch (error) {
    if (isFailure(error) && ['unreachable', 'untrusted', 'cancelled', 'signed-out'].includes(error.code))
      throw error;
    if (isFailure(error)) return undefined;
    throw error;
  }
}

/** The header that gives tags to a new object; nothing for none. Pure. */
export function tagHeader(tags: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const text = Object.entries(tags ?? {}).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return text.length > 0 ? { 'x-amz-tagging': text.join('&') } : {};
}

/** Tags of the answer of GetObjectTagging. Pure. */
export function tagsIn(xml: string): Record<string, string> {
  const part = (block: string, name: string) =>
    unescapeXml(new RegExp(`<${name}>([^<]*)</${name}>`).exec(block)?.[1] ?? '');
  return Object.fromEntries(
    [...xml.matchAll(/<Tag>([^]*?)<\/Tag>/g)].map(([, block = '']) => [
      part(block, 'Key'),
      part(block, 'Value'),
    ]),
  );
}

/**
 * A header's text for people: UTF-8 that HTTP handed over as Latin-1 (MinIO), or encoded words (AWS). Pure.
 * Source: RFC 2047, 2; S3 user guide, "Working with object metadata".
 */
export function readHeaderText(value: string): string {
  const words = value.replace(
    /=\?utf-8\?([bq])\?([^?]*)\?=(?:[ \t]+(?==\?))?/gi,
    (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : Buffer.from(
            text
              .replaceAll('_', ' ')
              .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            'latin1',
          ).toString('utf8'),
  );
  if (words !== value || !/[\x80-\xff]/.test(value)) return words;
  const utf8 = Buffer.from(value, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? value : utf8;
}

/** The same for sending: what is not ASCII becomes one encoded word. @throws Failure for a line end */
export function writeHeaderText(value: string): string {
  if (/[\r\n\0]/.test(value))
    throw failure('invalid-input', 'Metadata cannot hold line ends', { reason: 'storage-metadata-lines' });
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  return `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

/** True for an ETag that is the MD5 of the bytes: no parts, no encryption that hides it. */
export function isPlainEtag(head: Pick<ObjectHead, 'etag' | 'headers'>): boolean {
  return kindOfEtag(head.etag) === 'md5' && !hidesMd5(head.headers);
}
