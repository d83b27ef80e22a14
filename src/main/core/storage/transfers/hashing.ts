/** Checksums of pieces of files, computed in a few threads. */
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export interface HashRequest {
  readonly id: number;
  /** Pieces of one chain are hashed as if they were one. */
  readonly chain: number;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** The chain ends here: its digest is wanted. */
  readonly last: boolean;
  /** The chain is given up. */
  readonly drop?: boolean;
  /** CRC-32 of this piece alone, instead of MD5. */
  readonly crc?: boolean;
}

export interface HashAnswer {
  readonly id: number;
  readonly digest?: string | undefined;
  readonly crc?: number;
  readonly failed?: string;
}

export interface HashChain {
  /** Adds bytes `[start, end)` of the file. @throws Error when they cannot be read. */
  add(start: number, end: number): Promise<void>;
  /** Adds the last bytes; the MD5 of all in hexadecimal. */
  end(start: number, end: number): Promise<string>;
  drop(): void;
}

export interface Hashing {
  /** MD5 of bytes `[start, end)` of a file, in hexadecimal. @throws Error when they cannot be read. */
  md5(file: string, start: number, end: number): Promise<string>;
  /** CRC-32 of bytes `[start, end)` of a file. @throws Error when they cannot be read. */
  crc32(file: string, start: number, end: number): Promise<number>;
  /** An MD5 over pieces that come one after the other. */
  chain(file: string): HashChain;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, { resolve(answer: HashAnswer): void; reject(error: Error): void }>;
}

/** Threads start when they are first needed. */
export function createHashing(most = Math.max(1, Math.min(4, os.availableParallelism()))): Hashing {
  const threads: Thread[] = [];
  let nextId = 0;
  let nextChain = 0;

  function start(): Thread {
    const worker = new Worker(new URL(`hash-worker${path.extname(import.meta.url)}`, import.meta.url));
    const thread: Thread = { worker, waiting: new Map() };
    worker.unref();
    worker.on('message', (answer: HashAnswer) => {
      const call = thread.waiting.get(answer.id);
      thread.waiting.delete(answer.id);
      if (answer.failed === undefined) call?.resolve(answer);
      else call?.reject(new Error(answer.failed));
    });
    const ended = (error?: Error) => {
      const at = threads.indexOf(thread);
      if (at >= 0) threads.splice(at, 1);
      for (const call of thread.waiting.values()) call.reject(error ?? new Error('Hashing was ended'));
      thread.waiting.clear();
    };
    worker.on('error', ended);
    worker.on('exit', () => ended());
    threads.push(thread);
    return thread;
  }

  /** The least busy one. */
  function pick(): Thread {
    const idle = threads.toSorted((a, b) => a.waiting.size - b.waiting.size)[0];
    return idle && (idle.waiting.size === 0 || threads.length >= most) ? idle : start();
  }

  function ask(thread: Thread, request: Omit<HashRequest, 'id'>): Promise<HashAnswer> {
    const id = nextId++;
    return new Promise((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject });
      thread.worker.postMessage({ ...request, id } satisfies HashRequest);
    });
  }

  return {
    md5: async (file, from, end) =>
      (await ask(pick(), { chain: nextChain++, file, start: from, end, last: true })).digest ?? '',
    async crc32(file, from, end) {
      const { crc } = await ask(pick(), { chain: -1, file, start: from, end, last: true, crc: true });
      if (crc === undefined) throw new Error('No checksum');
      return crc;
    },
    chain(file) {
      const chain = nextChain++;
      const thread = pick();
      return {
        add: async (from, end) => void (await ask(thread, { chain, file, start: from, end, last: false })),
        end: async (from, end) =>
          (await ask(thread, { chain, file, start: from, end, last: true })).digest ?? '',
        drop: () =>
          void ask(thread, { chain, file, start: 0, end: 0, last: false, drop: true }).catch(() => {}),
      };
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
