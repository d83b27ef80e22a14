/** The life of one transfer: counting, asking, going, waiting for the network, pausing, ending. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { failure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { ConflictAnswer, Transfer } from '../../../../shared/contract/storage/transfers.ts';
import { countFiles } from './count-files.ts';
import { newCounters, remaining, type Counters } from './counters.ts';
import { cleanUp } from './clean-up.ts';
import { learnClock, localFailure } from './line.ts';
import { forgetFolders } from './local-disk.ts';
import type { TransferRecord } from './record.ts';
import { checkRoom } from './run-file.ts';
import { workOff } from './run-files.ts';
import { endsOf, targetOf, type EngineParts, type Under } from './run-parts.ts';
import { findConflicts, settleConflicts } from './taken-names.ts';
import { noSpace } from './transfer-failures.ts';
import { pauseBefore, verdictOf } from './verdict.ts';
import { isUndoable, problemOf } from './run-ending.ts';
import { isEnded, viewOf } from './run-view.ts';

export interface Run {
  record(): TransferRecord;
  readonly counters: Counters;
  view(): Transfer;
  /** Goes on where the journal says that it was. */
  start(): void;
  pause(): Promise<void>;
  /** Goes on after a pause, or now instead of later. */
  resume(): Promise<void>;
  cancel(): Promise<void>;
  /** What failed is tried again. */
  retry(): Promise<void>;
  answer(answer: ConflictAnswer): Promise<void>;
  undone(): Promise<void>;
  /** Another file was received, or will not be: there may be something to do. */
  more(): void;
  /** Try now rather than later. */
  wake(): void;
  /** Stops without changing how the journal says that it stands. */
  close(): Promise<void>;
}

/** Makes the run of a transfer that is in the journal. */
export function createRun(parts: EngineParts, given: TransferRecord, counters: Counters): Run {
  let record = given;
  let stop = new AbortController();
  let driving: Promise<void> | undefined;
  let wakeUp = () => {};
  let received = () => {};
  // A file may come while the journal is read: that must not be missed.
  let hasMore = false;
  let endCommand: ((state: 'done' | 'failed') => void) | undefined;
  const rounds = new Map<number, number>();

  const change = async (patch: Partial<TransferRecord>) => {
    record = { ...record, ...patch };
    parts.changed(true);
    await parts.journal.commit({ kind: 'transfer', id: record.id, record: JSON.stringify(record) });
  };
  const isOver = () => isEnded(record);

  function under(signal: AbortSignal): Under {
    return {
      parts,
      signal,
      record: () => record,
      counters,
      rounds,
      moreFiles: (given) =>
        new Promise<void>((resolve) => {
          received = resolve;
          if (hasMore || given.aborted) resolve();
          given.addEventListener('abort', () => resolve(), { once: true });
        }).then(() => void (hasMore = false)),
    };
  }

  async function refreshCounters(): Promise<void> {
    const { journal } = parts;
    await journal.commit();
    const [sums, partly] = await Promise.all([
      journal.read.sums(record.id),
      journal.read.partBytes(record.id),
    ]);
    const { meter: _, ...fresh } = newCounters(sums, partly);
    Object.assign(counters, fresh);
    parts.changed();
  }

  /** @returns false when the person must answer first */
  async function phases(signal: AbortSignal): Promise<boolean> {
    const { folder } = endsOf(record);
    forgetFolders();
    if (folder !== undefined && record.job.kind === 'download') await mkdir(folder, { recursive: true });
    if (record.phase === 'counting') {
      Object.assign(counters, newCounters());
      await countFiles({
        record,
        journal: parts.journal,
        resolve: parts.resolve,
        signal,
        found(files) {
          for (const file of files) {
            counters.total += 1;
            if (file.state === 'skipped') counters.skipped += 1;
            else counters.bytesTotal += file.size;
            if (file.state === 'failed') counters.failed += 1;
          }
          parts.changed();
        },
      });
      await change({ phase: 'checking' });
    }
    const names = { transfer: record.id, journal: parts.journal, target: targetOf(parts, record), signal };
    if (record.phase === 'checking') {
      const found = await findConflicts(names);
      if (found.count > 0 && !record.answer) {
        await change({ state: 'asking', phase: 'running', conflicts: found });
        return false;
      }
      await change({ phase: 'running' });
    }
    if (record.conflicts && !record.answer) {
      await change({ state: 'asking' });
      return false;
    }
    if (record.answer) {
      await settleConflicts(names, record.answer);
      await refreshCounters();
      const { conflicts: _, answer: __, ...rest } = record;
      record = rest;
      await change({});
    }
    const now = under(signal);
    if (folder !== undefined && endsOf(record).target === undefined) await checkRoom(now, folder);
    await workOff(now);
    await finish();
    return true;
  }

  async function finish(): Promise<void> {
    await refreshCounters();
    const problem = counters.failed > 0 ? await problemOf(parts.journal, record, counters) : undefined;
    const canUndo = await isUndoable(parts.journal, record);
    if (record.job.kind === 'staged')
      await rm(path.join(parts.staged, record.id), { recursive: true, force: true });
    await change({
      state: problem ? 'failed' : 'done',
      endedAt: parts.surroundings.host.clock(),
      canUndo,
      problem,
    });
  }

  async function drive(signal: AbortSignal): Promise<void> {
    let attempt = 0;
    let before = -1;
    for (;;) {
      try {
        await change({ state: 'running', problem: undefined });
        endCommand ??= parts.surroundings.commands.start('mc', record.command);
        if (await phases(signal)) {
          endCommand?.(record.state === 'done' ? 'done' : 'failed');
          endCommand = undefined;
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        const known = localFailure(error);
        const verdict = verdictOf(known);
        if (verdict === 'stop') return await suspend(known.data);
        if (verdict === 'file' || verdict === 'ended') {
          if (known.code === 'internal') parts.surroundings.report(error, 'storage/transfers');
          endCommand?.('failed');
          endCommand = undefined;
          return await change({
            state: 'failed',
            problem: known.data,
            endedAt: parts.surroundings.host.clock(),
          });
        }
        const through = counters.bytesDone + counters.done + counters.partlySum;
        attempt = through === before ? attempt + 1 : 0;
        before = through;
        await change({ state: 'waiting', problem: known.data });
        await sleep(pauseBefore(attempt, 2 * parts.base, known.data.retryAfter), signal);
        if (verdict === 'clock') await learnTime(signal);
      }
    }
  }

  async function learnTime(signal: AbortSignal): Promise<void> {
    const { target, source } = endsOf(record);
    const end = target ?? source;
    if (end)
      await learnClock(parts.context.network, parts.context.endpoint(end.profile), signal).catch(() => {});
  }

  /** The person must make room first; nothing is lost. */
  async function suspend(problem: FailureData): Promise<void> {
    const { folder } = endsOf(record);
    const free = folder === undefined ? undefined : await parts.disk.free(folder).catch(() => undefined);
    const told =
      problem.code === 'no-space' && folder !== undefined && free !== undefined
        ? noSpace(folder, remaining(counters), free).data
        : problem;
    await change({ state: 'paused', problem: told });
  }

  function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      wakeUp = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  function start(): void {
    if (driving) return;
    stop = new AbortController();
    driving = drive(stop.signal)
      .catch((error: unknown) => {
        // The journal cannot be written: the disk is full, or the store was closed.
        record = { ...record, state: 'paused', problem: localFailure(error).data };
        parts.changed(true);
      })
      .finally(() => {
        driving = undefined;
      });
  }
  async function halt(): Promise<void> {
    stop.abort();
    await driving;
  }

  return {
    record: () => record,
    counters,
    start,
    wake: () => wakeUp(),
    more() {
      hasMore = true;
      received();
    },
    async pause() {
      if (isOver() || record.state === 'paused') return;
      await halt();
      if (!isOver()) await change({ state: 'paused', problem: undefined });
    },
    async resume() {
      if (record.state !== 'paused') return wakeUp();
      // It is shown as paused a moment before its last work has ended.
      await driving;
      if (record.state === 'paused') start();
    },
    async cancel() {
      if (isOver() && !(record.state === 'failed' && record.cleaning !== false)) return;
      await halt();
      if (record.state === 'done' || record.state === 'cancelled') return;
      endCommand?.('failed');
      await change({
        state: 'cancelled',
        cleaning: true,
        problem: undefined,
        endedAt: parts.surroundings.host.clock(),
      });
      if (await cleanUp(parts, record)) await change({ cleaning: false });
    },
    async retry() {
      if (record.state !== 'failed' && record.state !== 'paused') return;
      await driving;
      await parts.journal.commit({ kind: 'settle', transfer: record.id, from: ['failed'], to: 'ready' });
      rounds.clear();
      const { endedAt: _, problem: __, ...rest } = record;
      record = rest;
      // Names that were taken meanwhile are asked about like the first ones.
      await change({ state: 'waiting', phase: record.phase === 'counting' ? 'counting' : 'checking' });
      await refreshCounters();
      start();
    },
    async answer(answer) {
      if (record.state !== 'asking')
        throw failure('conflict', 'Nothing is asked any more', { reason: 'transfer-not-asking' });
      await driving;
      await change({ answer, state: 'waiting' });
      start();
    },
    undone: () => change({ canUndo: false }),
    async close() {
      await halt();
      endCommand?.('failed');
    },
    view: () => viewOf(record, counters),
  };
}
