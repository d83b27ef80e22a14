/** Backpressure between a WebSocket, which many streams share, and those streams. */
import type { Readable, Writable } from 'node:stream';
import type { WebSocket } from 'ws';

/** Bytes that may wait in one direction before the other side is held. */
const high = 1024 * 1024;
const low = 256 * 1024;

interface Flow {
  /** Sends bytes that came from `source`; the source is paused while too much waits to be sent. */
  send(bytes: Uint8Array, source?: Readable): void;
  /** Gives received bytes to `target`; the WebSocket is paused while a target has too much to write. */
  deliver(bytes: Uint8Array, target: Writable): void;
}

/** Couples the pace of a WebSocket and its streams. */
export function createFlow(socket: WebSocket): Flow {
  const held = new Set<Readable>();
  const full = new Set<Writable>();
  return {
    send: (bytes, source) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(bytes, { binary: true }, () => {
        if (socket.bufferedAmount > low) return;
        for (const readable of held) readable.resume();
        held.clear();
      });
      if (source !== undefined && socket.bufferedAmount > high) {
        source.pause();
        held.add(source);
      }
    },
    deliver: (bytes, target) => {
      if (target.destroyed || target.writableEnded) return;
      target.write(bytes);
      if (target.writableLength <= high || full.has(target)) return;
      full.add(target);
      socket.pause();
      const release = () => {
        target.off('drain', release).off('close', release);
        full.delete(target);
        if (full.size === 0 && socket.readyState === socket.OPEN) socket.resume();
      };
      target.on('drain', release).on('close', release);
    },
  };
}

/** The bytes of a WebSocket message, in whichever of its three forms it comes. */
export function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
