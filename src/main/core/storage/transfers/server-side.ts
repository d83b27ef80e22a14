/** What copies and deletes on the server, handed in: another part of the storage does it. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';

/** Copies one object without its bytes passing here, whatever its size. @throws Failure */
export type CopyObject = (
  endpoint: S3Endpoint,
  from: { bucket: string; key: string; versionId?: string | undefined },
  to: { bucket: string; key: string },
  options: {
    size: number;
    etag: string;
    targetEndpoint?: S3Endpoint;
    signal?: AbortSignal;
    onProgress?: (bytes: number) => void;
    ifNoneMatch?: boolean;
  },
) => Promise<{ etag: string }>;

/** Deletes objects; what fails is told key by key. @throws Failure when nothing can be asked at all */
export type DeleteObjects = (
  endpoint: S3Endpoint,
  bucket: string,
  objects: readonly { key: string; versionId?: string | undefined }[],
  signal?: AbortSignal,
) => Promise<{
  failed: readonly { key: string; versionId?: string | undefined; problem: FailureData }[];
  markers: readonly { key: string; versionId: string }[];
}>;
