/** A model's file, read at offsets; nothing is asked for that the file's size does not bear out. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { isFailure } from '../../../shared/contract/errors.ts';
import { cutShort, notModel, unreadable } from './failures.ts';

export interface ModelFile {
  /** Without its folder, for messages. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Fills the target from a byte offset. @throws Failure `fasttext-cut`, `fasttext-unreadable` */
  fill(target: Uint8Array, at: number): void;
  /** Bytes of its own. @throws Failure as `fill`, before anything is allocated. */
  read(at: number, length: number): Buffer;
  /** Little-endian floats. @throws Failure as `read` */
  readFloats(at: number, count: number): Float32Array;
  /** @throws Failure `fasttext-cut` when the bytes `[at, at + length)` are not all there. */
  expect(at: number, length: number): void;
  close(): void;
}

/** Opens a file; its calls block the thread. @throws Failure `fasttext-missing`, `fasttext-unreadable`, `fasttext-not-a-model` */
export function openModelFile(file: string): ModelFile {
  const name = path.basename(file);
  const descriptor = openRegular(file, name);
  const { size } = fstatSync(descriptor);

  const expect = (at: number, length: number) => {
    if (at + length > size) throw cutShort(name, size, at + length);
  };
  const fill = (target: Uint8Array, at: number) => {
    for (let done = 0; done < target.length;) {
      const count = attempt(name, () => readSync(descriptor, target, done, target.length - done, at + done));
      // The file can become shorter while it is open.
      if (count === 0) throw cutShort(name, at + done, at + target.length);
      done += count;
    }
  };
  return {
    name,
    size,
    expect,
    fill,
    read(at, length) {
      expect(at, length);
      const bytes = Buffer.alloc(length);
      fill(bytes, at);
      return bytes;
    },
    readFloats(at, count) {
      expect(at, 4 * count);
      const floats = new Float32Array(count);
      fill(new Uint8Array(floats.buffer), at);
      return floats;
    },
    close: () => closeSync(descriptor),
  };
}

/** A pipe would wait for a writer for ever: only regular files are opened. */
function openRegular(file: string, name: string): number {
  return attempt(name, () => {
    if (!statSync(file).isFile()) throw notModel(name);
    return openSync(file, 'r');
  });
}

function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isFailure(error) ? error : unreadable(name, error);
  }
}
