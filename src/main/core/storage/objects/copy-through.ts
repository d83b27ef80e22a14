/** Copying one object between two servers: its bytes pass through us. */
import { createHash } from 'node:crypto';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag, compositeEtag, hidesMd5, kindOfEtag, quotedEtag } from '../../platform/s3/etag.ts';
import { documentHeaders } from '../../platform/s3/dialect-tries.ts';
import {
  attributeHeaders,
  headOf,
  isPlainEtag,
  tagHeader,
  tagsOf,
} from '../../platform/s3/object-attributes.ts';
import {
  conditions,
  copyTimeout,
  differs,
  mebibyte,
  parallel,
  progress,
  sourceHead,
  type Copied,
  type Ends,
} from './copy-ends.ts';
import { partsOf, writeInParts, type PartRange } from './multipart.ts';

/** Fetches and sends; `large`: in parts. @throws Failure */
export async function copyThrough(ends: Ends, large: boolean): Promise<Copied> {
  const { endpoint, target, from, to, options } = ends;
  const head = await sourceHead(ends);
  const headers = {
    ...attributeHeaders({ ...head, ...options.attributes }),
    ...tagHeader(await tagsOf(endpoint, from, options.signal)),
  };
  // The other server may not know the storage classes of this one.
  if (headers['x-amz-storage-class'] !== 'STANDARD') delete headers['x-amz-storage-class'];
  let copied: Copied;
  let expected: string;
  if (large) {
    const parts = partsOf(options.size, options.partSize ?? 16 * mebibyte);
    const part = (parts[0]?.end ?? 0) || 1;
    const etags: string[] = [];
    copied = await writeInParts({
      endpoint: target,
      ...to,
      headers,
      conditions: conditions(options),
      parts,
      // At most 128 MiB in memory.
      parallel: Math.max(1, Math.min(parallel, Math.floor((128 * mebibyte) / part))),
      signal: options.signal,
      part: async (range, uploadId, signal) => {
        const { body, md5 } = await fetchRange(ends, range, signal);
        const answer = await target.send({
          method: 'PUT',
          ...to,
          query: { partNumber: String(range.number), uploadId },
          headers: { 'content-md5': Buffer.from(md5, 'hex').toString('base64') },
          body,
          signal,
          timeout: copyTimeout,
        });
        await answer.text();
        etags[range.number - 1] = md5;
        return answer.headers['etag'] ?? '';
      },
      onPart: progress(options),
    });
    expected = compositeEtag(etags);
  } else {
    const { body } = await fetchRange(ends, { number: 1, start: 0, end: options.size }, options.signal);
    const answer = await target.send({
      method: 'PUT',
      ...to,
      headers: {
        ...headers,
        ...documentHeaders(body, headers['content-type'] ?? ''),
        ...conditions(options),
      },
      body,
      signal: options.signal,
    });
    await answer.text();
    copied = { etag: answer.headers['etag'] ?? '', versionId: answer.headers['x-amz-version-id'] };
    expected = createHash('md5').update(body).digest('hex');
  }
  const made = await headOf(target, to, options.signal);
  const comparable = large
    ? kindOfEtag(made.etag) === 'composite' && !hidesMd5(made.headers)
    : isPlainEtag(made);
  if (made.size !== options.size || (comparable && bareEtag(made.etag) !== expected)) throw differs(ends);
  return copied;
}

/** The bytes of a range and their MD5 (hexadecimal), reckoned as they come so that nothing waits for it. */
async function fetchRange(
  { endpoint, from, options }: Ends,
  { start, end }: PartRange,
  signal: AbortSignal | undefined,
): Promise<{ body: Buffer; md5: string }> {
  const digest = createHash('md5');
  if (end === start) return { body: Buffer.alloc(0), md5: digest.digest('hex') };
  const answer = await endpoint.send({
    method: 'GET',
    bucket: from.bucket,
    key: from.key,
    query: { versionId: from.versionId },
    headers: {
      'if-match': quotedEtag(options.etag),
      ...((start > 0 || end < options.size) && { range: `bytes=${start}-${end - 1}` }),
    },
    signal,
  });
  const body = Buffer.allocUnsafe(end - start);
  let got = 0;
  try {
    for await (const piece of answer.body) {
      const bytes = piece as Buffer;
      if (got + bytes.length > body.length) break;
      digest.update(bytes);
      got += bytes.copy(body, got);
    }
  } catch (error) {
    if (signal?.aborted) throw failure('cancelled', 'Cancelled');
    if (isFailure(error)) throw error;
    got = -1;
  }
  if (got !== body.length)
    throw failure('unreachable', 'The connection ended before all bytes were there', {
      reason: 'storage-short',
      values: { name: from.key, host: endpoint.host },
    });
  return { body, md5: digest.digest('hex') };
}
