import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Payload } from './authenticate.ts';
import { checksumAlgorithms, startChecksum } from './checksum.ts';
import type { ChecksumAlgorithm } from './checksum.ts';
import { decodeChunks } from './chunked.ts';
import { S3Error } from './errors.ts';

/** The headers of a request, names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** A checksum in base64, as it stands in the headers. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** What was received: its size in bytes, the MD5 in hexadecimal, and the checksum that was asked for. */
export interface Received {
  readonly size: number;
  readonly md5: string;
  readonly checksum: Checksum | undefined;
}

const batchSize = 1 << 19;

const isAlgorithm = (name: string): name is ChecksumAlgorithm =>
  (checksumAlgorithms as readonly string[]).includes(name);

const expectedChecksum = (headers: Headers): { algorithm: ChecksumAlgorithm; value?: string } | undefined => {
  for (const algorithm of checksumAlgorithms) {
    const value = headers[`x-amz-checksum-${algorithm}`];
    if (value !== undefined) return { algorithm, value };
  }
  const inTrailer = headers['x-amz-trailer']?.toLowerCase().replace('x-amz-checksum-', '').trim();
  const declared = inTrailer ?? headers['x-amz-sdk-checksum-algorithm']?.toLowerCase();
  return declared !== undefined && isAlgorithm(declared) ? { algorithm: declared } : undefined;
};

/** Sorts what a client sent into bytes that a sink writes, verifying every promise made about them. */
const receive = async (
  source: AsyncIterable<Buffer>,
  headers: Headers,
  payload: Payload,
  write: (bytes: readonly Buffer[], size: number) => Promise<void>,
): Promise<Received> => {
  const expected = expectedChecksum(headers);
  const running = expected && startChecksum(expected.algorithm);
  const md5 = createHash('md5');
  const sha256 = payload.kind === 'sha256' ? createHash('sha256') : undefined;
  const trailers = new Map<string, string>();
  const bytesOf =
    payload.kind === 'chunked'
      ? decodeChunks(source, payload.signed, (name, value) => trailers.set(name, value))
      : source;
  const length =
    payload.kind === 'chunked' ? headers['x-amz-decoded-content-length'] : headers['content-length'];
  let size = 0;
  let batch: Buffer[] = [];
  let batched = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    writing = write(batch, batched);
    // Hashing goes on while the disk writes; a failure shows at the next flush, never as an unhandled one.
    writing.catch(() => undefined);
    batch = [];
    batched = 0;
  };
  for await (const bytes of bytesOf) {
    size += bytes.length;
    batch.push(bytes);
    batched += bytes.length;
    if (batched >= batchSize) await flush();
    md5.update(bytes);
    sha256?.update(bytes);
    running?.update(bytes);
  }
  if (batched > 0) await flush();
  await writing;
  if (length !== undefined && Number(length) !== size) throw new S3Error('IncompleteBody');
  if (payload.kind === 'sha256' && sha256?.digest('hex') !== payload.hash)
    throw new S3Error('XAmzContentSHA256Mismatch');
  const digest = md5.digest();
  const contentMd5 = headers['content-md5'];
  if (contentMd5 !== undefined) {
    if (Buffer.from(contentMd5, 'base64').length !== 16) throw new S3Error('InvalidDigest');
    if (Buffer.from(contentMd5, 'base64').compare(digest) !== 0) throw new S3Error('BadDigest');
  }
  const value = running?.digest().toString('base64');
  const wanted = expected && (expected.value ?? trailers.get(`x-amz-checksum-${expected.algorithm}`));
  if (wanted !== undefined && wanted !== value) throw new S3Error('XAmzContentChecksumMismatch');
  return {
    size,
    md5: digest.toString('hex'),
    checksum: expected && value !== undefined ? { algorithm: expected.algorithm, value } : undefined,
  };
};

/**
 * Streams the body of a request into a new file and checks its length, SHA-256, Content-MD5 and checksum.
 * At most a few megabytes are held. Throws S3Error (the file is then to be thrown away) or what the disk reports.
 */
export const receiveFile = async (
  source: AsyncIterable<Buffer>,
  headers: Headers,
  payload: Payload,
  path: string,
): Promise<Received> => {
  const file = await open(path, 'wx', 0o600);
  try {
    return await receive(source, headers, payload, async (bytes) => {
      for (let left = [...bytes]; left.length > 0;) {
        let { bytesWritten } = await file.writev(left);
        left = left.flatMap((piece) => {
          const rest = piece.subarray(bytesWritten);
          bytesWritten = Math.max(0, bytesWritten - piece.length);
          return rest.length ? [rest] : [];
        });
      }
    });
  } finally {
    await file.close();
  }
};

/**
 * Reads a small body (a document) whole, with the same checks. Throws S3Error, EntityTooLarge beyond `limit` bytes.
 */
export const receiveText = async (
  source: AsyncIterable<Buffer>,
  headers: Headers,
  payload: Payload,
  limit = 4 << 20,
): Promise<string> => {
  const pieces: Buffer[] = [];
  let total = 0;
  await receive(source, headers, payload, async (bytes, size) => {
    total += size;
    if (total > limit) throw new S3Error('EntityTooLarge');
    pieces.push(...bytes);
  });
  return Buffer.concat(pieces).toString('utf8');
};
