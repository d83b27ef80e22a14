/** The quality of one campaign while somebody looks at it: read, computed, followed; kept a while for who comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { QualityReport, type Disagreement } from '../../../../shared/contract/annotation/quality.ts';
import { failure, isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import { live } from '../../live.ts';
import type { AnnotationContext, AnnotationSurroundings } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { createEvidenceReader } from './evidence-reader.ts';
import { createItemTexts } from './item-texts.ts';
import type { DisputeQuery, Figures } from './quality-messages.ts';
import { startQualityThread } from './quality-thread.ts';
import { seenBy } from './roles.ts';
import { sharedWork } from './shared-work.ts';

export interface QualitySession {
  /** The stored report first. Reads and computes as long as anybody follows. */
  follow(signal: AbortSignal): AsyncGenerator<QualityReport, void, undefined>;
  /** The campaign as last read. @throws Failure where it never could be */
  campaign(signal: AbortSignal): Promise<CampaignFile>;
  /** With what the journal has now. @throws Failure where the campaign was never read and cannot be */
  page(
    query: DisputeQuery,
    signal: AbortSignal,
  ): Promise<{ disagreements: Disagreement[]; total: number; open: number }>;
  /** Something was settled here: figures follow. */
  changed(): void;
  close(): Promise<void>;
}

export interface SessionTimes {
  /** Milliseconds between two looks at what the server has. */
  readonly refresh: number;
  /** After which a page of the queue wants a look of its own. */
  readonly stale: number;
}

export const sessionTimes: SessionTimes = { refresh: 60_000, stale: 30_000 };

/** Share of the way at which all is read. */
const readShare = 0.4;
/** Less of it is not worth telling. */
const progressStep = 0.02;
/** Milliseconds between two counts while parts are read. */
const countEvery = 1_000;

/** Opens it; a thread starts, nothing is read yet. */
export function openSession(parts: {
  readonly at: CampaignRef;
  readonly context: AnnotationContext;
  readonly files: CampaignFiles;
  readonly nomenclature: (id: string) => Promise<Tree>;
  readonly surroundings: Pick<AnnotationSurroundings, 'host' | 'report'>;
  readonly times: SessionTimes;
}): QualitySession {
  const { context, times } = parts;
  const { clock } = parts.surroundings.host;
  const storeKey = `annotation/quality/${campaignKey(parts.at)}`;
  const thread = startQualityThread();
  const reader = createEvidenceReader({ ...parts, thread });
  const texts = createItemTexts(parts.files, parts.at);
  const report = live<QualityReport>({ ...nothing, asOf: clock() });
  const closing = new AbortController();
  let followers = 0;
  let looking = new AbortController();
  let running: Promise<void> | undefined;
  let readAt = -Infinity;
  let wake = () => {};
  let isDue = false;
  let shown = 0;

  const set = (change: Partial<QualityReport>) => report.set({ ...report.get(), ...change });

  const read = sharedWork(async (signal, onProgress: (share: number) => void) => {
    await reader.read(AbortSignal.any([signal, closing.signal]), onProgress);
    readAt = clock();
  });

  function take(figures: Figures, progress: number): void {
    const { foreign = [], ...rest } = figures;
    set({ ...rest, progress, problems: [...reader.problems(), ...foreign] });
  }

  /** Reads what is new, and computes where anything is. @throws Failure */
  async function look(signal: AbortSignal): Promise<void> {
    const wasDue = isDue;
    isDue = false;
    let countedAt = clock();
    let told = 0;
    if (shown === 0) set({ state: 'computing', progress: 0 });
    await read(signal, (share) => {
      if (share - told < progressStep) return;
      told = share;
      set({ state: 'computing', progress: share * readShare });
      if (clock() - countedAt < countEvery) return;
      countedAt = clock();
      thread.compute('counts', (figures) => take(figures, share * readShare), signal).catch(() => {});
    });
    const version = reader.version();
    const isNew = version !== shown || wasDue;
    if (isNew) {
      set({ state: 'computing', progress: readShare });
      const show = (figures: Figures, share: number) => take(figures, readShare + share * (1 - readShare));
      await thread.compute('all', show, signal);
      shown = version;
    }
    const { progress: _, problem: __, ...rest } = report.get();
    const done = { ...rest, state: 'live' as const, asOf: clock() };
    report.set(done);
    const leads = reader.campaign()?.leads ?? [];
    if (isNew && !context.forbidsLocalCopies)
      await context.store.set(storeKey, seenBy(context.userName, leads, done));
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await look(signal);
      } catch (error) {
        if (signal.aborted) return;
        const { progress: _, ...rest } = report.get();
        report.set({ ...rest, state: 'stored', problem: problemOf(error) });
      }
      if (!isDue) await restOf(signal);
    }
  }

  function problemOf(error: unknown): FailureData {
    if (isFailure(error)) return error.data;
    parts.surroundings.report(error, 'quality');
    return failure('internal', error instanceof Error ? error.message : String(error)).data;
  }

  /** Until it is time to look again, or something changed, or nobody looks any more. */
  async function restOf(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    wake = () => over.abort();
    const either = AbortSignal.any([signal, over.signal]);
    await sleep(times.refresh, undefined, { signal: either, ref: false }).catch(() => {});
  }

  async function begin(): Promise<void> {
    const { signal } = looking;
    await running;
    if (signal.aborted) return;
    running = run(signal);
    await running;
  }

  const stored = (async () => {
    const kept = await context.store.get(storeKey).catch(() => undefined);
    const known = QualityReport.safeParse(kept?.value).data;
    if (known && report.get().campaign === undefined) report.set({ ...known, state: 'stored' });
  })();

  return {
    async *follow(signal) {
      await stored;
      const either = AbortSignal.any([signal, closing.signal]);
      let isFirst = true;
      try {
        for await (const one of report.follow(either)) {
          // Stored reports are kept as the person may see them, before it is known who leads.
          const leads = reader.campaign()?.leads;
          yield leads ? seenBy(context.userName, leads, one) : one;
          if (!isFirst) continue;
          isFirst = false;
          followers += 1;
          if (followers > 1) continue;
          looking = new AbortController();
          void begin();
        }
      } finally {
        if (!isFirst) followers -= 1;
        if (!isFirst && followers === 0) looking.abort();
      }
    },
    async campaign(signal) {
      const known = reader.campaign();
      if (known) return known;
      await read(signal, () => {});
      return reader.campaign() as CampaignFile;
    },
    async page(query, signal) {
      if (clock() - readAt > times.stale)
        await read(signal, () => {}).catch((error: unknown) => {
          // What was read before is better than nothing.
          if (readAt === -Infinity) throw error;
        });
      await reader.readOwn();
      const { disputes, total, open } = await thread.page(query);
      return { disagreements: await texts.join(disputes, signal), total, open };
    },
    changed() {
      isDue = true;
      wake();
    },
    async close() {
      closing.abort();
      looking.abort();
      await running;
      await thread.close();
    },
  };
}

const nothing: Omit<QualityReport, 'asOf'> = {
  state: 'computing',
  agreement: [],
  confusions: [],
  problems: [],
  disagreements: 0,
};
