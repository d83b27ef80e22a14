/** A multipart upload whose parts are made by whoever wants: by copies on the server, or of bytes that pass through us. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag, compositeEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { s3Failure } from '../../platform/s3/s3-failure.ts';
import { element } from '../../platform/s3/xml-element.ts';
import { headOf } from '../../platform/s3/object-attributes.ts';

const tries = 3;

export interface PartRange {
  /** From 1. */
  readonly number: number;
  /** Bytes `[start, end)`. */
  readonly start: number;
  readonly end: number;
}

/** The parts of an object of `size` bytes; at most 10,000 (S3 API, multipart limits). */
export function partsOf(size: number, wanted: number): PartRange[] {
  const part = Math.max(wanted, Math.ceil(size / 10_000));
  return Array.from({ length: Math.max(1, Math.ceil(size / part)) }, (_, index) => ({
    number: index + 1,
    start: index * part,
    end: Math.min(size, (index + 1) * part),
  }));
}

/**
 * Makes an object of parts, some at a time; each part is tried three times when the network fails or the server is busy. What was begun is
 * aborted when it cannot be ended.
 * @param part sends one part and answers its ETag
 * @throws Failure
 */
export async function writeInParts(options: {
  readonly endpoint: S3Endpoint;
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Conditions of the last step: `if-none-match`, `if-match`. */
  readonly conditions: Readonly<Record<string, string>>;
  readonly parts: readonly PartRange[];
  readonly parallel: number;
  readonly signal: AbortSignal | undefined;
  readonly part: (range: PartRange, uploadId: string, signal: AbortSignal) => Promise<string>;
  readonly onPart: (range: PartRange) => void;
}): Promise<{ etag: string; versionId: string | undefined }> {
  const { endpoint, bucket, key, parts, signal } = options;
  const begun = await endpoint.send({
    method: 'POST',
    bucket,
    key,
    query: { uploads: '' },
    headers: options.headers,
    signal,
  });
  const uploadId = element(await begun.text(), 'UploadId');
  if (!uploadId)
    throw s3Failure({ status: 500, code: '', message: '' }, { host: endpoint.host, bucket, key });
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const etags: string[] = [];
  try {
    const queue = parts[Symbol.iterator]();
    const work = async () => {
      for (const range of queue) {
        etags[range.number - 1] = await again(() => options.part(range, uploadId, both), both);
        options.onPart(range);
      }
    };
    const workers = Array.from({ length: Math.min(options.parallel, parts.length) }, () =>
      work().catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    );
    const ended = await Promise.allSettled(workers);
    const errors = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    // The first real cause, not the cancellation of the others that it brought.
    if (errors.length > 0)
      throw errors.find((one) => !isFailure(one) || one.code !== 'cancelled') ?? errors[0];
    return await complete({ endpoint, bucket, key, uploadId, etags, conditions: options.conditions, signal });
  } catch (error) {
    await endpoint
      .send({ method: 'DELETE', bucket, key, query: { uploadId } })
      .then((answer) => answer.text())
      .catch(() => {});
    throw error;
  }
}

async function complete(of: {
  endpoint: S3Endpoint;
  bucket: string;
  key: string;
  uploadId: string;
  etags: readonly string[];
  conditions: Readonly<Record<string, string>>;
  signal: AbortSignal | undefined;
}): Promise<{ etag: string; versionId: string | undefined }> {
  const { endpoint, bucket, key, uploadId, etags } = of;
  const body = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${etags
    .map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>"${bareEtag(etag)}"</ETag></Part>`,
    )
    .join('')}</CompleteMultipartUpload>`;
  try {
    const answer = await endpoint.send({
      method: 'POST',
      bucket,
      key,
      query: { uploadId },
      headers: { 'content-type': 'application/xml', ...of.conditions },
      body,
      signal: of.signal,
      timeout: 600_000,
    });
    const xml = await answer.text();
    throwInnerError(xml, { host: endpoint.host, bucket, key });
    return {
      etag: element(xml, 'ETag') ?? '',
      versionId: answer.headers['x-amz-version-id'],
    };
  } catch (error) {
    if (!isFailure(error) || (error.code !== 'unreachable' && error.data.reason !== 'storage-no-upload'))
      throw error;
    // The answer was lost, perhaps not the work: an object of exactly these parts is ours.
    const head = await headOf(endpoint, { bucket, key }, of.signal).catch(() => undefined);
    if (!head || bareEtag(head.etag) !== compositeEtag(etags)) throw error;
    return { etag: head.etag, versionId: head.versionId };
  }
}

/** Long work may answer 200 and tell only in the body that it failed (S3 API, CopyObject). @throws Failure */
export function throwInnerError(xml: string, subject: { host: string; bucket: string; key: string }): void {
  if (!/<Error>/.test(xml)) return;
  const code = element(xml, 'Code') ?? 'InternalError';
  throw s3Failure({ status: 500, code, message: element(xml, 'Message') ?? '' }, subject);
}

async function again<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const mayPass = isFailure(error) && (error.code === 'unreachable' || error.code === 'busy');
      if (!mayPass || attempt === tries) throw error;
      await pause(200 * 4 ** (attempt - 1), signal);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(failure('cancelled', 'Cancelled'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
