/** Pieces of objects on this laptop: sparse files of the objects' size, and beside each what of it is really there. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { diskFailure } from './query-failures.ts';
import { total, without, type Range } from './parquet-ranges.ts';

const Identity = z.object({
  /** Address of the server. */
  endpoint: z.string(),
  bucket: z.string(),
  key: z.string(),
  etag: z.string(),
  size: z.int().nonnegative(),
  /** Milliseconds since 1970. */
  modified: z.number(),
});
/** One state of one object. */
export type ObjectIdentity = z.infer<typeof Identity>;

const Presence = Identity.extend({
  version: z.literal(1),
  /** When it was last seen on the server. */
  at: z.number(),
  /** `[start, end, CRC-32]` of what was fetched. */
  pieces: z.array(z.tuple([z.int(), z.int(), z.int()])),
});
type Presence = z.infer<typeof Presence>;

export interface CachedObject {
  readonly identity: ObjectIdentity;
  /** Sparse file of the object's size. */
  readonly file: string;
  /** When it was last seen on the server. */
  readonly at: number;
  /** What of these bytes is not here; pieces that are damaged count as not here. */
  missing(ranges: readonly Range[]): Promise<Range[]>;
  /** Lets `missing` look at the bytes anew that it found right before. */
  doubt(): void;
  read(range: Range): Promise<Buffer>;
  /** Puts bytes in their place; the next start of the app knows of them after `settle`. @throws Failure `no-space` */
  write(start: number, bytes: Buffer): Promise<void>;
  /** Makes sure of the data on the disk, then writes down that it is there. @throws Failure `no-space` */
  settle(): Promise<void>;
}

export interface ObjectCache {
  /** The copy of this state of an object, empty at first. */
  open(identity: ObjectIdentity): Promise<CachedObject>;
  /** The state of an object that was seen last; undefined when there is none. */
  latest(object: Pick<ObjectIdentity, 'endpoint' | 'bucket' | 'key'>): Promise<ObjectIdentity | undefined>;
  /** Writes down what was fetched; a crash before loses the knowledge of it, never more. */
  settle(): Promise<void>;
  kept(): Promise<{ count: number; bytes: number; oldest: number | undefined }>;
  /** Removes what was used longest ago until at most so many bytes are left. */
  trim(quota: number): Promise<void>;
  remove(): Promise<void>;
}

const hash = (...parts: (string | number)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);

/** Where the copy of one state of an object lies below the cache's folder. */
export function placeInCache(identity: ObjectIdentity): string {
  const { endpoint, bucket, key, etag, size } = identity;
  return path.join(hash(endpoint, bucket, key), hash(etag, size));
}

/** A cache in a folder, which is made when needed. */
export function createObjectCache(root: string, clock: () => number): ObjectCache {
  const opened = new Map<string, Promise<CachedObject>>();

  async function presences(): Promise<{ folder: string; presence: Presence; usedAt: number }[]> {
    const found: { folder: string; presence: Presence; usedAt: number }[] = [];
    for (const object of await names(root)) {
      for (const state of await names(path.join(root, object))) {
        const folder = path.join(root, object, state);
        const presence = await readPresence(folder);
        const usedAt = await stat(path.join(folder, 'present.json')).catch(() => undefined);
        if (presence && usedAt) found.push({ folder, presence, usedAt: usedAt.mtimeMs });
        // Without it nothing of the data can be trusted.
        else if (!opened.has(folder)) await rm(folder, { recursive: true, force: true });
      }
    }
    return found;
  }

  async function settle(): Promise<void> {
    for (const held of opened.values()) {
      const object = await held.catch(() => undefined);
      // What cannot be written down is fetched again at the next start.
      await object?.settle().catch(() => undefined);
    }
  }

  return {
    settle,
    open(identity) {
      const folder = path.join(root, placeInCache(identity));
      const held = opened.get(folder) ?? openObject(folder, identity, clock);
      opened.set(folder, held);
      held.catch(() => opened.delete(folder));
      return held;
    },
    async latest({ endpoint, bucket, key }) {
      const folder = path.join(root, hash(endpoint, bucket, key));
      const states = await Promise.all(
        (await names(folder)).map((one) => readPresence(path.join(folder, one))),
      );
      return states.filter((one) => one !== undefined).sort((a, b) => b.at - a.at)[0];
    },
    async kept() {
      await settle();
      const all = await presences();
      return {
        count: all.length,
        bytes: all.reduce((sum, { presence }) => sum + bytesOf(presence), 0),
        oldest: all.reduce<number | undefined>(
          (oldest, { presence }) => Math.min(oldest ?? presence.at, presence.at),
          undefined,
        ),
      };
    },
    async trim(quota) {
      await settle();
      const all = (await presences()).sort((a, b) => a.usedAt - b.usedAt);
      let bytes = all.reduce((sum, { presence }) => sum + bytesOf(presence), 0);
      for (const { folder, presence } of all) {
        if (bytes <= quota) break;
        // A query that still reads it has links of its own.
        opened.delete(folder);
        await rm(folder, { recursive: true, force: true });
        bytes -= bytesOf(presence);
      }
    },
    async remove() {
      opened.clear();
      await rm(root, { recursive: true, force: true });
    },
  };
}

const names = (folder: string) => readdir(folder).catch((): string[] => []);

const bytesOf = ({ pieces }: Presence) => total(pieces.map(([start, end]) => ({ start, end })));

async function readPresence(folder: string): Promise<Presence | undefined> {
  try {
    return Presence.parse(JSON.parse(await readFile(path.join(folder, 'present.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

async function openObject(
  folder: string,
  identity: ObjectIdentity,
  clock: () => number,
): Promise<CachedObject> {
  const file = path.join(folder, 'data');
  const list = path.join(folder, 'present.json');
  const checked = new Set<number>();
  let handle: Promise<FileHandle> | undefined;
  let commits = Promise.resolve();

  const writing = () => (handle ??= onDisk(() => open(file, 'r+')));

  await onDisk(() => mkdir(folder, { recursive: true, mode: 0o700 }));
  let presence = await readPresence(folder);
  const size = await stat(file).then(
    (found) => found.size,
    () => undefined,
  );
  if (!presence || size !== identity.size) {
    presence = { ...identity, version: 1, at: clock(), pieces: [] };
    await rm(list, { force: true });
    await onDisk(async () => {
      await using fresh = await open(file, size === undefined ? 'w+' : 'r+', 0o600);
      if (size !== identity.size) await fresh.truncate(identity.size);
    });
  }
  let { pieces } = presence;
  presence = { ...presence, at: clock() };
  let isSettled = true;

  /** Takes away the pieces among those needed whose bytes are not the ones that were fetched. */
  async function check(ranges: readonly Range[]): Promise<void> {
    const needed = pieces.filter(
      ([start, end]) => !checked.has(start) && ranges.some((range) => range.start < end && range.end > start),
    );
    if (needed.length === 0) return;
    const damaged = new Set<number>();
    await using reading = await open(file, 'r');
    for (const [start, end, crc] of needed) {
      const bytes = Buffer.alloc(end - start);
      const { bytesRead } = await reading.read(bytes, 0, bytes.length, start);
      if (bytesRead === bytes.length && crc32(bytes) === crc) checked.add(start);
      else damaged.add(start);
    }
    pieces = pieces.filter(([start]) => !damaged.has(start));
  }

  async function writeDown(): Promise<void> {
    if (isSettled) return;
    isSettled = true;
    // Whatever was written through an earlier handle is made sure of by this one too.
    const held = await writing();
    handle = undefined;
    // Only what was written before the data is made sure of.
    const certain = pieces;
    try {
      await onDisk(() => held.datasync());
    } finally {
      await held.close();
    }
    const text = JSON.stringify({ ...presence, pieces: certain });
    const temporary = `${list}.${randomUUID()}`;
    await onDisk(async () => {
      await using target = await open(temporary, 'w', 0o600);
      await target.writeFile(text);
      await target.sync();
    });
    await onDisk(() => rename(temporary, list));
  }

  return {
    identity,
    file,
    get at() {
      return presence?.at ?? 0;
    },
    async missing(ranges) {
      await check(ranges);
      const now = new Date(clock());
      await utimes(list, now, now).catch(() => undefined);
      return without(
        ranges,
        pieces.map(([start, end]) => ({ start, end })),
      );
    },
    doubt: () => checked.clear(),
    async read({ start, end }) {
      await using reading = await open(file, 'r');
      const bytes = Buffer.alloc(end - start);
      await reading.read(bytes, 0, bytes.length, start);
      return bytes;
    },
    async write(start, bytes) {
      const held = await writing();
      await onDisk(async () => {
        // A disk that is nearly full takes a part before it refuses.
        for (let done = 0; done < bytes.length;)
          done += (await held.write(bytes, done, bytes.length - done, start + done)).bytesWritten;
      });
      const end = start + bytes.length;
      pieces = [...pieces.filter(([from, to]) => from < start || to > end), [start, end, crc32(bytes)]];
      checked.add(start);
      isSettled = false;
    },
    settle() {
      const next = commits.then(writeDown);
      commits = next.catch(() => undefined);
      return next;
    },
  };
}

async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isFailure(error) ? error : diskFailure(error);
  }
}
