/** The calls of a multipart upload, by our own signed requests (Amazon S3 API: CreateMultipartUpload and what follows it). */
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { s3Failure } from '../../platform/s3/s3-failure.ts';
import { element } from '../../platform/s3/xml-element.ts';
import { crc32FromText, crc32Text } from './crc32.ts';

interface At {
  readonly bucket: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

/** The sums of parts that an upload keeps: one of the `whole` object is made of them, one of the `parts`, or there are none. */
export type UploadSums = 'whole' | 'parts' | undefined;

/**
 * Begins an upload: its id, and which sums the server wants from now on.
 * @param sums asks for CRC-32s; a server that does not know them does not echo the question. @throws Failure
 */
export async function createUpload(
  endpoint: S3Endpoint,
  at: At,
  contentType: string,
  sums = false,
): Promise<{ id: string; sums: UploadSums }> {
  const answer = await endpoint.send({
    ...at,
    method: 'POST',
    query: { uploads: '' },
    headers: {
      'content-type': contentType,
      ...(sums && { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'FULL_OBJECT' }),
    },
  });
  const text = await answer.text();
  const id = element(text, 'UploadId');
  const { headers } = answer;
  const keeps = sums && headers['x-amz-checksum-algorithm'] === 'CRC32';
  const kind = headers['x-amz-checksum-type'] === 'FULL_OBJECT' ? 'whole' : 'parts';
  if (id) return { id, sums: keeps ? kind : undefined };
  throw failure('unsupported', 'The server began no upload', {
    reason: 'storage-unsupported',
    values: { host: endpoint.host, name: at.key },
    words: text.slice(0, 300),
  });
}

export interface HeldPart {
  readonly etag: string;
  readonly size: number;
  /** Where the upload keeps them. */
  readonly crc?: number | undefined;
}

/** The parts that the server holds, by number. @throws Failure `not-found` with `storage-no-upload` */
export async function listParts(
  endpoint: S3Endpoint,
  at: At,
  uploadId: string,
): Promise<Map<number, HeldPart>> {
  const parts = new Map<number, HeldPart>();
  for (let marker: string | undefined; ;) {
    const answer = await endpoint.send({
      ...at,
      method: 'GET',
      query: { uploadId, 'part-number-marker': marker },
    });
    const xml = await answer.text();
    for (const [part] of xml.matchAll(/<Part>.*?<\/Part>/gs))
      parts.set(Number(element(part, 'PartNumber')), {
        etag: element(part, 'ETag') ?? '',
        size: Number(element(part, 'Size')),
        crc: crc32FromText(element(part, 'ChecksumCRC32')),
      });
    const next = element(xml, 'NextPartNumberMarker');
    if (element(xml, 'IsTruncated') !== 'true' || !next || next === marker) return parts;
    marker = next;
  }
}

/**
 * Puts the parts together; the ETag of the object, and its CRC-32 in base64 where the server keeps one. A server may answer 200 and then tell an error.
 * @throws Failure
 */
export async function completeUpload(
  endpoint: S3Endpoint,
  at: At,
  uploadId: string,
  parts: readonly { readonly number: number; readonly etag: string; readonly crc?: number | undefined }[],
  headers: Readonly<Record<string, string>>,
): Promise<{ etag: string; crc32?: string | undefined }> {
  const lines = parts.map(
    ({ number, etag, crc }) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replace(/[&<>]/g, '')}</ETag>${
        crc === undefined ? '' : `<ChecksumCRC32>${crc32Text(crc)}</ChecksumCRC32>`
      }</Part>`,
  );
  const answer = await endpoint.send({
    ...at,
    method: 'POST',
    query: { uploadId },
    headers: { 'content-type': 'application/xml', ...headers },
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${lines.join('')}</CompleteMultipartUpload>`,
    // Large objects are put together for minutes.
    timeout: 600_000,
  });
  const xml = await answer.text();
  if (xml.includes('<Error>'))
    throw s3Failure(
      { status: 500, code: element(xml, 'Code') ?? '', message: element(xml, 'Message') ?? '' },
      { host: endpoint.host, bucket: at.bucket, key: at.key },
    );
  return { etag: element(xml, 'ETag') ?? '', crc32: element(xml, 'ChecksumCRC32') };
}

/** Gives an upload up and frees its parts; one that is gone already is fine. @throws Failure */
export async function abortUpload(endpoint: S3Endpoint, at: At, uploadId: string): Promise<void> {
  try {
    const answer = await endpoint.send({ ...at, method: 'DELETE', query: { uploadId } });
    answer.finish();
  } catch (error) {
    if (error instanceof Error && 'data' in error && (error.data as { code?: string }).code === 'not-found')
      return;
    throw error;
  }
}

/** Uploads of a bucket that were begun and not ended. @throws Failure */
export async function listUploads(
  endpoint: S3Endpoint,
  bucket: string,
  signal: AbortSignal,
): Promise<{ key: string; uploadId: string; startedAt: number }[]> {
  const uploads: { key: string; uploadId: string; startedAt: number }[] = [];
  for (let keyMarker: string | undefined, idMarker: string | undefined; ;) {
    const answer = await endpoint.send({
      method: 'GET',
      bucket,
      query: {
        uploads: '',
        'encoding-type': 'url',
        'key-marker': keyMarker,
        'upload-id-marker': idMarker,
      },
      signal,
    });
    const xml = await answer.text();
    const encoded = element(xml, 'EncodingType') === 'url';
    const plain = (text: string) => (encoded ? decodeURIComponent(text.replaceAll('+', ' ')) : text);
    for (const [upload] of xml.matchAll(/<Upload>.*?<\/Upload>/gs))
      uploads.push({
        key: plain(element(upload, 'Key') ?? ''),
        uploadId: element(upload, 'UploadId') ?? '',
        startedAt: Date.parse(element(upload, 'Initiated') ?? '') || 0,
      });
    const next = element(xml, 'NextUploadIdMarker');
    if (element(xml, 'IsTruncated') !== 'true' || next === undefined || next === idMarker) return uploads;
    keyMarker = plain(element(xml, 'NextKeyMarker') ?? '');
    idMarker = next;
  }
}
