/** An object as a text that a person edits. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { headOf } from '../../platform/s3/object-attributes.ts';
import { newBytes, putObject } from '../../platform/s3/put-object.ts';
import { readObject } from '../../platform/s3/read-object.ts';
import { s3Failure } from '../../platform/s3/s3-failure.ts';
import { textType } from './names.ts';
import { readText, writeText, type ReadText } from './text-encoding.ts';

const largest = 5 * 1024 ** 2;

/** The whole text, its line ends as they are. @throws Failure `unsupported` for what is too large, compressed, or no text */
export async function readTextObject(
  endpoint: S3Endpoint,
  object: { bucket: string; key: string; versionId?: string | undefined },
  signal?: AbortSignal,
): Promise<ReadText & { etag: string }> {
  const head = await headOf(endpoint, object, signal);
  const refuse = (reason: string) =>
    failure('unsupported', 'Not a text to edit', {
      reason,
      values: { name: object.key, size: head.size, largest },
    });
  if (head.size > largest) throw refuse('storage-text-too-large');
  const packed = head.headers['content-encoding'];
  if (packed && packed !== 'aws-chunked' && packed !== 'identity') throw refuse('storage-text-compressed');
  const read = await readObject(endpoint, object, { ifMatch: head.etag, largest, signal });
  if (!read)
    throw s3Failure({ status: 404, code: 'NoSuchKey', message: '' }, { host: endpoint.host, ...object });
  const text = readText(read.bytes);
  if (!text) throw refuse('storage-text-binary');
  return { ...text, etag: head.etag };
}

/** @throws Failure `conflict` with `storage-changed` when the object is no longer the one with `etag` (or, empty, is there already) */
export async function writeTextObject(
  endpoint: S3Endpoint,
  written: {
    bucket: string;
    key: string;
    text: string;
    encoding: string;
    newline?: '\n' | '\r\n' | undefined;
    etag: string;
    force: boolean;
  },
): Promise<{ etag: string }> {
  const { bucket, key, text, encoding, newline, etag, force } = written;
  const bytes = writeText(text, encoding, newline);
  if (bytes.length > largest)
    throw failure('invalid-input', 'Too long a text', {
      reason: 'storage-text-too-large',
      field: 'text',
      values: { name: key, size: bytes.length, largest },
    });
  try {
    return await putObject(endpoint, { bucket, key }, newBytes(bytes), {
      expected: force ? undefined : etag,
      contentType: textType(key),
    });
  } catch (error) {
    if (!isFailure(error) || error.data.reason !== 'storage-changed' || etag !== '') throw error;
    throw failure('conflict', 'There is an object of that name', {
      reason: 'storage-name-taken',
      values: { name: key, bucket, host: endpoint.host },
    });
  }
}
