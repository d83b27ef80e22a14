/** The first bytes of what gzip packed. */
import { constants, gunzip } from 'node:zlib';

/** Unpacks as far as the given bytes go, at most 1 MiB; empty where they cannot be unpacked. */
export function unpackedHead(packed: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    // The end of the packed bytes is missing: what is there is given out all the same. Deflate grows to 1032 times its size at most.
    const some = packed.subarray(0, 16 * 1024);
    gunzip(some, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 32 * 1024 * 1024 }, (error, bytes) =>
      resolve(error ? new Uint8Array(0) : bytes.subarray(0, 1024 * 1024)),
    );
  });
}
