/** All transfers of one platform and person: takes up what the journal holds, runs it, shows it. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Transfers } from '../../../../shared/contract/storage/transfers.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { live, type Live } from '../../live.ts';
import type { StorageContext, StorageSurroundings } from '../storage-context.ts';
import type { ResolveSelection } from '../selection.ts';
import { cleanUp } from './clean-up.ts';
import { newCounters } from './counters.ts';
import { createHashing } from './hashing.ts';
import { createJournal } from './journal.ts';
import { createLimiter } from './limiter.ts';
import { localDisk } from './local-disk.ts';
import { createMeter } from './rate.ts';
import { toJournal, type FileEntry, type TransferRecord } from './record.ts';
import { createRun, type Run } from './run.ts';
import type { EngineParts } from './run-parts.ts';
import type { CopyObject, DeleteObjects } from './server-side.ts';
import { createSmallFiles } from './small-files.ts';
import { createStreamGate } from './streams.ts';
import type { Disk } from './work.ts';

export interface EngineOptions {
  readonly surroundings: StorageSurroundings;
  readonly resolve: ResolveSelection;
  readonly copyObject: CopyObject;
  readonly deleteObjects: DeleteObjects;
  /** Absent: this laptop's. */
  readonly disk?: Disk | undefined;
  /** Milliseconds before the first repetition of what failed; 500 unless given. */
  readonly base?: number | undefined;
}

export interface Engine {
  readonly context: StorageContext;
  readonly parts: EngineParts;
  readonly shown: Live<Transfers>;
  /** Bodies that the page sends just now. */
  readonly receiving: Set<{ readonly stop: () => void; readonly over: Promise<void> }>;
  /** @throws Failure `not-found` with `transfer-gone` */
  run(id: string): Run;
  runs(): readonly Run[];
  /** Notes a new transfer, with its files where they are known already, and begins. Resolves when it is on disk. */
  add(
    record: Omit<TransferRecord, 'id' | 'startedAt' | 'canUndo'> & { id?: string },
    files?: readonly FileEntry[],
  ): Promise<Run>;
  forget(ids: readonly string[]): Promise<void>;
  setLimits(limits: { up?: number | undefined; down?: number | undefined }): Promise<void>;
  close(): Promise<void>;
}

const limitsKey = 'transfers/limits';
const kept = 200;
const showEvery = 200;
const over = new Set<TransferRecord['state']>(['done', 'failed', 'cancelled']);

/** Opens the journal of the context's store and goes on with what is in it. */
export async function createEngine(context: StorageContext, options: EngineOptions): Promise<Engine> {
  const { surroundings } = options;
  const { host } = surroundings;
  const base = options.base ?? 500;
  const line = () => ({ gate: createStreamGate(), limiter: createLimiter(), network: context.network, base });
  const lines = { up: line(), down: line(), server: line() };
  const meters = { up: createMeter(), down: createMeter() };
  const hashing = createHashing();
  const smallFiles = createSmallFiles();
  const runs = new Map<string, Run>();
  const journal = createJournal(context.store.transfers, (error) => {
    // A full disk: everything stops, and what could not be written is written when it goes on.
    surroundings.report(error, 'storage/transfers journal');
    for (const run of runs.values()) if (!over.has(run.record().state)) void run.pause().catch(() => {});
  });
  let release: (() => void) | undefined;
  let wanted = false;
  let closed = false;
  const shown = live<Transfers>(picture());
  let timer: NodeJS.Timeout | undefined;
  let dirty = false;

  const parts: EngineParts = {
    context,
    surroundings,
    resolve: options.resolve,
    copyObject: options.copyObject,
    deleteObjects: options.deleteObjects,
    journal,
    hashing,
    disk: options.disk ?? localDisk,
    smallFiles,
    lines,
    meters,
    base,
    staged: path.join(context.folder, 'staged'),
    changed,
  };

  function picture(): Transfers {
    const all = [...runs.values()].map((run) => run.view());
    const now = performance.now();
    return {
      transfers: all.toReversed().slice(0, kept),
      active: all.filter(({ state }) => state === 'running' || state === 'waiting').length,
      up: meters.up.rate(now),
      down: meters.down.rate(now),
      limits: withoutAbsent({ up: lines.up.limiter.rate(), down: lines.down.limiter.rate() }),
      awake: release !== undefined,
    };
  }
  /** Shown at most five times a second, however much happens. */
  function changed(state = false): void {
    dirty = true;
    if (state) keepAwake();
    if (closed) return;
    if (state || !timer) show();
    if (timer) return;
    timer = setInterval(() => {
      const moves = shown.get().up > 0 || shown.get().down > 0;
      if (!dirty && !moves) {
        clearInterval(timer);
        timer = undefined;
      } else show();
    }, showEvery);
  }
  function show(): void {
    dirty = false;
    shown.set(picture());
  }
  function keepAwake(): void {
    const runsNow = [...runs.values()].some((run) => run.record().state === 'running');
    if (runsNow === wanted) return;
    wanted = runsNow;
    if (!runsNow) {
      release?.();
      release = undefined;
      return;
    }
    void host.keepAwake().then(
      (stop) => {
        if (!wanted || closed) stop?.();
        else {
          release = stop;
          dirty = true;
        }
      },
      (error: unknown) => surroundings.report(error, 'storage/transfers awake'),
    );
  }

  const wakeAll = () => {
    for (const run of runs.values()) run.wake();
  };
  const stops = [
    host.onResume(wakeAll),
    context.network.reachability.onChange(() => {
      if (context.network.reachability.state().state === 'online') wakeAll();
    }),
  ];

  const limits = (await context.store.get<{ up?: number; down?: number }>(limitsKey))?.value;
  lines.up.limiter.set(limits?.up);
  lines.down.limiter.set(limits?.down);
  for (const { record: text } of await journal.read.transfers()) {
    const record = JSON.parse(text) as TransferRecord;
    const [sums, partly] = await Promise.all([
      journal.read.sums(record.id),
      journal.read.partBytes(record.id),
    ]);
    // The page that sent them is gone; what it had not sent whole, it must send anew.
    if (sums.some(({ state }) => state === 'sending')) await loseUnsent(record.id);
    const counters = newCounters(
      sums.some(({ state }) => state === 'sending') ? await journal.read.sums(record.id) : sums,
      partly,
    );
    runs.set(record.id, createRun(parts, record, counters));
  }
  for (const run of runs.values()) {
    const record = run.record();
    if (record.state === 'running' || record.state === 'waiting') run.start();
    if (record.state === 'cancelled' && record.cleaning)
      void cleanUp(parts, record).then((clean) =>
        clean
          ? journal.commit({
              kind: 'transfer',
              id: record.id,
              record: JSON.stringify({ ...record, cleaning: false }),
            })
          : undefined,
      );
  }
  changed();

  async function loseUnsent(id: string): Promise<void> {
    const { data } = failure('cancelled', 'Sardonyx ended before the file was received', {
      reason: 'transfer-drop-again',
    });
    await journal.commit({
      kind: 'settle',
      transfer: id,
      from: ['sending'],
      to: 'failed',
      problem: JSON.stringify(data),
    });
  }

  const receiving: Engine['receiving'] = new Set();

  return {
    context,
    parts,
    shown,
    receiving,
    runs: () => [...runs.values()],
    run(id) {
      const run = runs.get(id);
      if (run) return run;
      throw failure('not-found', 'There is no such transfer', { reason: 'transfer-gone' });
    },
    async add(given, files = []) {
      const record: TransferRecord = {
        ...given,
        id: given.id ?? randomUUID(),
        startedAt: host.clock(),
        canUndo: false,
      };
      await journal.commit(
        { kind: 'transfer', id: record.id, record: JSON.stringify(record) },
        { kind: 'files', transfer: record.id, files: files.map(toJournal) },
      );
      const counters = newCounters(await journal.read.sums(record.id));
      const run = createRun(parts, record, counters);
      runs.set(record.id, run);
      run.start();
      changed(true);
      return run;
    },
    async forget(ids) {
      for (const id of ids) {
        const run = runs.get(id);
        const record = run?.record();
        if (!record || !over.has(record.state)) continue;
        if (record.state === 'failed') await cleanUp(parts, record);
        await journal.commit({ kind: 'forget', id });
        runs.delete(id);
      }
      changed(true);
    },
    async setLimits({ up, down }) {
      lines.up.limiter.set(up);
      lines.down.limiter.set(down);
      await context.store.set(limitsKey, withoutAbsent({ up, down }));
      changed(true);
    },
    async close() {
      closed = true;
      for (const stop of stops) stop();
      for (const one of receiving) one.stop();
      await Promise.all([...receiving].map(({ over }) => over));
      await Promise.all([...runs.values()].map((run) => run.close()));
      await journal.close();
      clearInterval(timer);
      release?.();
      release = undefined;
      for (const { gate } of Object.values(lines)) gate.close();
      await Promise.all([hashing.close(), smallFiles.close()]);
    },
  };
}

function withoutAbsent(limits: { up: number | undefined; down: number | undefined }): {
  up?: number;
  down?: number;
} {
  return {
    ...(limits.up !== undefined && { up: limits.up }),
    ...(limits.down !== undefined && { down: limits.down }),
  };
}
