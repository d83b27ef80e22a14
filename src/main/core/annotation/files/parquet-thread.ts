/** The core's end of the Parquet thread: starts it when there is something to do, ends it when there was nothing for a while. */
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Failure, failure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { GroupPlace, ReadRecords } from './decode-part.ts';
import type { PartKind, WrittenRecords } from './encode-part.ts';
import { recordsAtOnce, type FromThread, type ToThread } from './parquet-messages.ts';
import type { PartFacts } from './shape.ts';
import type { SparseFile } from './sparse-file.ts';

export interface ParquetThread {
  /** @param groups rows of each row group; empty: one for all */
  encode<Kind extends PartKind>(
    part: Kind,
    records: readonly WrittenRecords[Kind][],
    facts: PartFacts,
    groups?: readonly number[],
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** Where the row groups of items lie. @throws Failure as `decode` */
  groups(file: SparseFile): Promise<readonly GroupPlace[]>;
  /** @throws Failure `part-damaged`, `part-foreign`, `part-newer` */
  decode<Kind extends PartKind>(
    part: Kind,
    file: SparseFile,
    only?: { readonly groups: readonly number[]; readonly batches: readonly string[] | undefined },
  ): Promise<{ readonly records: readonly ReadRecords[Kind][]; readonly problem: Failure | undefined }>;
  close(): Promise<void>;
}

/** Milliseconds without work after which the thread ends and gives its memory back. */
const idleTime = 60_000;

interface Call {
  readonly records: unknown[];
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type Message = ToThread extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never;

/** Makes it; nothing runs before the first call. */
export function createParquetThread(): ParquetThread {
  const calls = new Map<number, Call>();
  let worker: Worker | undefined;
  let nextId = 1;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    clearTimeout(idle);
    if (worker) return worker;
    const started = new Worker(new URL(`parquet-worker${path.extname(import.meta.url)}`, import.meta.url));
    started.unref();
    started.on('message', hear);
    const end = (error?: Error) => {
      if (worker !== started) return;
      worker = undefined;
      const known = failure('internal', `The Parquet thread ended: ${error?.message ?? 'without a word'}`);
      for (const call of calls.values()) call.reject(known);
      calls.clear();
    };
    started.on('error', end);
    started.on('exit', () => end());
    worker = started;
    return started;
  }

  function hear(message: FromThread): void {
    const call = calls.get(message.id);
    if (message.kind === 'records') {
      for (const record of message.records) call?.records.push(record);
      worker?.postMessage({ id: message.id, kind: 'more' } satisfies ToThread);
      return;
    }
    calls.delete(message.id);
    if (message.kind === 'done') call?.resolve(message.value);
    else call?.reject(new Failure(message.data));
    if (calls.size > 0) return;
    idle = setTimeout(() => void stop(), idleTime);
    idle.unref();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    for (const call of calls.values()) call.reject(failure('cancelled', 'Cancelled'));
    calls.clear();
    await ended?.terminate();
  }

  /** Registers a call under a new id; `post` sends its messages. */
  function open(): { records: unknown[]; post: (message: Message) => void; answer: Promise<unknown> } {
    const running = start();
    const id = nextId++;
    const records: unknown[] = [];
    const answer = new Promise<unknown>((resolve, reject) => {
      calls.set(id, { records, resolve, reject });
    });
    // Who breaks off before the end never looks at it.
    answer.catch(() => {});
    return { records, answer, post: (message) => running.postMessage({ ...message, id }) };
  }

  return {
    async encode(part, records, facts, groups = [], signal) {
      const { post, answer } = open();
      post({ kind: 'encode', part, facts });
      for (let from = 0; from < records.length; from += recordsAtOnce) {
        if (signal?.aborted) {
          post({ kind: 'drop' });
          throw failure('cancelled', 'Cancelled');
        }
        post({ kind: 'records', records: records.slice(from, from + recordsAtOnce) });
        await nextTurn();
      }
      post({ kind: 'finish', groups });
      return new Uint8Array((await answer) as ArrayBuffer);
    },
    async groups(file) {
      const { post, answer } = open();
      post({ kind: 'groups', file });
      return (await answer) as readonly GroupPlace[];
    },
    async decode<Kind extends PartKind>(
      part: Kind,
      file: SparseFile,
      only?: Parameters<ParquetThread['decode']>[2],
    ) {
      const { post, answer, records } = open();
      post({ kind: 'decode', part, file, groups: only?.groups, batches: only?.batches });
      const problem = (await answer) as FailureData | undefined;
      return { records: records as ReadRecords[Kind][], problem: problem && new Failure(problem) };
    },
    close: stop,
  };
}
