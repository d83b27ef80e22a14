/** Copying one object: on the server where it can, through us between two servers. */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { bareEtag, kindOfEtag, quotedEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { encode, encodeKey } from '../../platform/s3/signing.ts';
import { element } from '../../platform/s3/xml-element.ts';
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
  type CopyOptions,
  type Ends,
} from './copy-ends.ts';
import { copyThrough } from './copy-through.ts';
import { partsOf, throwInnerError, writeInParts } from './multipart.ts';

/** What one CopyObject may copy (S3 API): 5 GiB. */
const largestCopy = 5 * 1024 ** 3;
/**
 * Copies one object, or one version of it, with its metadata and tags, and looks afterwards whether the copy has the size and, where
 * ETags are MD5s, the ETag of the source.
 * @throws Failure; `conflict` with `storage-changed` when the source is no longer the one with `etag`, with `storage-name-taken` when
 * `ifNoneMatch` is given and the target exists; `internal` with `storage-copy-differs` when the copy is not like the source
 */
export async function copyObject(
  endpoint: S3Endpoint,
  from: Ends['from'],
  to: Ends['to'],
  options: CopyOptions,
): Promise<Copied> {
  const target = options.targetEndpoint ?? endpoint;
  const ends: Ends = { endpoint, target, from, to, options };
  if (options.ifNoneMatch && (await exists(ends))) throw taken(ends);
  try {
    const apart = target.id !== endpoint.id;
    const large = options.size > (options.threshold ?? (apart ? 16 * mebibyte : largestCopy));
    const copied = apart ? await copyThrough(ends, large) : large ? await inParts(ends) : await atOnce(ends);
    options.onProgress?.(options.size);
    return copied;
  } catch (error) {
    const arrived = isFailure(error) && error.code === 'unreachable' && (await arrivedAt(ends));
    if (arrived) return arrived;
    const isCondition = isFailure(error) && error.data.reason === 'storage-changed';
    if (isCondition && options.ifNoneMatch && (await exists(ends).catch(() => false))) throw taken(ends);
    throw error;
  }
}

async function atOnce(ends: Ends): Promise<Copied> {
  const { endpoint, to, options } = ends;
  const answer = await endpoint.send({
    method: 'PUT',
    ...to,
    headers: {
      ...sourceHeaders(ends),
      ...(options.attributes && (await replacement(ends, options.attributes))),
      ...conditions(options),
    },
    signal: options.signal,
    timeout: copyTimeout,
  });
  const xml = await answer.text();
  throwInnerError(xml, { host: endpoint.host, ...to });
  const etag = element(xml, 'ETag') ?? '';
  const head = await headOf(endpoint, to, options.signal);
  // A multipart source may become a plain copy, with another kind of ETag.
  const comparable = isPlainEtag(head) && kindOfEtag(options.etag) === 'md5';
  const same = !comparable || bareEtag(head.etag) === bareEtag(options.etag);
  if (head.size !== options.size || !same) throw differs(ends);
  return { etag: head.etag || etag, versionId: answer.headers['x-amz-version-id'] };
}

async function inParts(ends: Ends): Promise<Copied> {
  const { endpoint, from, to, options } = ends;
  const head = await sourceHead(ends);
  const wanted = options.partSize ?? Math.max(256 * mebibyte, Math.ceil(options.size / 1000));
  const parts = partsOf(options.size, wanted);
  const copied = await writeInParts({
    endpoint,
    ...to,
    headers: {
      ...attributeHeaders({ ...head, ...options.attributes }),
      ...tagHeader(await tagsOf(endpoint, from, options.signal)),
    },
    conditions: conditions(options),
    parts,
    parallel,
    signal: options.signal,
    part: async ({ number, start, end }, uploadId, signal) => {
      const answer = await endpoint.send({
        method: 'PUT',
        ...to,
        query: { partNumber: String(number), uploadId },
        headers: { ...sourceHeaders(ends), 'x-amz-copy-source-range': `bytes=${start}-${end - 1}` },
        signal,
        timeout: copyTimeout,
      });
      const xml = await answer.text();
      throwInnerError(xml, { host: endpoint.host, ...to });
      return element(xml, 'ETag') ?? '';
    },
    onPart: progress(options),
  });
  const made = await headOf(endpoint, to, options.signal);
  if (made.size !== options.size) throw differs(ends);
  return copied;
}

function sourceHeaders({ from, options }: Ends): Record<string, string> {
  const version = from.versionId === undefined ? '' : `?versionId=${encode(from.versionId)}`;
  return {
    'x-amz-copy-source': `/${encode(from.bucket)}/${encodeKey(from.key)}${version}`,
    ...(options.etag && { 'x-amz-copy-source-if-match': quotedEtag(options.etag) }),
  };
}

async function replacement(ends: Ends, given: NonNullable<CopyOptions['attributes']>) {
  const head = await sourceHead(ends);
  return { ...attributeHeaders({ ...head, ...given }), 'x-amz-metadata-directive': 'REPLACE' };
}

/** The answer was lost, perhaps not the work: what is there, if it is what was to be copied. */
async function arrivedAt({ target, to, options }: Ends): Promise<Copied | undefined> {
  const head = await headOf(target, to, options.signal).catch(() => undefined);
  const same = head && head.size === options.size && bareEtag(head.etag) === bareEtag(options.etag);
  if (!same || !isPlainEtag(head)) return undefined;
  options.onProgress?.(options.size);
  return { etag: head.etag, versionId: head.versionId };
}

async function exists({ target, to, options }: Ends): Promise<boolean> {
  try {
    await headOf(target, to, options.signal);
    return true;
  } catch (error) {
    // Someone who may not look (403) finds out by writing.
    if (isFailure(error) && (error.code === 'not-found' || error.code === 'forbidden')) return false;
    throw error;
  }
}

function taken({ target, to }: Ends): Failure {
  return failure('conflict', 'There is an object of that name', {
    reason: 'storage-name-taken',
    values: { name: to.key, bucket: to.bucket, host: target.host },
  });
}
