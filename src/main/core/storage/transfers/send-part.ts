/** Sends one part of an upload, and knows afterwards that the server has its bytes. */
import type { FileHandle } from 'node:fs/promises';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag, hidesMd5, kindOfEtag } from '../../platform/s3/etag.ts';
import { crc32Text } from './crc32.ts';
import { fileBody } from './file-body.ts';
import type { UploadSums } from './multipart-calls.ts';
import { sumHeader } from './object-sums.ts';
import type { Piece } from './part-plan.ts';
import type { FileEntry } from './record.ts';
import { checksumFailure } from './transfer-failures.ts';
import type { FileWork } from './work.ts';

/** A part that the server has. */
export interface SentPart {
  readonly etag: string;
  /** Something was compared besides the length. */
  readonly verified: boolean;
  /** CRC-32 of its bytes, where the upload keeps them. */
  readonly crc?: number | undefined;
}

/**
 * Sends bytes `[start, end)`. Where the upload keeps sums the server itself compares, by one that is computed before: otherwise the MD5,
 * which costs eight times as much, is computed meanwhile and compared with the ETag.
 * @throws Failure `unreachable` with `transfer-checksum`, or the server's
 */
export async function sendPart(
  work: FileWork,
  upload: {
    readonly file: FileEntry;
    readonly uploadId: string;
    readonly sums: UploadSums;
    readonly handle: FileHandle;
  },
  { number, start, end }: Piece,
): Promise<SentPart> {
  const { endpoint, bucket, signal, line, hashing } = work;
  const { file, uploadId, handle } = upload;
  const { source } = file.record;
  const crc = upload.sums && (await hashing.crc32(source, start, end));
  const digest = upload.sums ? undefined : hashing.md5(source, start, end);
  // It is awaited below; a request that fails first must not leave it unheard.
  digest?.catch(() => {});
  let gone = 0;
  const body = fileBody(handle, file.name, start, end, {
    limiter: line.limiter,
    signal,
    passed: (bytes) => {
      gone += bytes;
      work.progress(bytes);
      line.gate.passed(bytes);
    },
  });
  try {
    const answer = await endpoint.send({
      method: 'PUT',
      bucket,
      key: file.record.target,
      query: { partNumber: String(number), uploadId },
      headers: {
        'content-length': String(end - start),
        ...(crc !== undefined && { [sumHeader]: crc32Text(crc) }),
      },
      body,
      signal,
      timeout: 120_000,
    });
    answer.finish();
    const { headers } = answer;
    const etag = headers['etag'] ?? '';
    if (crc !== undefined && headers[sumHeader] === crc32Text(crc)) return { etag, verified: true, crc };
    if (kindOfEtag(etag) !== 'md5' || hidesMd5(headers)) return { etag, verified: false };
    if (bareEtag(etag) !== (await (digest ?? hashing.md5(source, start, end))))
      throw checksumFailure(file.name, endpoint.host);
    return { etag, verified: true };
  } catch (error) {
    body.destroy();
    work.progress(-gone);
    throw isWrongSum(error) ? checksumFailure(file.name, endpoint.host) : error;
  }
}

/** The server computed another sum than was sent (Amazon S3 API, error codes; MinIO's own name for it). */
export function isWrongSum(error: unknown): boolean {
  return (
    isFailure(error) &&
    /^(BadDigest|InvalidDigest|XAmzContentChecksumMismatch)\b/.test(error.data.words ?? '')
  );
}
