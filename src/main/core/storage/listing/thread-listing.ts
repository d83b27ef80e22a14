/** One listing inside the thread: bytes in, rows out, its work in slices so that rows can be read at any moment. */
import type { Arrangement } from '../../../../shared/contract/storage/listing.ts';
import { ListColumns } from '../../platform/s3/list-columns.ts';
import type { ListFaultReason } from '../../platform/s3/list-faults.ts';
import { PageGuard } from '../../platform/s3/list-guard.ts';
import { rowFlags } from '../../platform/s3/list-row.ts';
import { objectOf } from '../../platform/s3/listed-object.ts';
import { ListScanner } from '../../platform/s3/list-scan.ts';
import { asRow, ListedTable } from './listed-table.ts';
import { filledWith, keptRow } from './kept-columns.ts';
import type { Asks, FromThread } from './listing-messages.ts';
import type { Slices } from './sorted-rows.ts';

/** Milliseconds between two tellings, and of work between two looks at what was asked. */
const tellEvery = 100;
const workFor = 8;

/** Makes a listing; `tell` posts to the core. */
export function createThreadListing(
  id: number,
  prefix: string,
  first: Arrangement,
  tell: (message: FromThread) => void,
) {
  const live = new ListColumns(prefix);
  const scanner = new ListScanner(live);
  const guard = new PageGuard();
  /** What is shown: rows of the server, or kept ones until its first page is there. */
  let columns = live;
  let arrangement = first;
  let table = new ListedTable(columns, arrangement);
  let isAwaited = true;
  let isBroken = false;
  let isClosed = false;
  let isComplete = false;
  let isSettled = false;
  let wasTold = false;
  let timer: NodeJS.Timeout | undefined;
  let arranged = 0;
  let arranging = Promise.resolve();
  let waiting = 0;
  let working: Promise<void> | undefined;

  function tellNow(): void {
    clearTimeout(timer);
    timer = undefined;
    wasTold = true;
    if (!isClosed) tell({ kind: 'counts', id, counts: table.counts, isSettled, isKept: columns !== live });
  }

  function tellSoon(): void {
    if (!wasTold) tellNow();
    else timer ??= setTimeout(tellNow, tellEvery);
  }

  /** Drives work to its end, giving way to messages; undefined when it was overtaken or the listing closed. */
  async function drive<T>(slices: Slices<T>, isOvertaken: () => boolean): Promise<T | undefined> {
    for (;;) {
      const until = performance.now() + workFor;
      while (performance.now() < until) {
        const next = slices.next();
        if (next.done) return next.value;
      }
      await new Promise(setImmediate);
      if (isClosed || isOvertaken()) {
        slices.return(undefined as T);
        return undefined;
      }
    }
  }

  /** Sorts again when enough came; one such work at a time, which an arrangement overtakes. */
  function sortAgain(): void {
    if (working || waiting > 0) return;
    if (!table.needsSorting(isComplete)) {
      if (!isComplete || isSettled) return;
      isSettled = true;
      tellNow();
      return;
    }
    const mine = arranged;
    working = drive(table.sort(), () => mine !== arranged).then(() => {
      working = undefined;
      tellSoon();
      sortAgain();
    }, failed);
  }

  /** Shows other rows, arranged as a person wants them; what works on those before is overtaken. */
  function show(shown: ListColumns, inOrder: ListedTable): void {
    table.free();
    if (columns !== live) columns.free();
    columns = shown;
    table = inOrder;
  }

  /** Shows what came from the server. */
  function showLive(): void {
    isAwaited = false;
    if (columns === live) return;
    arranged += 1;
    wasTold = false;
    show(live, new ListedTable(live, arrangement, table.counts.generation + 1));
  }

  function failed(error: unknown): void {
    working = undefined;
    if (isBroken || isClosed) return;
    isBroken = true;
    tell({ kind: 'broken', id, fault: faultOf(error) });
  }

  /** Bytes that cannot be read end the listing; rows that came before stay. */
  function attempt(work: () => void): void {
    if (isBroken) return;
    try {
      work();
    } catch (error) {
      failed(error);
    }
  }

  const asks: { readonly [What in keyof Asks]: (ask: Asks[What]['ask']) => Promise<Asks[What]['answer']> } = {
    rows: async ({ from, count }) => ({ rows: table.rows(from, count), generation: table.counts.generation }),
    async arrange(next) {
      const mine = ++arranged;
      arrangement = next;
      const turn = arranging.then(async () => {
        // What sorts must end before, and what came after it takes its place.
        await working;
        if (mine !== arranged) return;
        await drive(table.arrange(next), () => mine !== arranged);
      });
      arranging = turn.catch(failed);
      waiting += 1;
      await turn.finally(() => (waiting -= 1));
      if (waiting === 0) {
        tellNow();
        sortAgain();
      } else await arranging;
      return { matching: table.counts.matching };
    },
    find: async ({ text, from }) => ({ index: (await drive(table.find(text, from), () => false)) ?? -1 }),
    indexOf: async ({ key }) => ({ index: (await drive(table.indexOf(key), () => false)) ?? -1 }),
    visible: async () => table.visible(),
    async pick({ rows }) {
      const isFolder = (row: number) => (columns.flags(row) & rowFlags.folder) > 0;
      const all = [...rows];
      return {
        objects: all.filter((row) => !isFolder(row)).map((row) => objectOf(columns, row)),
        folders: all.filter(isFolder).map((row) => columns.key(row)),
      };
    },
    async keep({ rows }) {
      if (!isAwaited || columns !== live || isClosed) return { isShown: false };
      const kept = filledWith(prefix, rows);
      const mine = ++arranged;
      show(kept, new ListedTable(kept, arrangement, table.counts.generation + 1));
      table.take();
      await drive(table.sort(), () => mine !== arranged);
      if (columns === kept) tellNow();
      return { isShown: columns === kept };
    },
    first: async ({ count }) =>
      Array.from({ length: Math.min(count, live.count) }, (_, row) => keptRow(asRow(live, row))),
  };

  return {
    begin: () => attempt(() => scanner.begin()),
    push: (bytes: Uint8Array) => attempt(() => scanner.push(bytes)),
    end: () =>
      attempt(() => {
        const { rows } = scanner.end();
        guard.check(live, rows);
        showLive();
        table.take();
        tellSoon();
        sortAgain();
      }),
    finish() {
      isComplete = true;
      sortAgain();
    },
    /** Shows kept rows no more, and none that come late. */
    forget() {
      if (isClosed) return;
      showLive();
      tellNow();
    },
    ask: <What extends keyof Asks>(what: What, ask: Asks[What]['ask']): Promise<Asks[What]['answer']> =>
      asks[what](ask),
    close() {
      isClosed = true;
      isBroken = true;
      clearTimeout(timer);
      table.free();
      live.free();
      columns.free();
      columns = new ListColumns();
      table = new ListedTable(columns, arrangement);
    },
  };
}

export type ThreadListing = ReturnType<typeof createThreadListing>;

/** What went wrong, as it can be sent. */
export interface Fault {
  readonly message: string;
  /** Of what was wrong with the list. */
  readonly reason?: ListFaultReason | undefined;
  readonly words?: string | undefined;
}

/** What was thrown, as it can be sent. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, reason, words } = error as Error & Partial<Fault>;
  return { message, reason, words };
}
