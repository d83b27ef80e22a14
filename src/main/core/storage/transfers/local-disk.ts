/** The disk of this laptop: room, writing, and folders that no path leaves. */
import { constants } from 'node:fs';
import { mkdir, open, realpath, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { outside } from './transfer-failures.ts';
import type { Disk } from './work.ts';

export const localDisk: Disk = {
  async free(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  async write(handle, buffers, position) {
    let left = [...buffers];
    let at = position;
    while (left.length > 0) {
      const { bytesWritten } = await handle.writev(left, at);
      at += bytesWritten;
      let done = bytesWritten;
      // A disk that fills up takes a part first, and refuses the rest.
      left = left.flatMap((one) => {
        const skipped = Math.min(done, one.length);
        done -= skipped;
        return skipped === one.length ? [] : [one.subarray(skipped)];
      });
    }
  },
};

/** True when a path is the folder or lies below it; both absolute and plain. Pure. */
export function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..');
}

const known = new Map<string, string>();

/**
 * Makes the folder of a file. Also a link that someone placed in the chosen folder does not lead out of it.
 * @throws Failure `forbidden` with `transfer-outside`; Error of Node.
 */
export async function makeFolderFor(root: string, file: string): Promise<void> {
  const folder = path.dirname(file);
  if (!isWithin(root, folder)) throw outside(file);
  if (known.get(folder) === root) return;
  let there = folder;
  while (!(await realpath(there).catch(() => undefined)) && isWithin(root, path.dirname(there)))
    there = path.dirname(there);
  const rootReal = await realpath(root);
  if (isWithin(root, there) && !isWithin(rootReal, await realpath(there).catch(() => rootReal)))
    throw outside(file);
  await mkdir(folder, { recursive: true });
  if (!isWithin(rootReal, await realpath(folder))) throw outside(file);
  if (known.size > 10_000) known.clear();
  known.set(folder, root);
}

/** Forgets which folders were looked at: they may have been removed since. */
export function forgetFolders(): void {
  known.clear();
}

/** Opens a file for the bytes that come: never through a link. */
export function openPart(file: string, fresh: boolean): Promise<FileHandle> {
  const noFollow = constants.O_NOFOLLOW ?? 0;
  return open(file, constants.O_RDWR | constants.O_CREAT | noFollow | (fresh ? constants.O_TRUNC : 0), 0o666);
}

/** So that also a new name is there after a loss of power; Windows opens no folders. @throws Error of Node */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
