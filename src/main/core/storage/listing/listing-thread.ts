/** The core's end of the listing thread: starts it when something is listed, ends it when nothing was for a while. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Arrangement } from '../../../../shared/contract/storage/listing.ts';
import { ownsItsMemory } from '../../platform/s3/list-body.ts';
import { listFailure } from '../../platform/s3/list-failures.ts';
import { ListFault } from '../../platform/s3/list-faults.ts';
import type { PageSink } from '../../platform/s3/list-pages.ts';
import type { TableCounts } from './listed-table.ts';
import type { Fault } from './thread-listing.ts';
import { blockBytes, closed, type Asks, type FromThread, type ToThread } from './listing-messages.ts';

/** A listing whose rows lie in the thread. */
export interface RemoteListing {
  /** Where the bytes of its pages go; `push` waits while the thread has enough. */
  readonly sink: PageSink;
  /** All pages came. */
  finish(): void;
  /** Shows kept rows no more. */
  forget(): void;
  ask<What extends keyof Asks>(what: What, ask: Asks[What]['ask']): Promise<Asks[What]['answer']>;
  close(): void;
}

export interface RemoteEvents {
  counts(counts: TableCounts, isSettled: boolean, isKept: boolean): void;
  /** The thread cannot go on with it. */
  broken(error: Failure): void;
}

export interface ListingThread {
  open(host: string, prefix: string, arrangement: Arrangement, events: RemoteEvents): RemoteListing;
  close(): Promise<void>;
}

/** Bytes that are on their way to the thread or wait there, a listing: about two pages. */
const mostFlying = 512 * 1024;
/** Bytes of a chunk whose memory is moved to the thread; smaller ones are copied into blocks. */
const worthMoving = 32 * 1024;
/** Milliseconds without a listing after which the thread ends and gives its memory back. */
const idleTime = 60_000;

/** A listing as messages of the thread find it. */
interface Opened {
  readonly host: string;
  readonly events: RemoteEvents;
  /** Memory was read; blocks of ours come back. */
  takeBack(bytes: number, block: ArrayBuffer | undefined): void;
  /** Who waits for room looks again. */
  wake(): void;
}

/** Makes it; nothing runs before the first listing. */
export function createListingThread(): ListingThread {
  const open = new Map<number, Opened>();
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
      const broken = [...open.values()];
      open.clear();
      for (const one of broken) {
        one.events.broken(known);
        one.wake();
      }
    };
    started.on('error', end);
    started.on('exit', () => end());
    worker = started;
    return started;
  }

  function hear(message: FromThread): void {
    switch (message.kind) {
      case 'read':
        open.get(message.id)?.takeBack(message.bytes, message.block);
        return;
      case 'counts':
        open.get(message.id)?.events.counts(message.counts, message.isSettled, message.isKept);
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
      let flying = 0;
      let wake = () => {};
      open.set(id, {
        host,
        events,
        takeBack(bytes, block) {
          flying -= bytes;
          if (block) free.push(block);
          if (flying < mostFlying) wake();
        },
        wake: () => wake(),
      });
      post({ kind: 'open', id, prefix, arrangement });
      let block: Uint8Array<ArrayBuffer> | undefined;
      let filled = 0;

      function move(memory: ArrayBuffer, length: number): void {
        flying += memory.byteLength;
        post({ kind: 'bytes', id, block: memory, length }, [memory]);
      }

      function send(): void {
        if (!block || filled === 0) return;
        move(block.buffer, filled);
        block = undefined;
        filled = 0;
      }

      function copy(chunk: Uint8Array): void {
        for (let from = 0; from < chunk.length;) {
          block ??= new Uint8Array(free.pop() ?? new ArrayBuffer(blockBytes));
          const part = chunk.subarray(from, from + block.length - filled);
          block.set(part, filled);
          filled += part.length;
          from += part.length;
          if (filled === block.length) send();
        }
      }

      async function room(): Promise<void> {
        while (flying >= mostFlying && open.has(id)) await new Promise<void>((resolve) => (wake = resolve));
      }

      const close = () => {
        closeOne(id);
        wake();
      };
      return {
        sink: {
          begin() {
            filled = 0;
            post({ kind: 'begin', id });
          },
          push(chunk) {
            if (chunk.length >= worthMoving && ownsItsMemory(chunk)) {
              send();
              move(chunk.buffer, chunk.length);
            } else copy(chunk);
            return flying < mostFlying ? undefined : room();
          },
          end() {
            send();
            post({ kind: 'end', id });
            return false;
          },
        },
        finish: () => post({ kind: 'finish', id }),
        forget: () => post({ kind: 'forget', id }),
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
