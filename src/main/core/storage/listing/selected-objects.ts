/** Turns a choice of keys and folders into objects with their sizes, by lists alone where the rights allow it. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { bareEtag } from '../../platform/s3/etag.ts';
import { listAll, scanPages } from '../../platform/s3/list-objects.ts';
import { objectOf, type ListedObject } from '../../platform/s3/listed-object.ts';
import type { SelectedObject } from '../selection.ts';

/** The folder that holds a key or a folder: empty or ending with a slash. */
export function parentOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/', key.length - 2) + 1);
}

/** The deepest folder that holds all of them. */
export function commonParent(keys: readonly string[]): string {
  let parent = parentOf(keys[0] ?? '');
  for (const key of keys) while (!parentOf(key).startsWith(parent)) parent = parentOf(parent);
  return parent;
}

/** Without what lies below a folder that is chosen too, and without what was chosen twice; in the order of bytes. */
export function withoutCovered(keys: readonly string[]): string[] {
  const chosen = new Set(keys);
  const isCovered = (key: string) => {
    for (let folder = parentOf(key); folder !== ''; folder = parentOf(folder))
      if (chosen.has(folder)) return true;
    return false;
  };
  return [...chosen]
    .filter((key) => !isCovered(key))
    .map((key) => Buffer.from(key))
    .sort(Buffer.compare)
    .map(String);
}

export const selected = (object: ListedObject, prefix: string): SelectedObject => ({
  ...object,
  relative: object.key.startsWith(prefix) ? object.key.slice(prefix.length) : object.key,
});

interface Where {
  readonly endpoint: S3Endpoint;
  readonly bucket: string;
  readonly versions: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Everything below folders. @throws Failure */
export async function* belowFolders(
  where: Where,
  folders: readonly string[],
): AsyncGenerator<readonly ListedObject[], void, undefined> {
  const { endpoint, ...request } = where;
  for (const prefix of folders) yield* listAll(endpoint, { ...request, prefix, recursive: true });
}

/** Keys that one request is worth, and requests at once. */
const mostRows = 1000;
const atOnce = 6;

/**
 * Looks up keys, which stand in the order of bytes: a list begun just before the first one finds it and those near it, then on from the
 * next that is missing. Keys that are gone are left out.
 * @throws Failure
 */
export async function* lookUp(
  where: Where,
  keys: readonly string[],
): AsyncGenerator<readonly ListedObject[], void, undefined> {
  for (let from = 0; from < keys.length;) {
    const wanted = keys.slice(from, from + mostRows);
    const { found, reached } = await (where.versions ? versionsOf(where, wanted) : oneList(where, wanted));
    if (found.length > 0) yield found;
    const end = reached === undefined ? undefined : Buffer.from(reached);
    const stop = from + wanted.length;
    while (from < stop && (!end || Buffer.from(keys[from] as string).compare(end) <= 0)) from += 1;
  }
}

interface LookedUp {
  readonly found: ListedObject[];
  /** Up to this key all were seen; undefined: all. */
  readonly reached?: string | undefined;
}

async function oneList(where: Where, keys: readonly string[]): Promise<LookedUp> {
  const first = keys[0] as string;
  const wanted = new Set(keys);
  const found: ListedObject[] = [];
  let reached: string | undefined;
  const request = {
    bucket: where.bucket,
    prefix: commonParent(keys),
    recursive: true,
    versions: false,
    startAfter: justBefore(first),
    pageRows: Math.max(50, keys.length),
  };
  try {
    await scanPages(
      where.endpoint,
      request,
      async (columns, rows, truncated) => {
        for (let row = 0; row < rows; row += 1) {
          const object = objectOf(columns, row);
          if (wanted.has(object.key)) found.push(object);
          reached = object.key;
        }
        if (!truncated) reached = undefined;
        return reached !== undefined && Buffer.from(reached).compare(Buffer.from(first)) >= 0;
      },
      where.signal ?? new AbortController().signal,
    );
  } catch (error) {
    // Who may read objects need not have the right to list them.
    if (!isFailure(error) || error.code !== 'forbidden') throw error;
    return { found: await eachOf(keys, (key) => head(where, key)) };
  }
  return { found, reached };
}

async function versionsOf(where: Where, keys: readonly string[]): Promise<LookedUp> {
  const found = await eachOf(keys, async (key) => {
    const versions: ListedObject[] = [];
    await scanPages(
      where.endpoint,
      { bucket: where.bucket, prefix: key, recursive: true, versions: true },
      async (columns, rows) => {
        const objects = Array.from({ length: rows }, (_, row) => objectOf(columns, row));
        const mine = objects.filter((object) => object.key === key);
        versions.push(...mine);
        return mine.length < objects.length;
      },
      where.signal ?? new AbortController().signal,
    );
    return versions;
  });
  return { found };
}

/** Does the same for each, a few at once; results in the order of the keys. */
async function eachOf<T>(keys: readonly string[], work: (key: string) => Promise<T[]>): Promise<T[]> {
  const queue = [...keys.entries()];
  const found: T[][] = [];
  const next = async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) found[entry[0]] = await work(entry[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return found.flat();
}

/** A text that comes before a key and after nearly all others that do. */
function justBefore(key: string): string {
  const points = [...key];
  const code = points.pop()?.codePointAt(0) ?? 0;
  if (code <= 33) return points.join('');
  return `${points.join('')}${String.fromCodePoint(code === 0xe000 ? 0xd7ff : code - 1)}\u{10fffd}`;
}

async function head({ endpoint, bucket, signal }: Where, key: string): Promise<ListedObject[]> {
  try {
    const answer = await endpoint.send({ method: 'HEAD', bucket, key, signal });
    answer.finish();
    const { headers } = answer;
    const size = Number(headers['content-length'] ?? 0);
    const modified = Date.parse(headers['last-modified'] ?? '') || 0;
    return [{ key, size, modified, etag: bareEtag(headers['etag'] ?? '') }];
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found') return [];
    throw error;
  }
}

/** Nothing of what was chosen is there any more. */
export function selectionGone(name: string) {
  return failure('not-found', 'What was chosen is not there any more', {
    reason: 'storage-selection-gone',
    values: { name },
  });
}
