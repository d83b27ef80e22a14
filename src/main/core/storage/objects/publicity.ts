/** Whether everyone may read below a prefix, asked of the server and changed there. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Publicity } from '../../../../shared/contract/storage/objects.ts';
import { codeOf } from '../../platform/s3/dialect.ts';
import { documentHeaders } from '../../platform/s3/dialect-tries.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { publicityOf, withoutPublicPrefix, withPublicPrefix } from './policy.ts';

/** `unknown` with the reason where the server or the person's rights do not tell. @throws Failure when nothing answers */
export async function readPublicity(
  endpoint: S3Endpoint,
  bucket: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<Publicity> {
  try {
    const found = publicityOf(await policyOf(endpoint, bucket, signal), bucket, prefix);
    return { ...found, ...(found.state === 'public' && { address: addressOf(endpoint, bucket, prefix) }) };
  } catch (error) {
    if (isFailure(error) && (error.code === 'forbidden' || error.code === 'unsupported'))
      return { state: 'unknown', problem: error.data };
    throw error;
  }
}

/** Puts our statements in or takes them out; answers what then holds, which a wider statement may decide. @throws Failure */
export async function setPublic(
  endpoint: S3Endpoint,
  bucket: string,
  prefix: string,
  on: boolean,
): Promise<Publicity> {
  const before = await policyOf(endpoint, bucket);
  const after = on
    ? withPublicPrefix(before, bucket, prefix)
    : before && withoutPublicPrefix(before, bucket, prefix);
  const query = { policy: '' };
  if (after === undefined) {
    if (before !== undefined) (await endpoint.send({ method: 'DELETE', bucket, query })).finish();
  } else if (!isSame(before, after)) {
    const headers = documentHeaders(after, 'application/json');
    (await endpoint.send({ method: 'PUT', bucket, query, body: after, headers })).finish();
  }
  return readPublicity(endpoint, bucket, prefix);
}

/** The policy's text; undefined when there is none. @throws Failure */
async function policyOf(
  endpoint: S3Endpoint,
  bucket: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const answer = await endpoint.send({ method: 'GET', bucket, query: { policy: '' }, signal });
    return (await answer.text()) || undefined;
  } catch (error) {
    if (isFailure(error) && codeOf(error) === 'NoSuchBucketPolicy') return undefined;
    if (isFailure(error) && error.code === 'unsupported')
      throw failure('unsupported', 'The server has no bucket policies', {
        reason: 'storage-no-policies',
        values: { host: endpoint.host },
        ...(error.data.words && { words: error.data.words }),
      });
    throw error;
  }
}

function isSame(one: string | undefined, other: string): boolean {
  return one !== undefined && JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
}

const addressOf = (endpoint: S3Endpoint, bucket: string, prefix: string) =>
  endpoint.address(bucket, prefix).href;
