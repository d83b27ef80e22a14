/** Files of this laptop that the page sent: whole on the disk before anybody reads them. */
import { randomUUID } from 'node:crypto';
import { open, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { SourceFile } from '../../../shared/contract/annotation/nomenclatures.ts';
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import { openRanged, type Ranged } from '../platform/s3/ranged-object.ts';
import type { Here } from './annotation-context.ts';

/** Bytes that one file may have. */
const largest = 4 * 1024 ** 3;
/** Milliseconds for which a sent file is kept. */
const keptFor = 24 * 3600_000;

export interface SentFiles {
  /** @throws Failure `unsupported` with `file-too-large` */
  announce(file: { name: string; size: number }): Promise<{ id: string; address: string }>;
  /** Takes the bytes at the path that `announce` gave (without its first word). @throws Failure */
  receive(id: string, body: Readable): Promise<void>;
  /** A sent file or an object, to be read piece by piece. @throws Failure `not-found` with `sent-file-gone` */
  open(file: SourceFile, signal?: AbortSignal): Promise<Ranged>;
  /** Where a sent file lies, for what must have a path. @throws Failure as `open` */
  pathOf(id: string): Promise<string>;
  /** Removes what is older than a day. */
  tidy(): Promise<void>;
}

/** @param folder of the moment; sent files lie in `sent/` below it. */
export function createSentFiles(here: Here, clock: () => number): SentFiles {
  const announced = new Map<string, { readonly name: string; readonly size: number }>();
  const folder = () => path.join(here().folder, 'sent');
  const gone = (name: string) =>
    failure('not-found', 'The file that was sent is not here any more', {
      reason: 'sent-file-gone',
      values: { name },
    });

  return {
    async announce(file) {
      if (file.size > largest)
        throw failure('unsupported', 'The file is too large', {
          reason: 'file-too-large',
          values: { name: file.name, largest: largest / 1024 ** 3 },
        });
      const id = randomUUID();
      announced.set(id, file);
      return { id, address: `/blobs/annotation/sent/${id}` };
    },
    async receive(id, body) {
      body.on('error', () => {});
      const file = announced.get(id);
      if (!file) throw failure('not-found', 'No such file is expected', { reason: 'transfer-not-expected' });
      announced.delete(id);
      await mkdir(folder(), { recursive: true, mode: 0o700 });
      const whole = path.join(folder(), id);
      try {
        await write(`${whole}.coming`, body, file);
        await rename(`${whole}.coming`, whole);
      } catch (error) {
        await rm(`${whole}.coming`, { force: true });
        if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
          throw failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
        throw isFailure(error) ? error : gone(file.name);
      }
    },
    async open(file, signal) {
      if (file.kind === 'object') return openRanged(here().endpoint(file.profile), file, signal);
      return rangedFile(await pathOf(file.id), file.name);
    },
    pathOf,
    async tidy() {
      const names = await readdir(folder()).catch(() => []);
      for (const name of names) {
        const file = path.join(folder(), name);
        const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: clock() }));
        if (clock() - mtimeMs > keptFor) await rm(file, { force: true });
      }
    },
  };

  async function pathOf(id: string): Promise<string> {
    const file = path.join(folder(), path.basename(id));
    await stat(file).catch(() => {
      throw gone(id);
    });
    return file;
  }
}

async function write(to: string, body: Readable, file: { name: string; size: number }): Promise<void> {
  const handle = await open(to, 'wx', 0o600);
  try {
    let size = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > file.size) break;
      await handle.writeFile(piece);
    }
    if (size !== file.size)
      throw failure('invalid-input', 'The file is not as long as announced', {
        reason: 'transfer-dropped-length',
        values: { name: file.name },
      });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file of this laptop as something that is read by ranges. */
async function rangedFile(file: string, name: string): Promise<Ranged> {
  const { size, mtimeMs } = await stat(file);
  let fetched = 0;
  const read: Ranged['read'] = async (start, end) => {
    const wanted = Math.max(0, Math.min(end, size) - start);
    const bytes = Buffer.alloc(wanted);
    const handle = await open(file, 'r');
    try {
      let got = 0;
      while (got < wanted) {
        const { bytesRead } = await handle.read(bytes, got, wanted - got, start + got);
        if (bytesRead === 0) break;
        got += bytesRead;
      }
      fetched += got;
      return bytes.subarray(0, got);
    } finally {
      await handle.close();
    }
  };
  return {
    name,
    size,
    etag: `"${size}-${mtimeMs}"`,
    read,
    async stream(start, end) {
      const last = Math.min(end, size) - 1;
      const handle = await open(file, 'r');
      fetched += Math.max(0, last - start + 1);
      return handle.createReadStream({ start, end: Math.max(start, last) });
    },
    bytesFetched: () => fetched,
  };
}
