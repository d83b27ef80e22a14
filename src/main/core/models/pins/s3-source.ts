/** The files of a version straight from an object store. */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { failure } from '../../../../shared/contract/errors.ts';
import { bareEtag, hidesMd5, kindOfEtag, quotedEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { Proof, RemoteFile, VersionSource } from './version-source.ts';

/** No version of a model has more files. */
const mostFiles = 10_000;

/** Bucket and key of an `s3://` address; undefined for another one. */
export function s3Place(address: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key = ''] = /^s3a?:\/\/([^/]+)(?:\/(.*))?$/.exec(address) ?? [];
  return bucket === undefined ? undefined : { bucket, key: key.replace(/\/+$/, '') };
}

/** @param prefix of all files, without the slash at its end */
export function s3Source(endpoint: S3Endpoint, bucket: string, prefix: string): VersionSource {
  const keyOf = ({ path }: RemoteFile) => `${prefix}/${path}`;
  return {
    host: endpoint.host,
    hasRanges: true,
    async list(signal) {
      const files: RemoteFile[] = [];
      for (let from: string | undefined; ;) {
        const page = await endpoint.sdk(
          (client) =>
            client.send(
              new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}/`, ContinuationToken: from }),
              { abortSignal: signal },
            ),
          { bucket, key: prefix },
        );
        for (const { Key = '', Size = 0, ETag } of page.Contents ?? [])
          if (!Key.endsWith('/')) files.push({ path: Key.slice(prefix.length + 1), bytes: Size, etag: ETag });
        if (!page.IsTruncated || files.length >= mostFiles) return files;
        from = page.NextContinuationToken;
      }
    },
    open: (file, range, signal) => openObject(endpoint, { bucket, key: keyOf(file) }, file, range, signal),
    proof: (file, signal) => proofOf(endpoint, { bucket, key: keyOf(file) }, file, signal),
  };
}

/** Bytes of one object. @throws Failure `storage-no-ranges` where a piece was asked for and all of it came */
export async function openObject(
  endpoint: S3Endpoint,
  at: { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined },
  { etag, bytes }: Pick<RemoteFile, 'etag' | 'bytes'>,
  { start, end = bytes }: { readonly start: number; readonly end?: number | undefined },
  signal: AbortSignal,
) {
  const { bucket, key, versionId } = at;
  const isWhole = start === 0 && (end === undefined || end === bytes);
  const answer = await endpoint.send({
    method: 'GET',
    bucket,
    key,
    query: { versionId },
    headers: {
      'accept-encoding': 'identity',
      ...(etag && { 'if-match': quotedEtag(etag) }),
      ...(!isWhole && { range: `bytes=${start}-${end === undefined ? '' : end - 1}` }),
    },
    signal,
  });
  const isPartial = answer.status === 206;
  if (!isWhole && !isPartial) {
    answer.drop();
    throw failure('unsupported', 'The server sends whole objects only', {
      reason: 'storage-no-ranges',
      values: { host: endpoint.host },
    });
  }
  return { body: answer.body, isPartial, bytes };
}

/** What the ETag tells; the size of the parts by asking for the first (S3 API, HeadObject, `partNumber`). @throws Failure */
export async function proofOf(
  endpoint: S3Endpoint,
  at: { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined },
  { etag = '', bytes = 0 }: Pick<RemoteFile, 'etag' | 'bytes'>,
  signal: AbortSignal,
): Promise<Proof> {
  const kind = kindOfEtag(etag);
  if (kind === 'odd') return {};
  const { bucket, key, versionId } = at;
  const query = { versionId, ...(kind === 'composite' && { partNumber: '1' }) };
  const head = await endpoint.send({ method: 'HEAD', bucket, key, query, signal });
  head.drop();
  if (hidesMd5(head.headers)) return {};
  if (kind === 'md5') return { md5: bareEtag(etag) };
  const partSize = Number(head.headers['content-length'] ?? 0);
  const parts = Number(/-(\d+)$/.exec(bareEtag(etag))?.[1]);
  return partSize > 0 && Math.ceil(bytes / partSize) === parts ? { composite: { etag, partSize } } : {};
}
