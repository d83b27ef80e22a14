/** A region of a file as the body of a request, read as the network takes it. */
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Limiter } from './limiter.ts';
import { localFailure } from './line.ts';
import { sourceChanged } from './transfer-failures.ts';

const pieceSize = 512 * 1024;

/** Four pieces a second under a limit: a server must not take a slow sender for one that is gone. */
function pieceFor(rate: number | undefined): number {
  return rate === undefined ? pieceSize : Math.ceil(Math.max(4096, Math.min(pieceSize, rate / 4)));
}

/** Bytes `[start, end)`; `passed` is told of each piece. The stream fails with a Failure when the file cannot be read or is too short. */
export function fileBody(
  handle: FileHandle,
  name: string,
  start: number,
  end: number,
  options: {
    limiter: Limiter;
    signal: AbortSignal;
    hash?: Hash | undefined;
    passed: (bytes: number) => void;
  },
): Readable {
  async function* pieces() {
    for (let at = start; at < end;) {
      const buffer = Buffer.allocUnsafe(Math.min(pieceFor(options.limiter.rate()), end - at));
      let got: number;
      try {
        await options.limiter.take(buffer.length, options.signal);
        got = (await handle.read(buffer, 0, buffer.length, at)).bytesRead;
      } catch (error) {
        throw localFailure(error, name);
      }
      if (got === 0) throw sourceChanged(name);
      const piece = got === buffer.length ? buffer : buffer.subarray(0, got);
      options.hash?.update(piece);
      at += got;
      options.passed(got);
      yield piece;
    }
  }
  return Readable.from(pieces(), { objectMode: false, highWaterMark: 1 });
}
