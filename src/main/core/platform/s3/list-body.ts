/** Reads the body of an answer at the reader's pace, and gives the memory of what was read back at once. */
import type { Readable } from 'node:stream';

/** Chunks that wait; with more the sender waits. */
const mostWaiting = 2;

/**
 * Hands over the chunks of a body, one after the other: `take` may use a chunk, or move its memory to a thread, until its promise is
 * there. Chunks come as they were received, not joined as an asynchronous iterator of the stream joins them.
 * @throws what breaks the body, and what `take` throws; the body is let go then
 */
export async function readBody(
  body: Readable,
  take: (chunk: Uint8Array<ArrayBuffer>) => Promise<void> | void,
): Promise<void> {
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  let over: { error?: Error } | undefined;
  let wake = () => {};
  const ended = (error?: Error) => {
    over ??= error ? { error } : {};
    wake();
  };
  body.on('error', ended);
  if (body.errored) throw body.errored;
  if (body.destroyed) throw new Error('The body was closed');
  body.on('end', () => ended());
  body.on('close', () => ended(new Error('The body was closed')));
  body.on('data', (chunk: Uint8Array<ArrayBuffer>) => {
    waiting.push(chunk);
    if (waiting.length >= mostWaiting) body.pause();
    wake();
  });
  try {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk) {
        const taken = take(chunk);
        if (taken) await taken;
        giveBack(chunk);
        if (waiting.length === 0 && body.isPaused()) body.resume();
      } else if (over) {
        if (over.error) throw over.error;
        return;
      }
      // What reads the socket has let go of a chunk only when its own work is done, so that taking begins after it.
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    body.destroy();
  }
}

/** True when nothing else lies in the memory of a chunk. */
export function ownsItsMemory({ buffer, byteLength }: Uint8Array<ArrayBuffer>): boolean {
  return byteLength > 0 && byteLength === buffer.byteLength;
}

/** Otherwise the collector, which knows little of such memory, lets much of it pile up. */
function giveBack(chunk: Uint8Array<ArrayBuffer>): void {
  if (ownsItsMemory(chunk) || endsItsMemory(chunk)) chunk.buffer.transfer(0);
}

const answerBegins = Buffer.from('HTTP/1.');

/**
 * True for the beginning of a body that came with its headers, and nothing behind it. Memory that others share does not begin so: that of
 * HTTP/2 has frames of several answers, and of Node's pool of small buffers no chunk has the greater part (Node documentation, Buffer.poolSize).
 */
function endsItsMemory({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): boolean {
  return (
    byteOffset + byteLength === buffer.byteLength &&
    byteLength > buffer.byteLength / 2 &&
    Buffer.from(buffer, 0, answerBegins.length).equals(answerBegins)
  );
}
