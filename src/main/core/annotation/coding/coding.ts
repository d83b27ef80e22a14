/** Coding: opening batches, deciding, undoing, sending, joined to the contract. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { codingOperations } from '../../../../shared/contract/annotation/coding.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { AnnotationContext, AnnotationSurroundings, Here } from '../annotation-context.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { createSending } from '../sending/sending.ts';
import { sendTimes, type SendTimes } from '../sending/send-loop.ts';
import { createDeciding } from './deciding.ts';
import { createDesks, type Desk } from './desks.ts';
import { createHolding } from './holding.ts';
import type { BatchProgress } from './next-batch.ts';
import { createBatchOpening } from './open-batch.ts';
import { suggestAhead, type PrefetchSuggestions, type SuggestionsFor } from './suggesting.ts';

export interface Coding {
  readonly handlers: Pick<AppHandlers['annotation'], keyof typeof codingOperations>;
  /** Goes where the person works now and takes up what waits to be sent there; no server is waited for. */
  enter(context: AnnotationContext | undefined): Promise<void>;
  /** What the person has of a campaign, from this laptop alone. `held`: batches. */
  mine(at: CampaignRef): Promise<{
    readonly done: number;
    readonly held: number;
    readonly unsent: number;
    readonly conflicts: number;
    /** Items an hour of active time; absent while it is not known. */
    readonly pace?: number | undefined;
    progress(batch: string): BatchProgress;
  }>;
  /** Something else was written to the journal of a campaign (an adjudication): it is sent like decisions. */
  wake(at: CampaignRef): Promise<void>;
  /** Before signing out: tries once to send all that waits. Never throws; `store.decisions.unsent()` says what is left. */
  flush(): Promise<void>;
  /** What is under way comes to its end. */
  close(): Promise<void>;
}

/**
 * Makes the coding of whoever works at the moment.
 * @param nomenclature the tree that a campaign names. @throws Failure `not-found` where this laptop does not have it
 * @param suggestionsFor asks the source of suggestions that the person chose.
 * @param prefetch asks it for many items together.
 */
export function createCoding(parts: {
  readonly here: Here;
  readonly files: CampaignFiles;
  readonly nomenclature: (id: string) => Promise<Pick<Tree, 'node'>>;
  readonly suggestionsFor: SuggestionsFor;
  readonly prefetch?: PrefetchSuggestions;
  readonly surroundings: Pick<AnnotationSurroundings, 'host' | 'report'>;
  readonly times?: SendTimes;
}): Coding {
  const { here, files, nomenclature, suggestionsFor, surroundings } = parts;
  const { clock } = surroundings.host;
  const desks = createDesks(here, files, clock);
  const holding = createHolding(files, clock);
  const deciding = createDeciding({ clock, nomenclature, suggestionsFor });
  const sending = createSending({
    desks,
    files,
    surroundings,
    times: parts.times ?? sendTimes,
    afterSent: holding.endFinished,
    async woken(desk) {
      await holding.renew(desk, true);
      await holding.fetchAhead(desk);
    },
  });
  const opening = createBatchOpening({ files, holding, clock, catchUp: sending.catchUp });

  const behind = new Map<Desk, Promise<void>>();
  /** What nobody waits for, one after the other; without the network it is done another time. */
  function later(desk: Desk, work: () => Promise<void>): void {
    const next = (behind.get(desk) ?? Promise.resolve()).then(work).catch((error: unknown) => {
      if (!isFailure(error)) surroundings.report(error, 'coding');
    });
    behind.set(desk, next);
    void next.then(() => behind.get(desk) === next && behind.delete(desk));
  }

  const suggestLater = (desk: Desk) => {
    const { prefetch } = parts;
    if (prefetch) later(desk, () => suggestAhead(desk, prefetch));
  };

  function afterDecision(desk: Desk, batch: string): void {
    later(desk, () => sending.decided(desk));
    later(desk, () => holding.renew(desk));
    later(desk, async () => {
      const kept = await desk.kept.batch(batch);
      if (kept && desk.book.progress(batch).decided >= kept.items.length) await sending.now(desk);
    });
    later(desk, async () => {
      if (await holding.fetchAhead(desk)) suggestLater(desk);
    });
  }

  const handlers: Coding['handlers'] = {
    async openBatch({ at, batch }, { signal }) {
      const desk = await desks.at(at);
      const work = await opening.open(desk, batch, signal);
      later(desk, () => sending.decided(desk));
      suggestLater(desk);
      return work;
    },
    batch: async ({ at, batch }) => opening.here(await desks.at(at), batch),
    async decide({ at, item, decision }) {
      const desk = await desks.at(at);
      const made = await deciding.decide(desk, item, decision);
      afterDecision(desk, made.batch);
      return made;
    },
    reveal: async ({ at, ...given }, { signal }) => ({
      ...(await deciding.reveal(await desks.at(at), given, signal)),
    }),
    suggestions: async ({ at, item }, { signal }) => ({
      ...(await deciding.suggestions(await desks.at(at), item, signal)),
    }),
    async undo({ at }) {
      const desk = await desks.at(at);
      const undone = await deciding.undo(desk);
      if (undone) {
        await holding.reopen(desk, undone.batch);
        later(desk, () => sending.decided(desk));
      }
      return undone;
    },
    async *sending({ at }, { signal }) {
      yield* sending.follow(await desks.at(at), signal);
    },
    async sendNow({ at }) {
      await sending.now(await desks.at(at));
      return {};
    },
    async settleConflict({ at, item, keep }) {
      const desk = await desks.at(at);
      await deciding.settle(desk, item, keep);
      later(desk, () => sending.decided(desk));
      return {};
    },
    async releaseBatch({ at, batch }) {
      await holding.release(await desks.at(at), batch);
      return {};
    },
  };

  return {
    handlers,
    enter: sending.enter,
    async mine(at) {
      const desk = await desks.at(at);
      const held = (await desk.kept.batches()).filter(({ state }) => state === 'held').length;
      const unsent = await desk.context.store.decisions.unsent();
      return {
        done: desk.book.done(),
        held,
        unsent: unsent.find(({ campaign }) => campaign === desk.key)?.entries ?? 0,
        conflicts: desk.book.conflicts().length,
        pace: desk.book.pace(),
        progress: (batch) => desk.book.progress(batch),
      };
    },
    wake: async (at) => sending.decided(await desks.at(at)),
    flush: sending.flush,
    async close() {
      await sending.close();
      await Promise.all(behind.values());
    },
  };
}
