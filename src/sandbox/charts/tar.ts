/** Writes chart archives: a ustar tar, compressed by gzip, the same bytes every time. */
import { gzipSync } from 'node:zlib';

export interface ArchiveFile {
  /** Path inside the archive, with "/", at most 100 bytes. */
  readonly path: string;
  readonly content: Uint8Array;
}

const blockSize = 512;
// A fixed time keeps the digest of an archive the same at every start (2026-01-01T00:00:00Z, in seconds).
const modified = 1_767_225_600;

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

/** The 512-byte header of a regular file (POSIX.1-1988 "ustar"). Throws RangeError when the path is too long. */
function tarHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(blockSize);
  if (Buffer.byteLength(path) > 100) throw new RangeError(`path too long for a chart archive: ${path}`);
  header.write(path, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(modified, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A gzipped tar of the files, in their order. */
export function writeArchive(files: readonly ArchiveFile[]): Buffer {
  const parts: Buffer[] = [];
  for (const { path, content } of files) {
    const padding = (blockSize - (content.length % blockSize)) % blockSize;
    parts.push(tarHeader(path, content.length), Buffer.from(content), Buffer.alloc(padding));
  }
  parts.push(Buffer.alloc(blockSize * 2));
  return gzipSync(Buffer.concat(parts), { level: 9 });
}
