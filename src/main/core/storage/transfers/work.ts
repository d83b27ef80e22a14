/** What the work on one file is given. */
import type { FileHandle } from 'node:fs/promises';
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { mostStreams } from './adaptive.ts';
import type { Hashing } from './hashing.ts';
import type { Journal } from './journal.ts';
import type { Line } from './line.ts';
import type { FileEntry } from './record.ts';
import type { SmallFile } from './small-files.ts';
import type { StreamGate } from './streams.ts';

/** What was compared when all bytes were there. `composite`: the MD5 of the parts' MD5s; `length`: nothing else could be. */
export type Verified = 'crc32' | 'md5' | 'composite' | 'length';

/** The disk of this laptop, as far as tests must be able to fill it. */
export interface Disk {
  /** Bytes that a person may still write below a folder. @throws Error of Node */
  free(folder: string): Promise<number>;
  /** Writes all buffers at a place. @throws Error of Node, `ENOSPC` among others. */
  write(handle: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<void>;
}

export interface FileWork {
  readonly transfer: string;
  readonly endpoint: S3Endpoint;
  readonly bucket: string;
  readonly signal: AbortSignal;
  readonly line: Line;
  readonly journal: Journal;
  readonly hashing: Hashing;
  readonly disk: Disk;
  /** Folder that no file of a download may leave. */
  readonly root: string;
  /** Writes a small file and gives it its name; resolves when both are on disk. @throws Error of Node */
  save(file: SmallFile): Promise<void>;
  /** The network is not needed any more for this file: another may have its stream. */
  received(): void;
  /** Bytes that went through, or negative: that must go again. */
  progress(bytes: number): void;
  /** So much of this file is there. */
  progressIs(bytes: number): void;
  /** Keeps what is known of the file anew; resolves when it is on disk. */
  keep(file: FileEntry): Promise<void>;
}

/** Does work for each piece, as many at once as the gate lets in; the first failure ends it when what is under way has ended. */
export async function inStreams<T>(
  gate: StreamGate,
  signal: AbortSignal,
  pieces: readonly T[],
  work: (piece: T) => Promise<void>,
): Promise<void> {
  const next = pieces.values();
  let failed: { readonly error: unknown } | undefined;
  const lane = async () => {
    for (const piece of next) {
      if (failed) return;
      try {
        const leave = await gate.enter(signal);
        try {
          if (!failed) await work(piece);
        } finally {
          leave();
        }
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(pieces.length, mostStreams) }, lane));
  if (failed) throw failed.error;
  if (signal.aborted) throw failure('cancelled', 'Cancelled');
}
