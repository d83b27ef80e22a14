/** Works through the files of a transfer: many small ones at once, few large ones, batches of deletions. */
import { failure } from '../../../../shared/contract/errors.ts';
import { fromJournal, type FileEntry } from './record.ts';
import { copyToMove, deleteBatch } from './run-batches.ts';
import { isSingle, runFile } from './run-file.ts';
import type { Under } from './run-parts.ts';

const pageSize = 500;
const largeAtOnce = 3;
const beingWritten = 256;
/** A source is deleted soon after its copy was made. */
const moveBatch = 100;

/** Ends when every file has an end. @throws Failure when the transfer must wait, pause, or was stopped */
export async function workOff(under: Under): Promise<void> {
  const { parts, signal, record } = under;
  for (;;) {
    await onePass(under);
    await parts.journal.commit();
    const sums = await parts.journal.read.sums(record().id);
    if (sums.some(({ state, conflict }) => !conflict && (state === 'ready' || state === 'active'))) continue;
    if (!sums.some(({ state }) => state === 'sending')) return;
    await under.moreFiles(signal);
    signal.throwIfAborted();
  }
}

async function onePass(under: Under): Promise<void> {
  const pool = createPool();
  try {
    await passWith(under, pool);
  } finally {
    await pool.over();
  }
}

async function passWith(under: Under, pool: Pool): Promise<void> {
  const { parts, signal, record } = under;
  let moved: FileEntry[] = [];
  const removeMoved = async () => {
    const batch = moved;
    moved = [];
    await deleteBatch(under, batch);
  };
  for (let after = -1; ;) {
    const rows = await parts.journal.read.files({
      transfer: record().id,
      states: ['ready', 'active'],
      conflict: false,
      after,
      count: pageSize,
    });
    after = rows.at(-1)?.number ?? after;
    let batch: FileEntry[] = [];
    const removeBatch = async () => {
      const files = batch;
      batch = [];
      if (files.length === 0) return;
      await pool.idle();
      if (blocked(under, files)) return;
      await deleteBatch(under, files);
    };
    for (const file of rows.map(fromJournal)) {
      if (signal.aborted) throw failure('cancelled', 'Cancelled');
      const { action } = file.record;
      if (action === 'delete' || action === 'unmark') {
        if (batch[0] && batch[0].record.action !== action) await removeBatch();
        batch.push(file);
        continue;
      }
      if (action === 'unlink') {
        await pool.idle();
        if (blocked(under, [file])) continue;
      }
      const gate = lineOf(under, file).gate;
      // More than there are streams: small files that came are still being written.
      await pool.room(isSingle(file) ? 'small' : 'large', gate.limit() + beingWritten);
      pool.add(isSingle(file) ? 'small' : 'large', async () => {
        if (!isSingle(file)) return runFile(under, file);
        const leave = await gate.enter(signal);
        try {
          if (action !== 'move') return await runFile(under, file, leave);
          const copied = await copyToMove(under, file);
          if (copied) moved.push(copied);
        } finally {
          leave();
        }
      });
      if (moved.length >= moveBatch) await removeMoved();
    }
    await removeBatch();
    if (rows.length < pageSize) break;
  }
  await pool.idle();
  await removeMoved();
}

function lineOf({ parts: { lines } }: Under, { record: { action } }: FileEntry) {
  if (action === 'upload') return lines.up;
  return action === 'download' || action === 'folder' || action === 'unlink' ? lines.down : lines.server;
}

/** A synchronisation that could not bring everything removes nothing. */
function blocked(under: Under, files: readonly FileEntry[]): boolean {
  const { record, counters, parts } = under;
  if (record().job.kind !== 'sync' || counters.failed === 0) return false;
  const { data } = failure('conflict', 'Not removed, since not everything arrived', {
    reason: 'transfer-sync-kept',
    values: { name: record().name },
  });
  for (const { number } of files) {
    counters.failed += 1;
    parts.journal.note({
      kind: 'state',
      transfer: record().id,
      number,
      state: 'failed',
      problem: JSON.stringify(data),
    });
  }
  return true;
}

type Size = 'small' | 'large';
type Pool = ReturnType<typeof createPool>;

/** Work that is under way; the first failure is thrown to whoever waits next. */
function createPool() {
  const under: Record<Size, Set<Promise<void>>> = { small: new Set(), large: new Set() };
  let failed: { readonly error: unknown } | undefined;
  const all = () => Promise.all([...under.small, ...under.large]);
  const check = async () => {
    if (!failed) return;
    await all();
    throw failed.error;
  };
  return {
    async room(size: Size, limit: number): Promise<void> {
      const most = size === 'large' ? largeAtOnce : limit;
      while (under[size].size >= most && !failed) await Promise.race(under[size]);
      await check();
    },
    add(size: Size, work: () => Promise<void>): void {
      const running: Promise<void> = work()
        .catch((error: unknown) => {
          failed ??= { error };
        })
        .finally(() => under[size].delete(running));
      under[size].add(running);
    },
    async idle(): Promise<void> {
      await all();
      await check();
    },
    /** When everything under way has ended, well or not. */
    async over(): Promise<void> {
      await all();
    },
  };
}
