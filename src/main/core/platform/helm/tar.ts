/** Reads tar archives (ustar, pax and GNU long names) as hostile input: sizes capped, paths contained, only plain files. */
import { failure } from '../../../../shared/contract/errors.ts';

const BLOCK = 512;

export interface TarLimits {
  /** Bytes of all files together. */
  readonly total: number;
  /** Number of entries. */
  readonly entries: number;
}

function broken(words: string): Error {
  return failure('unsupported', 'The archive cannot be read', { reason: 'archive-broken', words });
}

function text(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start);
  return block.toString('utf8', start, end >= start && end < start + length ? end : start + length);
}

/** An octal number, or for large ones base 256 (GNU, POSIX.1-2001 extension). */
function number(block: Buffer, start: number, length: number): number {
  if ((block.readUInt8(start) & 0x80) !== 0)
    return Number(block.readBigUInt64BE(start + length - 8) & 0x7fffffffffffffffn);
  return Number.parseInt(text(block, start, length).trim() || '0', 8);
}

function isSound(block: Buffer): boolean {
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 1) sum += at >= 148 && at < 156 ? 32 : block.readUInt8(at);
  return sum === number(block, 148, 8);
}

/** The `path` of a pax header ("<length> path=<value>\n" records, POSIX pax Interchange Format). */
function paxPath(content: Buffer): string | undefined {
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(0x20, at);
    const length = Number.parseInt(content.toString('latin1', at, space), 10);
    if (space < 0 || !(length > 0)) return undefined;
    const record = content.toString('utf8', space + 1, at + length - 1);
    if (record.startsWith('path=')) return record.slice(5);
    at += length;
  }
  return undefined;
}

/** A path without `.` parts, or undefined where it leaves the archive (absolute, `..`, a drive, a backslash, a NUL). */
export function containedPath(raw: string): string | undefined {
  if (/^[/\\]|\\|\0|^[a-zA-Z]:/.test(raw)) return undefined;
  const parts = raw.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
}

/**
 * The plain files of a tar archive by path; `wanted` chooses them before their bytes are counted. Links, devices and folders
 * are passed over, a path that leaves the archive or a checksum that is wrong is refused. Throws a Failure `unsupported`.
 */
export function readTar(
  archive: Buffer,
  limits: TarLimits,
  wanted: (path: string) => boolean = () => true,
): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let total = 0;
  let entries = 0;
  let longName: string | undefined;
  let at = 0;
  while (at + BLOCK <= archive.length) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    if (!isSound(header)) throw broken('a header is damaged');
    if ((entries += 1) > limits.entries) throw broken(`more than ${limits.entries} entries`);
    const size = number(header, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0 || at + BLOCK + size > archive.length)
      throw broken('an entry is cut off');
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    const type = String.fromCharCode(header.readUInt8(156));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'L' || type === 'x') {
      longName = type === 'L' ? text(content, 0, content.length) : (paxPath(content) ?? longName);
      continue;
    }
    const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
    const raw = longName ?? (prefix ? `${prefix}/${text(header, 0, 100)}` : text(header, 0, 100));
    longName = undefined;
    if (type !== '0' && type !== '\0' && type !== '7') continue;
    const path = containedPath(raw);
    if (path === undefined) throw broken(`a path leaves the archive: ${raw.slice(0, 200)}`);
    if (!wanted(path)) continue;
    if ((total += size) > limits.total) throw broken(`more than ${limits.total} bytes`);
    files.set(path, content);
  }
  if (files.size === 0 && entries === 0) throw broken('there is nothing in it');
  return files;
}
