/** Where the files of a model come from: an object store, a server's proxy, or a file that a person brought. */
import type { Readable } from 'node:stream';

export interface RemoteFile {
  /** In the version. */
  readonly path: string;
  readonly bytes?: number | undefined;
  readonly etag?: string | undefined;
}

/** What the server tells of a file's bytes besides their number. */
export interface Proof {
  /** Hexadecimal. */
  readonly md5?: string;
  /** ETag of the MD5s of parts of this size. */
  readonly composite?: { readonly etag: string; readonly partSize: number };
}

export interface VersionSource {
  /** For people. */
  readonly host: string;
  /** Whether many ranges may be asked for at once; otherwise a stream goes on to the end of the file. */
  readonly hasRanges: boolean;
  /** All files below. @throws Failure */
  list(signal: AbortSignal): Promise<readonly RemoteFile[]>;
  /**
   * Bytes from `start`, up to `end` where ranges are had; all of them where `isPartial` is false. `bytes`: of the whole file.
   * @throws Failure; `conflict` where the file is another one by now
   */
  open(
    file: RemoteFile,
    range: { readonly start: number; readonly end?: number | undefined },
    signal: AbortSignal,
  ): Promise<{ readonly body: Readable; readonly bytes?: number | undefined; readonly isPartial: boolean }>;
  /** @throws Failure */
  proof(file: RemoteFile, signal: AbortSignal): Promise<Proof>;
}
