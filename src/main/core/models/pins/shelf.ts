/** The pins of one person: what they are, which of them moves, and what may stay. */
import type { z } from 'zod';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Pin, pinOperations } from '../../../../shared/contract/models/pins.ts';
import { live, type Live } from '../../live.ts';
import type { ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { asFailure, noSpace, type Disk } from './disk.ts';
import { fetchPin, type PinRun } from './fetch-pin.ts';
import { createMeter } from './meter.ts';
import type { OpenVersion } from './open-version.ts';
import {
  makeFolder,
  partBytes,
  pinFolder,
  removeFiles,
  removeUnused,
  withoutLostBlobs,
  type PinFolder,
} from './pin-folder.ts';
import { forgetPin, keepPin, loadPins, quotaOf, type PinRecord } from './pin-record.ts';
import { pinView, wholeBytes } from './pin-view.ts';
import { readContent } from './read-content.ts';
import { bytesOfPins, toGiveUp } from './room.ts';

type View = z.input<(typeof pinOperations.pins)['output']>;

export interface Shelf {
  readonly folder: PinFolder;
  readonly view: Pick<Live<View>, 'follow' | 'get'>;
  record(id: string): PinRecord | undefined;
  records(): readonly PinRecord[];
  /** Keeps what is asked for and fetches it when its turn comes. */
  ask(record: PinRecord): Promise<void>;
  pause(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** It was predicted with. */
  use(id: string): Promise<void>;
  setQuota(bytes: number): Promise<void>;
  /** What broke off for want of a network is asked for again. */
  goOn(): Promise<void>;
  kept(): { readonly count: number; readonly bytes: number; readonly oldest?: number };
  close(): Promise<void>;
}

/** Milliseconds between two pictures of what moves. */
const shownEvery = 250;
/** Milliseconds after which a use is noted again. */
const usedEvery = 60_000;
/** Failures that time or a network mend. */
const passing = new Set(['unreachable', 'busy', 'signed-out', 'cancelled']);

interface Moving {
  readonly id: string;
  readonly abort: AbortController;
  state: 'downloading' | 'verifying';
  done: number;
  ended: Promise<void>;
}

/** Takes up what was under way when the app ended. */
export async function createShelf(parts: {
  readonly context: ProjectContext;
  readonly surroundings: ProjectSurroundings;
  readonly disk: Disk;
  readonly pause: number | undefined;
  readonly nomenclatures: () => Promise<readonly Nomenclature[]>;
  readonly open: (record: PinRecord, signal: AbortSignal) => Promise<OpenVersion>;
  /** Shows the work as a command. */
  readonly shown: <T>(record: PinRecord, work: () => Promise<T>) => Promise<T>;
  readonly isHeld: (id: string) => boolean;
}): Promise<Shelf> {
  const { context, surroundings, disk } = parts;
  const { store } = context;
  const { clock } = surroundings.host;
  const folder = pinFolder(context.folder);
  await makeFolder(folder);
  const records = new Map<string, PinRecord>();
  /** Bytes of unfinished files, where nothing moves. */
  const waiting = new Map<string, number>();
  for (const one of await loadPins(store)) records.set(one.id, await withoutLostBlobs(folder, one));
  await removeUnused(folder, all());
  for (const one of all()) waiting.set(one.id, await partBytes(folder, one));
  let quota = await quotaOf(store);
  let free: number | undefined;
  let moving: Moving | undefined;
  let isClosed = false;
  let shown = 0;
  let soon: NodeJS.Timeout | undefined;
  const meter = createMeter(clock);
  const view = live<View>(picture());
  await look();

  function all(): PinRecord[] {
    return [...records.values()].sort((one, other) => one.pinnedAt - other.pinnedAt);
  }

  function pinOf(record: PinRecord): Pin {
    if (moving?.id !== record.id) return pinView(record, waiting.get(record.id) ?? 0, undefined);
    return pinView(record, moving.done, { state: moving.state, rate: meter.rate() });
  }

  function picture(): View {
    return { pins: all().map(pinOf), ...bytesOfPins(all()), quota, ...(free !== undefined && { free }) };
  }
  function show(): void {
    clearTimeout(soon);
    soon = undefined;
    shown = clock();
    view.set(picture());
  }
  async function look(): Promise<void> {
    free = await disk.free(folder.root).catch(() => undefined);
    show();
  }
  async function keep(record: PinRecord): Promise<void> {
    records.set(record.id, record);
    await keepPin(store, record);
    show();
  }
  /** @throws Failure `no-space` */
  const keepAlways = (record: PinRecord) =>
    keep(record).catch((error: unknown) => {
      throw asFailure(error, { name: record.name, host: '' });
    });

  async function makeRoom(record: PinRecord, bytes: number): Promise<void> {
    const given = toGiveUp(all(), quota, bytes, ({ id }) => id === record.id || parts.isHeld(id));
    if (!given)
      throw failure('over-quota', 'The models of this laptop have no more room', {
        reason: 'pin-over-quota',
        values: { name: record.name, needs: bytes, quota },
      });
    for (const one of given) {
      await drop(one.id);
      surroundings.notifications.add({
        kind: 'pin-given-up',
        severity: 'info',
        values: { name: one.name, version: one.version ?? '', instead: record.name },
        path: '/models',
      });
    }
    const left = await disk.free(folder.root).catch(() => undefined);
    if (left !== undefined && left < bytes) throw noSpace(record.name, bytes, left);
  }

  async function drop(id: string): Promise<void> {
    const record = records.get(id);
    records.delete(id);
    waiting.delete(id);
    await forgetPin(store, id);
    if (record) await removeFiles(folder, record, all());
  }

  /** The next one that waits, unless one moves. */
  function pump(): void {
    const record = all().find(({ state }) => state === 'waiting');
    if (moving || isClosed || !record) return;
    const now: Moving = {
      id: record.id,
      abort: new AbortController(),
      state: 'downloading',
      done: waiting.get(record.id) ?? 0,
      ended: Promise.resolve(),
    };
    moving = now;
    now.ended = run(record, now).finally(async () => {
      moving = undefined;
      const after = records.get(record.id);
      if (after) waiting.set(after.id, await partBytes(folder, after));
      await look();
      pump();
    });
  }

  async function run(record: PinRecord, now: Moving): Promise<void> {
    const { signal } = now.abort;
    const awake = await surroundings.host.keepAwake().catch(() => undefined);
    const latest = () => records.get(record.id);
    try {
      const { problem: _, ...begun } = record;
      const work: PinRun = {
        folder,
        disk,
        clock,
        signal,
        pause: parts.pause,
        open: (more) => parts.open(record, more),
        keep: async (next) => {
          if (signal.aborted) throw failure('cancelled', 'Cancelled');
          const came = wholeBytes(next) - wholeBytes(latest() ?? record);
          // What became whole is counted with the files, and no more with what comes.
          if (came > 0) now.done = Math.max(0, now.done - came);
          await keepAlways(next);
        },
        others: () => all().flatMap((one) => (one.id === record.id ? [] : one.files)),
        makeRoom: (bytes) => makeRoom(record, bytes),
        tell: (state) => {
          now.state = state;
          show();
        },
        progress: (bytes) => {
          now.done += bytes;
          meter.came(bytes);
          soon ??= setTimeout(show, Math.max(0, shownEvery - (clock() - shown))).unref();
        },
        describe: (file) => readContent(file, record.name, parts.nomenclatures, signal),
      };
      await parts.shown(record, () => fetchPin(work, { ...begun, state: 'waiting' }));
    } catch (error) {
      const after = latest();
      if (signal.aborted || !after) return;
      const problem = asFailure(error, { name: record.name, host: '' }).data;
      if (problem.code === 'internal') surroundings.report(error, 'pin');
      // A full disk may refuse this too: it is asked again after a restart.
      await keep({ ...after, state: 'failed', problem }).catch(() => undefined);
    } finally {
      awake?.();
    }
  }

  /** Ends what moves, if it is this one. */
  async function halt(id: string): Promise<void> {
    if (moving?.id !== id) return;
    const { abort, ended } = moving;
    abort.abort();
    await ended;
  }

  const shelf: Shelf = {
    folder,
    view,
    record: (id) => records.get(id),
    records: all,
    async ask(record) {
      if (moving?.id === record.id) return;
      const { problem: _, ...rest } = record;
      await keepAlways(rest);
      pump();
    },
    async pause(id) {
      const record = records.get(id);
      if (!record || record.state === 'ready') return;
      await keepAlways({ ...record, state: 'paused' });
      await halt(id);
      const after = records.get(id);
      if (after && after.state !== 'ready') await keepAlways({ ...after, state: 'paused' });
    },
    async remove(id) {
      const record = records.get(id);
      if (record) records.set(id, { ...record, state: 'paused' });
      await halt(id);
      await drop(id);
      await look();
    },
    async use(id) {
      const record = records.get(id);
      if (!record || clock() - (record.usedAt ?? 0) < usedEvery) return;
      await keep({ ...record, usedAt: clock() }).catch(() => undefined);
    },
    async setQuota(bytes) {
      quota = bytes;
      const given = toGiveUp(all(), quota, 0, ({ id }) => id === moving?.id || parts.isHeld(id)) ?? [];
      for (const { id } of given) await drop(id);
      await look();
    },
    async goOn() {
      for (const record of all())
        if (record.state === 'failed' && passing.has(record.problem?.code ?? '')) {
          const { problem: _, ...rest } = record;
          await keep({ ...rest, state: 'waiting' }).catch(() => undefined);
        }
      pump();
    },
    kept() {
      const pins = all();
      const unfinished = [...waiting.values()].reduce((sum, one) => sum + one, 0);
      return {
        count: pins.length,
        bytes: bytesOfPins(pins).bytes + unfinished,
        ...(pins[0] && { oldest: pins[0].pinnedAt }),
      };
    },
    async close() {
      isClosed = true;
      clearTimeout(soon);
      moving?.abort.abort();
      await moving?.ended;
    },
  };
  await shelf.goOn();
  return shelf;
}
