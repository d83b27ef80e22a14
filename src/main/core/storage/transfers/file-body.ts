/** A region of a file as the body of a request, read as the network takes it. */
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Limiter } from './limiter.ts';
import { localFailure } from './line.ts';
import { sourceChanged } from './transfer-failures.ts';

const pieceSize = 256 * 1024;

/**
 * A piece is on its way to the network, the next waits for it, and a third is being read: the buffer of the one before can be used again.
 * So the collector has nothing to do. It holds for pieces above the mark (64 KiB) at which a socket wants no more until it has sent all.
 */
const buffersInTurn = 4;

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
    const buffers: Buffer[] = [];
    for (let at = start, turn = 0; at < end; turn += 1) {
      const size = Math.min(pieceFor(options.limiter.rate()), end - at);
      const inTurn = size === pieceSize && (buffers[turn % buffersInTurn] ??= Buffer.allocUnsafeSlow(size));
      const buffer = inTurn || Buffer.allocUnsafeSlow(size);
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
