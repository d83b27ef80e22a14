/** Finds the objects that a name or a pattern means: on the server, or as they were when the server last answered. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag } from '../../platform/s3/etag.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { identify } from './fetching.ts';
import { fixedPrefix, isPattern, matcher, type S3Address } from './glob.ts';
import type { ObjectCache, ObjectIdentity } from './object-cache.ts';

export type ListAll = (
  endpoint: S3Endpoint,
  request: { bucket: string; prefix: string; recursive: true; versions: false; signal: AbortSignal },
) => AsyncIterable<readonly { key: string; size: number; etag: string; modified: number }[]>;

export interface Resolved {
  readonly objects: readonly ObjectIdentity[];
  /** Set when the server did not answer: from then. */
  readonly asOf?: number | undefined;
}

const StoredList = z.object({
  at: z.number(),
  objects: z.array(z.object({ key: z.string(), size: z.number(), etag: z.string(), modified: z.number() })),
});

/** More than these are not asked in one question. */
const mostObjects = 100_000;

/**
 * The objects of a name, in the order of their keys.
 * @param lists folder for what patterns meant last.
 * @throws Failure `not-found` with `query-no-match` when a pattern fits nothing; `unreachable` with `query-not-kept` when the server does not
 * answer and nothing is known of it.
 */
export async function resolveName(
  { bucket, pattern }: S3Address,
  surroundings: {
    endpoint: S3Endpoint;
    cache: ObjectCache;
    lists: string;
    listAll: ListAll;
    clock: () => number;
    signal: AbortSignal;
  },
): Promise<Resolved> {
  const { endpoint, cache, signal } = surroundings;
  const address = `s3://${bucket}/${pattern}`;
  const server = endpoint.profile.endpoint;
  try {
    if (!isPattern(pattern)) return { objects: [await identify(endpoint, bucket, pattern, signal)] };
    const objects = await listed({ bucket, pattern }, surroundings);
    if (objects.length === 0) throw noMatch(address);
    await store(surroundings.lists, [server, bucket, pattern], { at: surroundings.clock(), objects });
    return { objects: objects.map((object) => ({ endpoint: server, bucket, ...object })) };
  } catch (error) {
    if (signal.aborted) throw failure('cancelled', 'Cancelled');
    if (!isFailure(error) || error.code !== 'unreachable') throw error;
    if (!isPattern(pattern)) {
      const known = await cache.latest({ endpoint: server, bucket, key: pattern });
      if (known) return { objects: [known], asOf: (await cache.open(known)).at };
    } else {
      const known = await stored(surroundings.lists, [server, bucket, pattern]);
      if (known)
        return {
          objects: known.objects.map((object) => ({ endpoint: server, bucket, ...object })),
          asOf: known.at,
        };
    }
    throw notKept(address, error.data.message);
  }
}

async function listed(
  { bucket, pattern }: S3Address,
  { endpoint, listAll, signal }: { endpoint: S3Endpoint; listAll: ListAll; signal: AbortSignal },
) {
  const fits = matcher(pattern);
  const found: { key: string; size: number; etag: string; modified: number }[] = [];
  for await (const page of listAll(endpoint, {
    bucket,
    prefix: fixedPrefix(pattern),
    recursive: true,
    versions: false,
    signal,
  })) {
    for (const { key, size, etag, modified } of page)
      if (!key.endsWith('/') && fits(key)) found.push({ key, size, etag: bareEtag(etag), modified });
    if (found.length > mostObjects)
      throw failure('invalid-input', 'Too many objects for one query', {
        reason: 'query-too-many',
        values: { count: mostObjects },
      });
  }
  return found
    .map((object) => ({ object, bytes: Buffer.from(object.key) }))
    .sort((a, b) => a.bytes.compare(b.bytes))
    .map(({ object }) => object);
}

function noMatch(address: string) {
  return failure('not-found', `No object fits ${address}`, {
    reason: 'query-no-match',
    values: { name: address },
  });
}

/** The server does not answer and a copy that is needed is not on this laptop. */
export function notKept(address: string, words?: string) {
  return failure('unreachable', `${address} is not on this laptop`, {
    reason: 'query-not-kept',
    values: { name: address },
    ...(words && { words }),
  });
}

function fileOf(folder: string, parts: readonly string[]): string {
  return path.join(
    folder,
    `${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}.json`,
  );
}

async function store(
  folder: string,
  parts: readonly string[],
  list: z.infer<typeof StoredList>,
): Promise<void> {
  const file = fileOf(folder, parts);
  // A list is a convenience: a query does not fail because it could not be put down.
  await mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() => writeFile(`${file}.new`, JSON.stringify(list), { mode: 0o600, flush: true }))
    .then(() => rename(`${file}.new`, file))
    .catch(() => undefined);
}

async function stored(folder: string, parts: readonly string[]) {
  try {
    return StoredList.parse(JSON.parse(await readFile(fileOf(folder, parts), 'utf8')));
  } catch {
    return undefined;
  }
}
