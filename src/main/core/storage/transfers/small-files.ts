/** Small files onto the disk of this laptop: those that come at about the same time are written and synced together. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export interface SmallFile {
  /** Name until it is whole. */
  readonly part: string;
  readonly target: string;
  /** What may lie at the target is replaced, unless it is a folder. */
  readonly replace: boolean;
  /** With a buffer of its own: it is copied as a whole into the thread. */
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly modified: number;
}

export interface SmallFileRequest {
  readonly files: readonly SmallFile[];
}

export interface SmallFileAnswer {
  readonly failed: readonly ({ readonly code: string | undefined; readonly message: string } | undefined)[];
}

export interface SmallFiles {
  /** Resolves when the bytes and the name are on disk. @throws Error with the code of Node; `EEXIST` where the name is taken */
  save(file: SmallFile): Promise<void>;
  close(): Promise<void>;
}

/** Open at once in the thread. */
const most = 256;

interface Waiting {
  readonly file: SmallFile;
  resolve(): void;
  reject(error: Error): void;
}

/** The thread starts with the first file. */
export function createSmallFiles(): SmallFiles {
  let worker: Worker | undefined;
  let waiting: Waiting[] = [];
  let under: Waiting[] = [];

  function start(): Worker {
    const started = new Worker(
      new URL(`small-files-worker${path.extname(import.meta.url)}`, import.meta.url),
    );
    started.unref();
    started.on('message', ({ failed }: SmallFileAnswer) => {
      const answered = under;
      under = [];
      for (const [at, one] of answered.entries()) {
        const problem = failed[at];
        if (problem) one.reject(Object.assign(new Error(problem.message), { code: problem.code }));
        else one.resolve();
      }
      next();
    });
    const ended = (error?: Error) => {
      if (worker === started) worker = undefined;
      const lost = [...under, ...waiting];
      under = [];
      waiting = [];
      for (const one of lost) one.reject(error ?? new Error('Writing was ended'));
    };
    started.on('error', ended);
    started.on('exit', () => ended());
    return started;
  }

  function next(): void {
    if (under.length > 0 || waiting.length === 0) return;
    under = waiting.splice(0, most);
    worker ??= start();
    worker.postMessage({ files: under.map(({ file }) => file) } satisfies SmallFileRequest);
  }

  return {
    save: (file) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ file, resolve, reject });
        next();
      }),
    async close() {
      await worker?.terminate();
    },
  };
}
