/** The body of an answer into a file, a mebibyte at a time. */
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Answer } from '../../platform/s3/endpoint.ts';
import { mebibyte } from './part-plan.ts';
import { wrongLength } from './transfer-failures.ts';
import type { FileWork } from './work.ts';

/**
 * Writes exactly the bytes `[start, end)` at their place.
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
    readonly hash?: Hash | undefined;
  },
  come: (bytes: number) => void,
): Promise<void> {
  const { line, endpoint, signal, disk } = work;
  const wanted = to.end - to.start;
  const told = answer.headers['content-length'];
  if (told !== undefined && Number(told) !== wanted) throw wrongLength(to.name, endpoint.host);
  let held: Buffer[] = [];
  let size = 0;
  let at = to.start;
  const writeOut = async () => {
    if (size === 0) return;
    const [buffers, bytes] = [held, size];
    held = [];
    size = 0;
    await disk.write(to.handle, buffers, at);
    at += bytes;
  };
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      const late = line.limiter.take(chunk.length, signal);
      if (late) await late;
      if (at + size + chunk.length > to.end) throw wrongLength(to.name, endpoint.host);
      to.hash?.update(chunk);
      held.push(chunk);
      size += chunk.length;
      come(chunk.length);
      work.progress(chunk.length);
      line.gate.passed(chunk.length);
      if (size >= mebibyte) await writeOut();
    }
  } catch (error) {
    // An error of the socket or the parser, not one of the disk.
    if (!isFailure(error) && !isOfDisk(error))
      throw await work.line.network.explain(error, endpoint.profile.endpoint);
    throw error;
  }
  await writeOut();
  if (at !== to.end) throw wrongLength(to.name, endpoint.host);
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error &&
    'syscall' in error &&
    /^(write|writev|open|fsync|fdatasync)$/.test(String(error.syscall))
  );
}
