/** Writes a file of our own to S3, for the team. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { writesConditionally } from '../../platform/s3/dialect-tries.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';

/**
 * Puts JSON at a key. Unless it may replace what is there, the server refuses where something is (`If-None-Match: *`); where a server does
 * not know that, it is looked for just before.
 * @throws Failure `conflict` with `nomenclature-object-there`
 */
export async function putShared(
  endpoint: S3Endpoint,
  at: { readonly bucket: string; readonly key: string },
  value: unknown,
  replace: boolean,
  signal: AbortSignal,
): Promise<void> {
  const conditional = !replace && (await writesConditionally(endpoint, at.bucket, signal)) !== false;
  if (!replace && !conditional && (await isThere(endpoint, at, signal))) throw taken(at);
  try {
    const answer = await endpoint.send({
      method: 'PUT',
      ...at,
      headers: { 'content-type': 'application/json', ...(conditional && { 'if-none-match': '*' }) },
      body: JSON.stringify(value),
      signal,
    });
    await answer.text();
  } catch (error) {
    if (conditional && isFailure(error) && error.code === 'conflict') throw taken(at);
    throw error;
  }
}

async function isThere(
  endpoint: S3Endpoint,
  at: { bucket: string; key: string },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    (await endpoint.send({ method: 'HEAD', ...at, signal })).finish();
    return true;
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found') return false;
    throw error;
  }
}

const taken = ({ bucket, key }: { bucket: string; key: string }) =>
  failure('conflict', 'There is an object of that name', {
    reason: 'nomenclature-object-there',
    field: 'to',
    values: { bucket, name: key },
  });
