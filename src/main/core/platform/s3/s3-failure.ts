/** What an error of an S3 server means to a person. Pure. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

/** An error answer: its status, and code and message of its XML body or of `x-minio-error-code`. */
export interface S3Error {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** `Retry-After`, in seconds. */
  readonly retryAfter?: number | undefined;
}

/** What was asked, to name it in the sentence. */
export interface S3Subject {
  readonly host: string;
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
}

/** Codes by which servers say that temporary keys ended; MinIO says that it never knew them. */
export const endedKeyCodes: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidTokenId',
  'InvalidToken',
  'TokenRefreshRequired',
]);

/** Turns an error answer into a Failure whose sentence names the bucket or the object. */
export function s3Failure(error: S3Error, subject: S3Subject): Failure {
  const { status, code } = error;
  const values = {
    host: subject.host,
    status,
    bucket: subject.bucket ?? '',
    name: subject.key ?? subject.bucket ?? '',
  };
  const words = [code, error.message].filter(Boolean).join(': ');
  const rest = { values, ...(words && { words }) };
  if (endedKeyCodes.has(code))
    return failure('signed-out', 'The S3 keys ended', { reason: 'storage-keys-ended-now', ...rest });
  if (code === 'RequestTimeTooSkewed')
    return failure('unreachable', 'The clock of this laptop is wrong', { reason: 'storage-clock', ...rest });
  if (code === 'SignatureDoesNotMatch')
    return failure('forbidden', 'The secret key is wrong', { reason: 'storage-signature', ...rest });
  if (code === 'NoSuchBucket')
    return failure('not-found', 'There is no such bucket', { reason: 'storage-no-bucket', ...rest });
  if (code === 'NoSuchKey' || code === 'NoSuchVersion' || (status === 404 && code !== 'NoSuchUpload'))
    return failure('not-found', 'There is no such object', { reason: 'storage-no-object', ...rest });
  if (code === 'NoSuchUpload')
    return failure('not-found', 'The upload is gone', { reason: 'storage-no-upload', ...rest });
  if (status === 412 || code === 'ConditionalRequestConflict' || code === 'PreconditionFailed')
    return failure('conflict', 'The object changed', { reason: 'storage-changed', ...rest });
  if (code === 'BucketNotEmpty')
    return failure('conflict', 'The bucket is not empty', { reason: 'storage-bucket-not-empty', ...rest });
  if (code === 'BucketAlreadyExists' || code === 'BucketAlreadyOwnedByYou')
    return failure('conflict', 'The name is taken', { reason: 'storage-bucket-taken', ...rest });
  if (code === 'InvalidBucketName')
    return failure('invalid-input', 'Not a name for a bucket', { reason: 'storage-bucket-name', ...rest });
  if (
    code === 'XMinioInvalidResourceName' ||
    code === 'XMinioInvalidObjectName' ||
    code === 'KeyTooLongError' ||
    code === 'InvalidObjectName'
  )
    return failure('invalid-input', 'Not a name for an object', { reason: 'storage-object-name', ...rest });
  if (code === 'QuotaExceeded' || code === 'XMinioAdminBucketQuotaExceeded' || status === 507)
    return failure('over-quota', 'The storage is full', { reason: 'storage-quota', ...rest });
  if (code === 'InvalidObjectState')
    return failure('unsupported', 'The object is archived', { reason: 'storage-archived', ...rest });
  if (status === 429 || status === 503 || code === 'SlowDown')
    return failure('busy', 'The server is busy', {
      reason: 'storage-busy',
      ...rest,
      ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    });
  if (code === 'NotImplemented' || code === 'MethodNotAllowed' || status === 501 || status === 405)
    return failure('unsupported', 'The server cannot do this', { reason: 'storage-unsupported', ...rest });
  if (status === 401 || status === 403)
    return failure('forbidden', 'Not allowed', { reason: 'storage-forbidden', ...rest });
  if (status >= 500)
    return failure('unreachable', `The server answered ${status}`, { reason: 'storage-error', ...rest });
  return failure('internal', `The server refused: ${words || status}`, {
    reason: 'storage-refused',
    ...rest,
  });
}
