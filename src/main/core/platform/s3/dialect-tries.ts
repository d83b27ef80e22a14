/** Trying what an S3 server can do, without leaving anything behind. */
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Dialect } from '../../../../shared/contract/storage/places.ts';
import { dialectOf, learnDialect, offers, productOf, type KnownDialect } from './dialect.ts';
import type { S3Answer, S3Endpoint, S3Request } from './endpoint.ts';

/**
 * Tries everything. Reading tries need a bucket; writing ones (conditional writes, checksums, DeleteObjects) a bucket where the person
 * may write, where they make and remove one key below `.sardonyx-try-`. What rights or the network leave open stays absent.
 * @throws Failure when the server does not answer at all
 */
export async function tryDialect(
  endpoint: S3Endpoint,
  bucket: string | undefined,
  options: { readonly clock: () => number; readonly signal?: AbortSignal },
): Promise<Dialect> {
  const { signal } = options;
  const product = await productAt(endpoint, bucket, signal);
  const learned: KnownDialect = { product, triedAt: options.clock() };
  if (bucket !== undefined) {
    const [versioning, policies] = await Promise.all([
      featureOf(endpoint, { method: 'GET', bucket, query: { versioning: '' }, signal }),
      featureOf(endpoint, { method: 'GET', bucket, query: { policy: '' }, signal }, ['NoSuchBucketPolicy']),
    ]);
    Object.assign(learned, known({ versioning, policies }), await tryWrites(endpoint, bucket, signal));
  }
  learnDialect(endpoint, learned);
  const all = dialectOf(endpoint);
  return { ...all, product: all.product ?? product, triedAt: all.triedAt ?? options.clock() };
}

/**
 * Whether the server keeps to `If-None-Match` and `If-Match` when writing; tried once an endpoint, by writing in this bucket.
 * Undefined where the person may not write there. Never throws.
 */
export async function writesConditionally(
  endpoint: S3Endpoint,
  bucket: string,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  const before = dialectOf(endpoint).conditionalWrites;
  if (before !== undefined) return before;
  const running = trying.get(endpoint);
  const work =
    running ??
    tryWrites(endpoint, bucket, signal)
      .then((learned) => learnDialect(endpoint, learned))
      .catch(() => {})
      .finally(() => trying.delete(endpoint));
  trying.set(endpoint, work);
  await work;
  return dialectOf(endpoint).conditionalWrites;
}

/** Tries under way: who asks meanwhile waits for the same. */
const trying = new WeakMap<S3Endpoint, Promise<void>>();

async function productAt(endpoint: S3Endpoint, bucket: string | undefined, signal: AbortSignal | undefined) {
  const asked = [
    ...(bucket === undefined ? [] : [{ method: 'GET' as const, bucket, query: { location: '' } }]),
    { method: 'GET' as const },
  ];
  for (const request of asked) {
    try {
      const answer = await endpoint.send({ ...request, signal });
      await answer.text();
      return productOf(answer.headers);
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (['unreachable', 'untrusted', 'cancelled', 'signed-out'].includes(error.code)) throw error;
    }
  }
  return dialectOf(endpoint).product ?? 'S3';
}

async function featureOf(endpoint: S3Endpoint, request: S3Request, unset: readonly string[] = []) {
  try {
    await (await endpoint.send(request)).text();
    return true;
  } catch (error) {
    if (!isFailure(error)) throw error;
    return offers(error, unset);
  }
}

async function tryWrites(
  endpoint: S3Endpoint,
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<KnownDialect> {
  const key = `.sardonyx-try-${randomBytes(9).toString('hex')}`;
  const versions = new Set<string | undefined>();
  const body = Buffer.from('Sardonyx tries what this server can do.');
  const put = async (headers: Record<string, string>): Promise<S3Answer | Failure> => {
    try {
      const answer = await endpoint.send({ method: 'PUT', bucket, key, body, headers, signal });
      await answer.text();
      versions.add(answer.headers['x-amz-version-id']);
      return answer;
    } catch (error) {
      if (isFailure(error)) return error;
      throw error;
    }
  };
  const stale = `"${'0'.repeat(32)}"`;
  try {
    const first = await put({});
    if (isFailure(first)) return {};
    const refusesAny = refused(await put({ 'if-none-match': '*' }));
    const refusesOther = refused(await put({ 'if-match': stale }));
    return known({
      conditionalWrites:
        refusesAny === undefined || refusesOther === undefined ? undefined : refusesAny && refusesOther,
      checksums: await keepsChecksums(endpoint, { bucket, key, signal }, put, body),
      deleteObjects: await deletesBatches(endpoint, { bucket, key, version: [...versions].at(-1), signal }),
    });
  } finally {
    await cleanUp(endpoint, bucket, key, versions);
  }
}

/** True: the condition held. False: the server overwrote, or does not know conditions. */
function refused(answer: S3Answer | Failure): boolean | undefined {
  if (!isFailure(answer)) return false;
  if (answer.data.reason === 'storage-changed') return true;
  return offers(answer);
}

async function keepsChecksums(
  endpoint: S3Endpoint,
  at: { bucket: string; key: string; signal: AbortSignal | undefined },
  put: (headers: Record<string, string>) => Promise<S3Answer | Failure>,
  body: Buffer,
): Promise<boolean | undefined> {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  const value = sum.toString('base64');
  const answer = await put({ 'x-amz-checksum-crc32': value });
  if (isFailure(answer)) return offers(answer);
  if (answer.headers['x-amz-checksum-crc32'] === value) return true;
  const head = await endpoint
    .send({ method: 'HEAD', ...at, headers: { 'x-amz-checksum-mode': 'ENABLED' } })
    .catch(() => undefined);
  await head?.text();
  return head && head.headers['x-amz-checksum-crc32'] === value;
}

async function deletesBatches(
  endpoint: S3Endpoint,
  at: { bucket: string; key: string; version: string | undefined; signal: AbortSignal | undefined },
): Promise<boolean | undefined> {
  const version = at.version ? `<VersionId>${at.version}</VersionId>` : '';
  const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>${at.key}</Key>${version}</Object></Delete>`;
  return featureOf(endpoint, {
    method: 'POST',
    bucket: at.bucket,
    query: { delete: '' },
    body,
    headers: documentHeaders(body, 'application/xml'),
    signal: at.signal,
  });
}

async function cleanUp(
  endpoint: S3Endpoint,
  bucket: string,
  key: string,
  versions: ReadonlySet<string | undefined>,
): Promise<void> {
  // Each version by its id, so that no delete marker is left behind either.
  for (const versionId of versions) {
    const answer = await endpoint
      .send({ method: 'DELETE', bucket, key, query: { versionId } })
      .catch(() => undefined);
    await answer?.text();
  }
}

function known(found: KnownDialect): KnownDialect {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The headers with which a document is sent: servers demand Content-MD5 for some, and check it for all. */
export function documentHeaders(body: string | Uint8Array, type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-md5': createHash('md5').update(body).digest('base64'),
    'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
  };
}
