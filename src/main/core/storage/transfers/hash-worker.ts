/** The thread that computes checksums of pieces of files, so that the core's loop never does. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import type { HashAnswer, HashRequest } from './hashing.ts';

/** Small enough to be still in the processor's cache when its sum is computed. */
const buffer = Buffer.allocUnsafe(256 * 1024);
const open = new Map<number, Hash>();

function feed(update: (bytes: Buffer) => void, { file, start, end }: HashRequest): void {
  const descriptor = openSync(file, 'r');
  try {
    for (let at = start; at < end;) {
      const got = readSync(descriptor, buffer, 0, Math.min(buffer.length, end - at), at);
      if (got === 0) throw new Error('The file ended early');
      update(got === buffer.length ? buffer : buffer.subarray(0, got));
      at += got;
    }
  } finally {
    closeSync(descriptor);
  }
}

function crcOf(request: HashRequest): number {
  let crc = 0;
  feed((bytes) => {
    crc = crc32(bytes, crc);
  }, request);
  return crc;
}

function md5Of(request: HashRequest): string | undefined {
  const hash = open.get(request.chain) ?? createHash('md5');
  if (!request.drop) feed((bytes) => hash.update(bytes), request);
  if (request.last || request.drop) open.delete(request.chain);
  else open.set(request.chain, hash);
  return request.last ? hash.digest('hex') : undefined;
}

parentPort?.on('message', (request: HashRequest) => {
  let answer: HashAnswer;
  try {
    const { id } = request;
    answer = request.crc ? { id, crc: crcOf(request) } : { id, digest: md5Of(request) };
  } catch (error) {
    open.delete(request.chain);
    answer = { id: request.id, failed: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
