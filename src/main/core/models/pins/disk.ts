/** The disk of this laptop, as far as pins must know it; tests fill it. */
import { open, statfs, type FileHandle } from 'node:fs/promises';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';

export interface Disk {
  /** Bytes that may still be written below a folder. @throws Error of Node */
  free(folder: string): Promise<number>;
  /** @throws Error of Node, `ENOSPC` among others */
  write(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void>;
}

export const ownDisk: Disk = {
  async free(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  async write(handle, bytes, position) {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  },
};

/** There is no room. @param needs bytes, where it is known */
export function noSpace(name: string, needs?: number, free?: number): Failure {
  return failure('no-space', 'The disk of this laptop is full', {
    reason: needs === undefined ? 'pin-disk-full' : 'pin-no-space',
    values: { name, ...(needs !== undefined && { needs }), ...(free !== undefined && { free }) },
  });
}

/** A file or folder that somebody took away, or a disk that fails. */
const ofDisk = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EIO', 'EBADF']);

/** An error of the disk or of a connection as a Failure; a Failure passes unchanged. @param of the model's name */
export function asFailure(error: unknown, of: { readonly name: string; readonly host: string }): Failure {
  if (isFailure(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === 'AbortError') return failure('cancelled', 'Cancelled');
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(of.name);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return failure('forbidden', 'This laptop does not allow it', {
      reason: 'pin-disk-forbidden',
      values: { name: of.name },
      words,
    });
  // What a connection throws has a code or a cause; anything else nobody expected.
  const isOfConnection =
    error instanceof Error &&
    (typeof code === 'string' || error.cause !== undefined) &&
    !ofDisk.has(String(code));
  if (!isOfConnection) return failure('internal', words, { words });
  return failure('unreachable', 'The connection broke', {
    reason: 'pin-broken-off',
    values: { name: of.name, host: of.host },
    words,
  });
}

/** So that a new name is there after a loss of power too; Windows opens no folders. @throws Error of Node */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
