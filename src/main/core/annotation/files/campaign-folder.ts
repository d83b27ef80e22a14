/** The folder of a campaign on S3, as small objects that are listed, read and written. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { bareEtag } from '../../platform/s3/etag.ts';
import { listAll } from '../../platform/s3/list-objects.ts';
import { newBytes, putObject } from '../../platform/s3/put-object.ts';
import { readObject, type ReadObject } from '../../platform/s3/read-object.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { keyOf } from './campaign-keys.ts';
import type { PartRef } from './campaign-files.ts';

export const jsonType = 'application/json';
export const parquetType = 'application/vnd.apache.parquet';

export interface CampaignFolder {
  readonly at: CampaignRef;
  readonly endpoint: S3Endpoint;
  /** Everything below a prefix of it, in the order of the keys. */
  list(prefix: string, signal?: AbortSignal): Promise<PartRef[]>;
  /** Undefined where there is none. @throws Failure */
  read(file: string, signal?: AbortSignal): Promise<ReadObject | undefined>;
  /** The same; `unchanged` where it still has this ETag. */
  readUnless(
    file: string,
    etag: string | undefined,
    signal?: AbortSignal,
  ): Promise<ReadObject | 'unchanged' | undefined>;
  readPart(part: PartRef, signal?: AbortSignal): Promise<Buffer>;
  /**
   * @param expected the ETag that it has now; empty: there is none yet
   * @throws Failure `conflict` with `storage-changed`, unless what is there has these bytes
   */
  write(file: string, bytes: Buffer, expected: string, type: string, signal?: AbortSignal): Promise<string>;
  /** As far as rights go; never throws. */
  remove(keys: readonly string[]): Promise<void>;
}

/** True for a write that somebody else forestalled. */
export function wasForestalled(error: unknown): boolean {
  return isFailure(error) && error.data.reason === 'storage-changed';
}

/** Makes it; asks nobody. */
export function openCampaignFolder(endpoint: S3Endpoint, at: CampaignRef): CampaignFolder {
  const { bucket } = at;
  return {
    at,
    endpoint,
    async list(prefix, signal) {
      const request = { bucket, prefix: keyOf(at, prefix), recursive: true, versions: false };
      const parts: PartRef[] = [];
      for await (const page of listAll(endpoint, { ...request, signal, inOrder: true }))
        for (const { key, etag, size } of page) parts.push({ key, etag: bareEtag(etag), size });
      return parts;
    },
    read: (file, signal) => readObject(endpoint, { bucket, key: keyOf(at, file) }, { signal }),
    readUnless: (file, ifNoneMatch, signal) =>
      readObject(endpoint, { bucket, key: keyOf(at, file) }, { signal, ifNoneMatch }),
    async readPart({ key, etag }, signal) {
      const found = await readObject(endpoint, { bucket, key }, { ifMatch: etag, signal });
      if (found) return found.bytes;
      throw failure('not-found', `${key} is gone`, { reason: 'storage-no-object', values: { name: key } });
    },
    async write(file, bytes, expected, contentType, signal) {
      const to = { bucket, key: keyOf(at, file) };
      return (await putObject(endpoint, to, newBytes(bytes), { expected, contentType, signal })).etag;
    },
    async remove(keys) {
      for (const key of keys) {
        const answer = await endpoint.send({ method: 'DELETE', bucket, key }).catch(() => undefined);
        answer?.finish();
      }
    },
  };
}
