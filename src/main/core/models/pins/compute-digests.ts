/** Reads a file and computes its checksums. Blocks its thread. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Digests, DigestsAsked } from './digests.ts';

/** @throws Error of Node */
export function computeDigests({ file, md5: wantsMd5 = false, partSize }: DigestsAsked): Digests {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(1024 ** 2);
  const sha256 = createHash('sha256');
  const md5 = wantsMd5 ? createHash('md5') : undefined;
  const parts: string[] = [];
  let part = createHash('md5');
  let bytes = 0;
  try {
    for (;;) {
      const left = partSize === undefined ? buffer.length : partSize - (bytes % partSize);
      const got = readSync(descriptor, buffer, 0, Math.min(buffer.length, left), bytes);
      if (got === 0) break;
      const piece = buffer.subarray(0, got);
      sha256.update(piece);
      md5?.update(piece);
      bytes += got;
      if (partSize === undefined) continue;
      part.update(piece);
      if (bytes % partSize === 0) {
        parts.push(part.digest('hex'));
        part = createHash('md5');
      }
    }
    if (partSize !== undefined && bytes % partSize !== 0) parts.push(part.digest('hex'));
  } finally {
    closeSync(descriptor);
  }
  return {
    bytes,
    sha256: sha256.digest('hex'),
    ...(md5 && { md5: md5.digest('hex') }),
    ...(partSize !== undefined && { parts }),
  };
}
