/** The beginning of what gzip packed (RFC 1952), and of entries of zip archives (RFC 1951). */
import { createGunzip, createInflateRaw, type InflateRaw, type Gunzip } from 'node:zlib';
import { sourceOf, unreadable, type Source } from './source.ts';

const piece = 256 * 1024;

/** More than this and so much bigger than its packed form: made to fill memory. Deflate reaches 1032. */
const bombBytes = 32 * 1024 * 1024;
const bombRatio = 400;

/**
 * Unpacks bytes `[start, end)` of a source, piece by piece; whoever stops asking stops the reading.
 * @throws Failure `preview-bomb`, `preview-broken`, `preview-truncated`.
 */
export async function* unpacked(
  source: Source,
  start: number,
  end: number,
  way: 'gzip' | 'deflate',
): AsyncGenerator<Buffer> {
  const unpacker: Gunzip | InflateRaw = way === 'gzip' ? createGunzip() : createInflateRaw();
  let out = 0;
  const feed = (async () => {
    for (let at = start; at < end && !unpacker.destroyed; at += piece) {
      const bytes = await source.read(at, Math.min(at + piece, end));
      if (bytes.length === 0) break;
      if (!unpacker.write(bytes))
        await new Promise<void>((resolve) => {
          unpacker.once('drain', resolve);
          unpacker.once('close', resolve);
        });
    }
    if (!unpacker.destroyed) unpacker.end();
  })();
  feed.catch((error: unknown) => unpacker.destroy(error as Error));
  try {
    for await (const chunk of unpacker) {
      const bytes = chunk as Buffer;
      out += bytes.length;
      if (out > bombBytes && out > unpacker.bytesWritten * bombRatio)
        throw unreadable('preview-bomb', 'Unpacked it is out of all proportion', { name: source.name });
      yield bytes;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'Failure') throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason = code === 'Z_BUF_ERROR' ? 'preview-truncated' : 'preview-broken';
    throw unreadable(
      reason,
      'What is packed cannot be unpacked',
      { name: source.name },
      (error as Error).message,
    );
  } finally {
    unpacker.destroy();
  }
}

/** The first `limit` bytes of what gzip packed, as a source; a packed file that was cut gives what is there. */
export async function gunzipSource(source: Source, limit: number): Promise<Source> {
  const pieces: Buffer[] = [];
  let got = 0;
  let cut = source.cut;
  try {
    for await (const bytes of unpacked(source, 0, source.size, 'gzip')) {
      pieces.push(bytes);
      got += bytes.length;
      if (got > limit) {
        cut = true;
        break;
      }
    }
  } catch (error) {
    if (got === 0 || (error as { data?: { reason?: string } }).data?.reason !== 'preview-truncated')
      throw error;
    cut = true;
  }
  return sourceOf(source.name.replace(/\.gz$/i, ''), Buffer.concat(pieces).subarray(0, limit), cut);
}
