/** One listing inside the thread: bytes in, rows out, its work in slices so that rows can be read at any moment. */
import type { Arrangement } from '../../../../shared/contract/storage/listing.ts';
import { etagForms, ListColumns, rowFlags } from '../../platform/s3/list-columns.ts';
import type { ListFaultReason } from '../../platform/s3/list-faults.ts';
import { PageGuard } from '../../platform/s3/list-guard.ts';
import { objectOf } from '../../platform/s3/listed-object.ts';
import { ListScanner } from '../../platform/s3/list-scan.ts';
import { asRow, ListedTable } from './listed-table.ts';
import type { Asks, FromThread, KeptRow } from './listing-messages.ts';
import type { Slices } from './sorted-rows.ts';

/** Milliseconds between two tellings, and of work between two looks at what was asked. */
const tellEvery = 100;
const workFor = 8;

/** Makes a listing; `tell` posts to the core. */
export function createThreadListing(
  id: number,
  prefix: string,
  arrangement: Arrangement,
  tell: (message: FromThread) => void,
) {
  const columns = new ListColumns(prefix);
  const scanner = new ListScanner(columns);
  const guard = new PageGuard();
  let table = new ListedTable(columns, arrangement);
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
    if (!isClosed) tell({ kind: 'counts', id, counts: table.counts, isSettled });
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
      if (isClosed || isOvertaken()) return undefined;
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
      const isFolder = (row: number) => ((columns.flags[row] as number) & rowFlags.folder) > 0;
      const all = [...rows];
      return {
        objects: all.filter((row) => !isFolder(row)).map((row) => objectOf(columns, row)),
        folders: all.filter(isFolder).map((row) => columns.key(row)),
      };
    },
    first: async ({ count }) =>
      Array.from({ length: Math.min(count, columns.count) }, (_, row): KeptRow => {
        const { kind, name, size = -1, modified = -1, storageClass = '', etag = '' } = asRow(columns, row);
        return kind === 'folder' ? [name] : [name, size, modified, storageClass, etag];
      }),
  };

  return {
    begin: () => attempt(() => scanner.begin()),
    push: (bytes: Uint8Array) => attempt(() => scanner.push(bytes)),
    end: () =>
      attempt(() => {
        const { rows } = scanner.end();
        guard.check(columns, rows);
        table.take();
        tellSoon();
        sortAgain();
      }),
    finish() {
      isComplete = true;
      sortAgain();
    },
    /** Shows rows of the store instead of any others. */
    keep(rows: readonly KeptRow[]) {
      fill(columns, rows);
      table.take();
      isComplete = true;
      sortAgain();
      tellNow();
    },
    ask: <What extends keyof Asks>(what: What, ask: Asks[What]['ask']): Promise<Asks[What]['answer']> =>
      asks[what](ask),
    close() {
      isClosed = true;
      isBroken = true;
      clearTimeout(timer);
      table.free();
      columns.free();
      table = new ListedTable(new ListColumns(), arrangement);
    },
  };
}

export type ThreadListing = ReturnType<typeof createThreadListing>;

function fill(columns: ListColumns, rows: readonly KeptRow[]): void {
  const prefix = Buffer.from(columns.prefix).toString('utf8');
  columns.discardPage();
  for (const [name, size = Number.NaN, modified = Number.NaN, storageClass = '', etag = ''] of rows) {
    const bytes = Buffer.from(prefix + name);
    columns.keys.set(bytes, columns.reserve(bytes.length));
    columns.add({
      nameLength: bytes.length,
      flags: size === undefined || Number.isNaN(size) ? rowFlags.folder : 0,
      size: size < 0 ? Number.NaN : size,
      time: modified < 0 ? Number.NaN : modified,
      storageClass: columns.storageClassNames.number(storageClass),
      owner: 0,
      etagParts: etag === '' ? etagForms.none : etagForms.other,
      otherEtag: etag === '' ? undefined : etag,
      versionId: '',
    });
  }
  columns.commitPage(false);
}

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
