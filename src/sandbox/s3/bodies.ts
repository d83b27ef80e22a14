import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { Payload } from './authenticate.ts';
import { receiveFile } from './body.ts';
import type { Headers, Received } from './body.ts';
import type { Part } from './model.ts';

interface Slice {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Waits until a stream takes more; throws when it closed instead. */
const drained = (target: Writable): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => (): void => {
      target.off('drain', drain);
      target.off('close', close);
      outcome();
    };
    const drain = settle(resolve);
    const close = settle(() => reject(new Error('the reader went away')));
    target.once('drain', drain);
    target.once('close', close);
  });

/**
 * The bytes of objects: files named by a random identifier below a folder. A file is written aside and moved in when
 * it is whole; one that is still being read is removed when its last reader is done.
 */
export class Bodies {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #readers = new Map<string, number>();
  readonly #doomed = new Set<string>();

  constructor(folder: string) {
    this.#folder = join(folder, 'bodies');
    this.#incoming = join(folder, 'incoming');
  }

  /** Makes the folders and throws away what an interrupted run left half written. */
  async open(): Promise<void> {
    await rm(this.#incoming, { recursive: true, force: true });
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (let index = 0; index < 256; index++)
      await mkdir(join(this.#folder, index.toString(16).padStart(2, '0')), { recursive: true });
  }

  #path(file: string): string {
    return join(this.#folder, file.slice(0, 2), file);
  }

  /** Receives a body into a file of its own; `part` is undefined when it was empty. Throws as `receiveFile`. */
  async receive(
    source: AsyncIterable<Buffer>,
    headers: Headers,
    payload: Payload,
  ): Promise<Received & { readonly part: Part | undefined }> {
    const file = randomUUID();
    const incoming = join(this.#incoming, file);
    try {
      const received = await receiveFile(source, headers, payload, incoming);
      if (received.size === 0) return { ...received, part: undefined };
      await rename(incoming, this.#path(file));
      return { ...received, part: { file, size: received.size } };
    } finally {
      await rm(incoming, { force: true });
    }
  }

  /** Keeps bytes that are in memory. */
  keep(bytes: Uint8Array): Promise<Received & { readonly part: Part | undefined }> {
    const source = (async function* () {
      yield Buffer.from(bytes);
    })();
    return this.receive(source, { 'content-length': String(bytes.byteLength) }, { kind: 'unsigned' });
  }

  /** All bytes of the parts, in memory. */
  read(parts: readonly Part[]): Promise<Buffer> {
    return this.#holding(parts, async () =>
      Buffer.concat(await Promise.all(parts.map(({ file }) => readFile(this.#path(file))))),
    );
  }

  /** Gives bytes that exist already a second name, without copying them where the disk can. */
  async duplicate(parts: readonly Part[]): Promise<Part[]> {
    const copies: Part[] = [];
    for (const part of parts) {
      const file = randomUUID();
      await link(this.#path(part.file), this.#path(file)).catch(() =>
        copyFile(this.#path(part.file), this.#path(file)),
      );
      copies.push({ file, size: part.size });
    }
    return copies;
  }

  /** Removes files that nothing refers to any more, now or when they have been read. */
  async discard(parts: readonly { readonly file: string }[]): Promise<void> {
    for (const { file } of parts) {
      if (this.#readers.has(file)) this.#doomed.add(file);
      else await rm(this.#path(file), { force: true });
    }
  }

  #slices(parts: readonly Part[], start: number, end: number): Slice[] {
    let offset = 0;
    return parts.flatMap((part) => {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, part.size);
      offset += part.size;
      return from < to ? [{ path: this.#path(part.file), start: from, end: to - 1 }] : [];
    });
  }

  /** Keeps the files in place while `work` reads them. */
  async #holding<Result>(parts: readonly Part[], work: () => Promise<Result>): Promise<Result> {
    for (const { file } of parts) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const { file } of parts) {
        const left = (this.#readers.get(file) ?? 1) - 1;
        if (left > 0) this.#readers.set(file, left);
        else {
          this.#readers.delete(file);
          if (this.#doomed.delete(file)) await rm(this.#path(file), { force: true });
        }
      }
    }
  }

  /** Writes the bytes from `start` up to `end` (not included) to a stream, at the stream's pace; does not end it. */
  async send(parts: readonly Part[], start: number, end: number, target: Writable): Promise<void> {
    await this.#holding(parts, async () => {
      for (const { path, ...range } of this.#slices(parts, start, end))
        for await (const bytes of createReadStream(path, { ...range, highWaterMark: 1 << 20 })) {
          if (target.destroyed) throw new Error('the reader went away');
          if (!target.write(bytes)) await drained(target);
        }
    });
  }

  /** The same bytes as a new file. */
  async excerpt(parts: readonly Part[], start: number, end: number): ReturnType<Bodies['receive']> {
    const slices = this.#slices(parts, start, end);
    const bytes = async function* (): AsyncGenerator<Buffer> {
      for (const { path, ...range } of slices)
        yield* createReadStream(path, { ...range, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
    };
    return this.#holding(parts, () => this.receive(bytes(), {}, { kind: 'unsigned' }));
  }
}
