/** Bytes of objects on this laptop, by key, ETag and size: what they name never changes, so nothing here is ever out of date. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AnnotationContext } from '../annotation-context.ts';
import { cacheFolder, makeRoom } from './content-files.ts';

/** Bytes `[start, end)` of one state of an object. */
export interface Content {
  readonly profile: string;
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes from this laptop, else as fetched, which are then kept; where the platform forbids local copies they never are.
 * A laptop without room is no reason to fail.
 */
export async function kept(
  context: Pick<AnnotationContext, 'folder' | 'forbidsLocalCopies'>,
  content: Content,
  fetch: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  if (context.forbidsLocalCopies || content.etag === '') return fetch();
  const file = fileOf(context.folder, content);
  const here = await readFile(file).catch(() => undefined);
  if (here?.length === content.end - content.start) {
    await used(file);
    return here;
  }
  const bytes = await fetch();
  const part = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(part, bytes, { mode: 0o600 });
    await rename(part, file);
    await makeRoom(context.folder, bytes.length);
  } catch {
    await rm(part, { force: true }).catch(() => {});
  }
  return bytes;
}

/** Writes down when it was of use, since what was of none for the longest goes first. */
async function used(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
}

function fileOf(folder: string, { profile, bucket, key, etag, size, start, end }: Content): string {
  const name = JSON.stringify([profile, bucket, key, etag, size, start, end]);
  const hash = createHash('sha256').update(name).digest('hex');
  return path.join(folder, cacheFolder, hash.slice(0, 2), hash.slice(2));
}
