/** The thread that computes MD5s of pieces of files, so that the core's loop never does. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from './hashing.ts';

const buffer = Buffer.allocUnsafe(1024 * 1024);
const open = new Map<number, Hash>();

function feed(hash: Hash, { file, start, end }: HashRequest): void {
  const descriptor = openSync(file, 'r');
  try {
    for (let at = start; at < end;) {
      const got = readSync(descriptor, buffer, 0, Math.min(buffer.length, end - at), at);
      if (got === 0) throw new Error('The file ended early');
      hash.update(got === buffer.length ? buffer : buffer.subarray(0, got));
      at += got;
    }
  } finally {
    closeSync(descriptor);
  }
}

parentPort?.on('message', (request: HashRequest) => {
  let answer: HashAnswer;
  try {
    const hash = open.get(request.chain) ?? createHash('md5');
    if (!request.drop) feed(hash, request);
    if (request.last || request.drop) open.delete(request.chain);
    else open.set(request.chain, hash);
    answer = { id: request.id, ...(request.last && { digest: hash.digest('hex') }) };
  } catch (error) {
    open.delete(request.chain);
    answer = { id: request.id, failed: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
