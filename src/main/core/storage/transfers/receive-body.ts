/** The body of an answer into a file, a mebibyte at a time. */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Answer } from '../../platform/s3/endpoint.ts';
import { localFailure } from './line.ts';
import { mebibyte } from './part-plan.ts';
import { wrongLength } from './transfer-failures.ts';
import type { FileWork } from './work.ts';

/** What is gathered before it is written; twice that is held at most. */
const piece = mebibyte;

/** An error of the disk, as opposed to one of the socket or the parser. */
class DiskError extends Error {
  readonly of: unknown;

  constructor(of: unknown) {
    super('The disk refuses', { cause: of });
    this.of = of;
  }
}

/**
 * Writes exactly the bytes `[start, end)` at their place: each block as it came from the socket, without joining them. While one
 * mebibyte is being written the next is gathered.
 * @returns their CRC-32, which costs less than a tenth of an MD5 (and less than reading them again) and so is always computed
 * @throws Failure `unreachable` with `transfer-length` when the server sent another number; what the network or the disk throws.
 */
export async function receiveInto(
  work: FileWork,
  answer: S3Answer,
  to: {
    readonly handle: FileHandle;
    readonly name: string;
    readonly start: number;
    readonly end: number;
  },
  come: (bytes: number) => void,
): Promise<number> {
  const { disk } = work;
  // Of a body that comes in chunks of HTTP several blocks may lie in one buffer of the socket.
  const alone =
    answer.headers['content-length'] !== undefined && answer.headers['transfer-encoding'] === undefined;
  let held: Buffer[] = [];
  let size = 0;
  let at = to.start;
  let writing: Promise<void> | undefined;
  const writeOut = async () => {
    const [buffers, place] = [held, at];
    at += size;
    held = [];
    size = 0;
    try {
      await disk.write(to.handle, buffers, place);
      if (alone) for (const one of buffers) letGo(one);
    } catch (error) {
      throw new DiskError(error);
    }
  };
  const crc = await receive(work, answer, { ...to, size: to.end - to.start }, come, (chunk) => {
    held.push(chunk);
    size += chunk.length;
    if (size < piece) return undefined;
    const before = writing;
    writing = writeOut();
    // Told by the next wait; it must not be unheard until then.
    writing.catch(() => {});
    return before;
  }).catch(async (error: unknown) => {
    await writing?.catch(() => {});
    throw error instanceof DiskError ? error.of : error;
  });
  try {
    await writing;
    if (size > 0) await writeOut();
  } catch (error) {
    throw error instanceof DiskError ? error.of : error;
  }
  return crc;
}

/** Smaller ones may lie in the pool that buffers share. */
const ofItsOwn = 16 * 1024;

/**
 * Gives the memory of a block back now. Waiting for the collector costs more than all the rest: a block that is held while it is written
 * grows old, and thousands of them a second bring one full collection after the other.
 */
function letGo({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= ofItsOwn) buffer.transfer(0);
}

/** A small body in one buffer of its own, with its CRC-32. @throws as receiveInto */
export async function receiveSmall(
  work: FileWork,
  answer: S3Answer,
  of: { readonly name: string; readonly size: number },
  come: (bytes: number) => void,
): Promise<{ bytes: Uint8Array; crc: number }> {
  const bytes = new Uint8Array(of.size);
  let at = 0;
  const crc = await receive(work, answer, of, come, (chunk) => {
    bytes.set(chunk, at);
    at += chunk.length;
    return undefined;
  });
  return { bytes, crc };
}

/** Takes the blocks as they come; while `take` or the speed limit waits, no more is read than the socket holds. */
async function receive(
  work: FileWork,
  answer: S3Answer,
  of: { readonly name: string; readonly size: number },
  come: (bytes: number) => void,
  take: (chunk: Buffer) => Promise<void> | undefined,
): Promise<number> {
  const { line, endpoint, signal } = work;
  const told = answer.headers['content-length'];
  if (told !== undefined && Number(told) !== of.size) throw wrongLength(of.name, endpoint.host);
  const { body } = answer;
  let got = 0;
  let crc = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const onData = (chunk: Buffer) => {
        got += chunk.length;
        if (got > of.size) {
          body.off('data', onData);
          reject(wrongLength(of.name, endpoint.host));
          return;
        }
        crc = crc32(chunk, crc);
        come(chunk.length);
        work.progress(chunk.length);
        line.gate.passed(chunk.length);
        const waits = [line.limiter.take(chunk.length, signal), take(chunk)].filter(
          (one) => one !== undefined,
        );
        if (waits.length === 0) return;
        body.pause();
        Promise.all(waits).then(() => body.resume(), reject);
      };
      body.on('data', onData);
      body.on('end', resolve);
      body.on('error', reject);
      body.on('close', () => {
        // After an end or an error this changes nothing.
        reject(new Error('The connection was closed'));
      });
    });
  } catch (error) {
    if (isFailure(error) || error instanceof DiskError) throw error;
    if (signal.aborted) throw localFailure(signal.reason);
    throw await line.network.explain(error, endpoint.profile.endpoint);
  }
  if (got !== of.size) throw wrongLength(of.name, endpoint.host);
  return crc;
}
