/** The core's end of the listing thread: starts it when something is listed, ends it when nothing was for a while. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Arrangement } from '../../../../shared/contract/storage/listing.ts';
import { listFailure } from '../../platform/s3/list-failures.ts';
import { ListFault } from '../../platform/s3/list-faults.ts';
import type { PageSink } from '../../platform/s3/list-pages.ts';
import type { TableCounts } from './listed-table.ts';
import type { Fault } from './thread-listing.ts';
import {
  blockBytes,
  closed,
  type Asks,
  type FromThread,
  type KeptRow,
  type ToThread,
} from './listing-messages.ts';

/** A listing whose rows lie in the thread. */
export interface RemoteListing {
  /** Where the bytes of its pages go; `push` waits while the thread has enough. */
  readonly sink: PageSink;
  /** All pages came. */
  finish(): void;
  /** Shows kept rows. */
  keep(rows: readonly KeptRow[]): void;
  ask<What extends keyof Asks>(what: What, ask: Asks[What]['ask']): Promise<Asks[What]['answer']>;
  close(): void;
}

export interface RemoteEvents {
  counts(counts: TableCounts, isSettled: boolean): void;
  /** The thread cannot go on with it. */
  broken(error: Failure): void;
}

export interface ListingThread {
  open(host: string, prefix: string, arrangement: Arrangement, events: RemoteEvents): RemoteListing;
  close(): Promise<void>;
}

/** Blocks that are on their way to the thread or come back from it, a listing: about two pages. */
const blocksEach = 6;
/** Milliseconds without a listing after which the thread ends and gives its memory back. */
const idleTime = 60_000;

/** Makes it; nothing runs before the first listing. */
export function createListingThread(): ListingThread {
  const open = new Map<number, { host: string; events: RemoteEvents; takeBack(block: ArrayBuffer): void }>();
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let next = 1;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    clearTimeout(idle);
    if (worker) return worker;
    const started = new Worker(new URL(`listing-worker${path.extname(import.meta.url)}`, import.meta.url), {
      // What it makes for a moment is little: rows lie outside of its heap.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    started.unref();
    started.on('message', hear);
    const end = (error?: Error) => {
      if (worker !== started) return;
      worker = undefined;
      const known = failure('internal', `The listing thread ended: ${error?.message ?? 'without a word'}`);
      for (const one of asked.values()) one.reject(known);
      asked.clear();
      for (const { events } of open.values()) events.broken(known);
      open.clear();
    };
    started.on('error', end);
    started.on('exit', () => end());
    worker = started;
    return started;
  }

  function hear(message: FromThread): void {
    switch (message.kind) {
      case 'block':
        open.get(message.id)?.takeBack(message.block);
        return;
      case 'counts':
        open.get(message.id)?.events.counts(message.counts, message.isSettled);
        return;
      case 'broken': {
        const one = open.get(message.id);
        one?.events.broken(failureOf(message.fault, one.host));
        return;
      }
      case 'answer':
      case 'refused': {
        const one = asked.get(message.number);
        asked.delete(message.number);
        if (message.kind === 'answer') one?.resolve(message.value);
        else one?.reject(failureOf(message.fault));
      }
    }
  }

  function post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    worker?.postMessage(message, transfer);
  }

  function closeOne(id: number): void {
    if (!open.delete(id)) return;
    post({ kind: 'close', id });
    if (open.size > 0) return;
    idle = setTimeout(() => void stop(), idleTime);
    idle.unref();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    for (const one of asked.values()) one.reject(listingClosed());
    asked.clear();
    open.clear();
    await ended?.terminate();
  }

  return {
    open(host, prefix, arrangement, events) {
      start();
      const id = next++;
      const free: ArrayBuffer[] = [];
      let made = 0;
      let waiting: (() => void) | undefined;
      open.set(id, {
        host,
        events,
        takeBack(block) {
          free.push(block);
          waiting?.();
        },
      });
      post({ kind: 'open', id, prefix, arrangement });
      let block: Uint8Array<ArrayBuffer> | undefined;
      let filled = 0;

      async function take(): Promise<Uint8Array<ArrayBuffer>> {
        while (free.length === 0 && made === blocksEach && open.has(id))
          await new Promise<void>((resolve) => (waiting = resolve));
        const known = free.pop();
        if (!known) made += 1;
        return new Uint8Array(known ?? new ArrayBuffer(blockBytes));
      }

      function send(): void {
        if (!block) return;
        if (filled > 0) post({ kind: 'bytes', id, block: block.buffer, length: filled }, [block.buffer]);
        else free.push(block.buffer);
        block = undefined;
        filled = 0;
      }

      const close = () => {
        closeOne(id);
        waiting?.();
      };
      return {
        sink: {
          begin() {
            filled = 0;
            post({ kind: 'begin', id });
          },
          async push(chunk) {
            for (let from = 0; from < chunk.length;) {
              block ??= await take();
              const part = chunk.subarray(from, from + block.length - filled);
              block.set(part, filled);
              filled += part.length;
              from += part.length;
              if (filled === block.length) send();
            }
          },
          end() {
            send();
            post({ kind: 'end', id });
            return false;
          },
        },
        finish: () => post({ kind: 'finish', id }),
        keep: (rows) => post({ kind: 'keep', id, rows }),
        ask<What extends keyof Asks>(what: What, ask: Asks[What]['ask']) {
          if (!worker || !open.has(id)) return Promise.reject(listingClosed());
          const number = next++;
          return new Promise<Asks[What]['answer']>((resolve, reject) => {
            asked.set(number, { resolve: resolve as (value: unknown) => void, reject });
            post({ kind: 'ask', id, number, what, ask });
          });
        },
        close,
      };
    },
    close: stop,
  };
}

/** Of a question about a listing that is not open any more. */
export function listingClosed(): Failure {
  return failure('not-found', 'The listing was closed', { reason: 'listing-closed' });
}

function failureOf(fault: Fault, host = ''): Failure {
  if (fault.message === closed) return listingClosed();
  const known = fault.reason && listFailure(new ListFault(fault.reason, fault.words), host);
  return isFailure(known) ? known : failure('internal', fault.message);
}
