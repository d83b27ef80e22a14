/** What every way of copying works with. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import { bareEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { headOf, type ObjectHead } from '../../platform/s3/object-attributes.ts';
import type { PartRange } from './multipart.ts';

export const mebibyte = 1024 ** 2;
/** A server may copy all the bytes before it answers. */
export const copyTimeout = 15 * 60_000;
/** Parts under way at a time. */
export const parallel = 4;

export interface CopyOptions {
  /** Of the source as it was chosen, in bytes; ETag with or without quotes. A source that changed since is not copied. */
  readonly size: number;
  readonly etag: string;
  /** Where to, when it is another endpoint: the bytes then pass through us. */
  readonly targetEndpoint?: S3Endpoint | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes copied so far, from 0 to `size`; never falls. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Refuses (conflict, `storage-name-taken`) where the target exists already. */
  readonly ifNoneMatch?: boolean | undefined;
  /** Above so many bytes a copy is made in parts; 5 GiB unless given. Between endpoints: 16 MiB. */
  readonly threshold?: number | undefined;
  /** Bytes of a part; at least 5 MiB (S3 API). */
  readonly partSize?: number | undefined;
  /** In place of those of the source. */
  readonly attributes?: { readonly contentType: string; readonly metadata: Readonly<Record<string, string>> };
}

export interface Copied {
  readonly etag: string;
  readonly versionId: string | undefined;
}

/** From where to where. */
export interface Ends {
  readonly endpoint: S3Endpoint;
  readonly target: S3Endpoint;
  readonly from: { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined };
  readonly to: { readonly bucket: string; readonly key: string };
  readonly options: CopyOptions;
}

/** The source as it is now. @throws Failure `conflict` when it is no longer the one that was chosen */
export async function sourceHead({ endpoint, from, options }: Ends): Promise<ObjectHead> {
  const head = await headOf(endpoint, from, options.signal);
  if (options.etag && bareEtag(head.etag) !== bareEtag(options.etag))
    throw failure('conflict', 'The object changed', {
      reason: 'storage-changed',
      values: { host: endpoint.host, bucket: from.bucket, name: from.key, status: 412 },
    });
  return head;
}

/** What the last write demands. Pure. */
export const conditions = ({ ifNoneMatch }: CopyOptions): Record<string, string> =>
  ifNoneMatch ? { 'if-none-match': '*' } : {};

/** Counts the parts that are done. */
export function progress({ onProgress }: CopyOptions): (range: PartRange) => void {
  let done = 0;
  return ({ start, end }) => onProgress?.((done += end - start));
}

/** @returns Failure for a copy that is not like its source */
export function differs({ target, to }: Ends): Failure {
  return failure('internal', 'The copy is not like its source', {
    reason: 'storage-copy-differs',
    values: { name: to.key, bucket: to.bucket, host: target.host },
  });
}
