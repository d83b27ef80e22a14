/** Asks for the pages of a list one after the other, the next while the last is still read, and asks again for what broke. */
import { setTimeout as pause } from 'node:timers/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Answer, S3Endpoint } from './endpoint.ts';
import { readBody } from './list-body.ts';
import { listFailure } from './list-failures.ts';
import { repeats } from './list-faults.ts';
import { CycleGuard } from './list-guard.ts';
import { PagePeek, type Cursor } from './list-peek.ts';

export interface ListRequest {
  readonly bucket: string;
  readonly prefix: string;
  /** Everything below, instead of one level. */
  readonly recursive: boolean;
  /** All versions and delete markers. */
  readonly versions: boolean;
  /** Ask for the owner of each object; pages become larger by a third. */
  readonly owner?: boolean | undefined;
  /** Only keys that come after this one. */
  readonly startAfter?: string | undefined;
  /** Rows of a page; 1,000 unless given. */
  readonly pageRows?: number | undefined;
  /** Nothing answers as far as is known: the first page is asked once, without the pauses in which a server may come back. */
  readonly offline?: boolean | undefined;
}

/** Where the bytes of pages go. */
export interface PageSink {
  /** A page begins; also one that broke and is asked anew: what came of it is to be forgotten. */
  begin(): void;
  /** The next bytes, whose memory may be moved away; they are waited for, so that the sink sets the pace. */
  push(chunk: Uint8Array<ArrayBuffer>): Promise<void> | void;
  /** The page is there in full. True: no more are needed. @throws Failure, which ends the list */
  end(): Promise<boolean> | boolean;
}

/** How often a page is asked again, and after how many milliseconds first; each time twice as long. */
const tries = 5;
const firstPause = 150;
const longestPause = 10_000;

/**
 * Reads a list to its end. What a server answers by 429, 500 or 503, and what breaks in the middle, is asked again with growing pauses.
 * @throws Failure; `unreachable` with `storage-repeats` when tokens come again, `cancelled` by the signal
 */
export async function readPages(
  endpoint: S3Endpoint,
  request: ListRequest,
  sink: PageSink,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  let cursor: Cursor | undefined;
  let ahead: Promise<S3Answer> | undefined;
  const seen = new CycleGuard();

  async function readPage(): Promise<Cursor | undefined> {
    const peek = new PagePeek(request.versions);
    sink.begin();
    let next: { answer: Promise<S3Answer> } | undefined;
    try {
      const answer = await (ahead ?? ask(endpoint, request, cursor, stop));
      ahead = undefined;
      try {
        await readBody(answer.body, (chunk) => {
          peek.push(chunk);
          if (!next && peek.early) {
            next = { answer: ask(endpoint, request, peek.early, stop) };
            // It may break before anybody looks at it.
            next.answer.catch(() => {});
          }
          return sink.push(chunk);
        });
      } catch (error) {
        throw broken(error, endpoint, signal);
      }
      const end = peek.end();
      ahead = next?.answer;
      return end;
    } catch (error) {
      ahead = undefined;
      if (next) void discard(next.answer);
      throw error;
    }
  }

  try {
    for (;;) {
      const next = await again(readPage, endpoint.host, stop, request.offline === true && !cursor);
      if ((await sink.end()) || !next) return;
      if (seen.comesAgain(JSON.stringify(next))) throw repeats();
      cursor = next;
    }
  } catch (error) {
    if (signal.aborted) throw failure('cancelled', 'Cancelled');
    throw listFailure(error, endpoint.host);
  } finally {
    over.abort();
    if (ahead) void discard(ahead);
  }
}

function ask(
  endpoint: S3Endpoint,
  request: ListRequest,
  cursor: Cursor | undefined,
  signal: AbortSignal,
): Promise<S3Answer> {
  const { bucket, prefix, recursive, versions, owner, startAfter, pageRows = 1000 } = request;
  return endpoint.send({
    method: 'GET',
    bucket,
    signal,
    query: {
      ...(versions
        ? { versions: '', 'key-marker': startAfter }
        : { 'list-type': '2', 'start-after': startAfter, ...(owner && { 'fetch-owner': 'true' }) }),
      'encoding-type': 'url',
      'max-keys': String(pageRows),
      prefix,
      ...(!recursive && { delimiter: '/' }),
      ...cursor,
    },
  });
}

/** Runs work again while what went wrong may pass. */
async function again<T>(
  work: () => Promise<T>,
  host: string,
  signal: AbortSignal,
  offline: boolean,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (thrown) {
      const error = listFailure(thrown, host);
      const isNoSurprise = offline && isFailure(error) && error.code === 'unreachable';
      if (tried >= tries || isNoSurprise || signal.aborted || !mayPass(error)) throw error;
      const asked = isFailure(error) ? (error.data.retryAfter ?? 0) * 1000 : 0;
      const wait = Math.max(asked, firstPause * 2 ** (tried - 1) * (0.75 + Math.random() / 2));
      if (wait > longestPause) throw error;
      await pause(wait, undefined, { signal });
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!isFailure(error)) return false;
  if (error.code === 'busy') return true;
  return (
    error.code === 'unreachable' &&
    error.data.reason !== 'storage-not-s3' &&
    error.data.reason !== 'storage-repeats' &&
    error.data.reason !== 'storage-clock'
  );
}

/** What broke while the body came: the connection alone. */
function broken(error: unknown, endpoint: S3Endpoint, signal: AbortSignal): unknown {
  if (isFailure(error) || (error instanceof Error && error.name === 'ListFault')) return error;
  if (signal.aborted) return failure('cancelled', 'Cancelled');
  const isOfConnection =
    error instanceof Error &&
    (error.name === 'AbortError' ||
      ('code' in error && /^(UND_ERR|E[A-Z]+|HPE_)/.test(String(error.code))) ||
      /terminated|aborted|closed/.test(error.message));
  if (!isOfConnection) return error;
  return failure('unreachable', 'The connection broke in the middle of a list', {
    reason: 'connection-lost',
    values: { host: endpoint.host },
    words: error.message,
  });
}

async function discard(answer: Promise<S3Answer>): Promise<void> {
  const come = await answer.catch(() => undefined);
  come?.drop();
}
