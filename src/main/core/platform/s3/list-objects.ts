/** Whole lists of objects, for actions on many of them: any number, a page at a time, large ones by several requests at once. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from './endpoint.ts';
import { ListColumns } from './list-columns.ts';
import { PageGuard } from './list-guard.ts';
import { objectOf, type ListedObject } from './listed-object.ts';
import { readPages, type ListRequest } from './list-pages.ts';
import { rowFlags } from './list-row.ts';
import { ListScanner } from './list-scan.ts';

/** What is done with each page, whose rows are the first of the columns; the columns are good until the promise is there. */
export type OnPage = (columns: ListColumns, rows: number) => Promise<void> | void;

/**
 * Reads a list and hands over each page; `page` gives true when it has enough. The next page is on its way meanwhile.
 * @throws Failure
 */
export async function scanPages(
  endpoint: S3Endpoint,
  request: ListRequest,
  page: (columns: ListColumns, rows: number, truncated: boolean) => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const columns = new ListColumns(request.prefix);
  const scanner = new ListScanner(columns);
  const guard = new PageGuard();
  await readPages(
    endpoint,
    request,
    {
      begin: () => scanner.begin(),
      push: (chunk) => scanner.push(chunk),
      async end() {
        const { rows, truncated } = scanner.end();
        guard.check(columns, rows);
        const enough = await page(columns, rows, truncated);
        columns.clear();
        return enough;
      },
    },
    signal,
  );
}

export interface ListAll extends ListRequest {
  readonly signal?: AbortSignal | undefined;
  /** Keys come in the order of their bytes; else large lists are read by several requests at once and only each page is in order. */
  readonly inOrder?: boolean | undefined;
}

/** Pages that wait for their reader. */
const mostWaiting = 8;

/**
 * All objects of a list, folders left out, in pages of at most as many as a page of the server has.
 * @throws Failure
 */
export async function* listAll(
  endpoint: S3Endpoint,
  { signal: given, inOrder = false, ...request }: ListAll,
): AsyncGenerator<readonly ListedObject[], void, undefined> {
  const over = new AbortController();
  const signal = given ? AbortSignal.any([given, over.signal]) : over.signal;
  const waiting: ListedObject[][] = [];
  let wake = () => {};
  let makeRoom = () => {};
  let room: Promise<void> | undefined;
  let state: { done: boolean; error?: unknown } = { done: false };

  const work = (inOrder ? readOne : readWide)(
    endpoint,
    request,
    (columns, rows) => {
      const objects: ListedObject[] = [];
      for (let row = 0; row < rows; row += 1)
        if (!(columns.flags(row) & rowFlags.folder)) objects.push(objectOf(columns, row));
      if (objects.length > 0) waiting.push(objects);
      wake();
      if (waiting.length < mostWaiting || signal.aborted) return undefined;
      room ??= new Promise((resolve) => (makeRoom = resolve));
      return room;
    },
    signal,
  ).then(
    () => (state = { done: true }),
    (error: unknown) => (state = { done: true, error }),
  );
  void work.then(() => wake());

  try {
    for (;;) {
      const page = waiting.shift();
      if (waiting.length < mostWaiting && room) {
        room = undefined;
        makeRoom();
      }
      if (page) {
        yield page;
        continue;
      }
      if (state.done) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    if (state.error !== undefined) throw state.error;
    if (given?.aborted) throw failure('cancelled', 'Cancelled');
  } finally {
    over.abort();
    makeRoom();
    await work;
  }
}

async function readOne(
  endpoint: S3Endpoint,
  request: ListRequest,
  onPage: OnPage,
  signal: AbortSignal,
): Promise<void> {
  await scanPages(
    endpoint,
    request,
    async (columns, rows) => {
      await onPage(columns, rows);
      return false;
    },
    signal,
  );
}

/** Requests at once in one list, stretches into which a list is divided, pages after which that is worth it, levels looked at. */
const atOnce = 6;
const stretches = 24;
const pagesAlone = 2;
const levels = 4;

/**
 * Reads everything below a prefix, when it is much by several requests at once: folders divide the keys into stretches, each begun by
 * `start-after` and ended where the next begins, so that not a request a folder is needed. Pages come in any order. Versions, and servers
 * that do not keep to the order of bytes, are read by one request after the other.
 * @throws Failure
 */
export async function readWide(
  endpoint: S3Endpoint,
  request: ListRequest,
  onPage: OnPage,
  signal: AbortSignal,
): Promise<void> {
  if (!request.recursive || request.versions) return readOne(endpoint, request, onPage, signal);
  let pages = 0;
  let last = '';
  let bounds: string[] = [];
  await scanPages(
    endpoint,
    request,
    async (columns, rows, truncated) => {
      await onPage(columns, rows);
      pages += 1;
      if (pages !== pagesAlone || rows === 0 || !truncated || !columns.ordered) return false;
      last = columns.key(rows - 1);
      bounds = await boundsAfter(endpoint, request, last, signal);
      return bounds.length > 0;
    },
    signal,
  );
  if (bounds.length === 0) return;
  const starts = [last, ...bounds];
  const queue = starts.map((start, index) => ({ start, end: starts[index + 1] }));
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      await readStretch(endpoint, request, next, onPage, stop);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    over.abort();
  }
}

/** Folders that come after a key, beside it and above, at most as many as there are to be stretches, evenly chosen, in order. */
async function boundsAfter(
  endpoint: S3Endpoint,
  request: ListRequest,
  key: string,
  signal: AbortSignal,
): Promise<string[]> {
  const above: string[] = [request.prefix];
  for (
    let slash = key.indexOf('/', request.prefix.length);
    slash >= 0 && above.length < levels;
    slash = key.indexOf('/', slash + 1)
  )
    above.push(key.slice(0, slash + 1));
  const found: Buffer[] = [];
  const after = Buffer.from(key);
  for (const prefix of above) {
    const level = { ...request, prefix, recursive: false, startAfter: key, owner: false };
    await scanPages(
      endpoint,
      level,
      async (columns, rows) => {
        for (let row = 0; row < rows; row += 1)
          if (columns.flags(row) & rowFlags.folder) found.push(Buffer.from(columns.key(row)));
        return true;
      },
      signal,
    );
  }
  const sorted = found.filter((one) => one.compare(after) > 0).sort((one, other) => one.compare(other));
  const step = Math.max(1, sorted.length / (stretches - 1));
  return Array.from({ length: Math.min(sorted.length, stretches - 1) }, (_, index) =>
    String(sorted[Math.floor(index * step)]),
  );
}

/** Reads the keys after `start` up to and with `end`. */
async function readStretch(
  endpoint: S3Endpoint,
  request: ListRequest,
  { start, end }: { readonly start: string; readonly end: string | undefined },
  onPage: OnPage,
  signal: AbortSignal,
): Promise<void> {
  const stop = end === undefined ? undefined : Buffer.from(end);
  await scanPages(
    endpoint,
    { ...request, startAfter: start },
    async (columns, rows) => {
      let mine = rows;
      while (stop && mine > 0 && Buffer.from(columns.key(mine - 1)).compare(stop) > 0) mine -= 1;
      if (mine > 0) await onPage(columns, mine);
      return mine < rows;
    },
    signal,
  );
}
