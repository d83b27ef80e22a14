/** Asking what lies at a key. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { ListedObject } from '../../platform/s3/listed-object.ts';

/** The object at a key, with the headers of the answer; undefined when there is none. @throws Failure */
export async function headObject(
  endpoint: S3Endpoint,
  at: {
    bucket: string;
    key: string;
    versionId?: string | undefined;
    partNumber?: number | undefined;
    headers?: Readonly<Record<string, string>> | undefined;
  },
  signal: AbortSignal,
): Promise<(ListedObject & { readonly headers: Readonly<Record<string, string>> }) | undefined> {
  try {
    const answer = await endpoint.send({
      method: 'HEAD',
      bucket: at.bucket,
      key: at.key,
      query: { versionId: at.versionId, partNumber: at.partNumber?.toString() },
      ...(at.headers && { headers: at.headers }),
      signal,
    });
    answer.finish();
    const { headers } = answer;
    return {
      key: at.key,
      size: Number(headers['content-length'] ?? 0),
      modified: Date.parse(headers['last-modified'] ?? '') || 0,
      etag: headers['etag'] ?? '',
      headers,
    };
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found' && error.data.reason !== 'storage-no-bucket')
      return undefined;
    throw error;
  }
}
