/** Quality: the report, the queue of disagreements and their settlement, joined to the contract. */
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { qualityOperations } from '../../../../shared/contract/annotation/quality.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { AnnotationSurroundings, Here } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';
import { mayWorkOffline } from '../coding/desks.ts';
import { keepCampaign } from '../coding/kept-campaign.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { adjudicate } from './adjudicate.ts';
import { createSessions } from './quality-sessions.ts';
import { sessionTimes, type SessionTimes } from './quality-session.ts';
import { checkAdjudicator, checkLead } from './roles.ts';

export interface Quality {
  readonly handlers: Pick<AppHandlers['annotation'], keyof typeof qualityOperations>;
  /** Tells that platform or person changed: what was open ends. */
  enter(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes the quality of whoever works at the moment.
 * @param nomenclature the tree that a campaign names. @throws Failure `not-found` where this laptop does not have it
 * @param wake is told that the journal of a campaign has something to send
 */
export function createQuality(parts: {
  readonly here: Here;
  readonly files: CampaignFiles;
  readonly nomenclature: (id: string) => Promise<Tree>;
  readonly wake: (at: CampaignRef) => Promise<void>;
  readonly surroundings: Pick<AnnotationSurroundings, 'host' | 'report'>;
  readonly times?: SessionTimes;
}): Quality {
  const { here, files, nomenclature, surroundings } = parts;
  const sessions = createSessions({ ...parts, times: parts.times ?? sessionTimes });

  /** As read last, else asked for, else as the coding kept it. */
  async function campaignOf(at: CampaignRef, signal: AbortSignal): Promise<CampaignFile> {
    const open = sessions.known(at);
    try {
      return open ? await open.campaign(signal) : (await files.read(at, signal)).campaign;
    } catch (error) {
      const { store, forbidsLocalCopies } = here();
      const kept = keepCampaign(store, campaignKey(at), forbidsLocalCopies, surroundings.host.clock);
      const copy = mayWorkOffline(error) ? await kept.campaign() : undefined;
      if (copy) return copy.campaign;
      throw error;
    }
  }

  return {
    handlers: {
      async *quality({ at }, { signal }) {
        const { session, giveBack } = sessions.take(at);
        try {
          yield* session.follow(signal);
        } finally {
          giveBack();
        }
      },
      async disagreements({ at, settled, showNames, from, count }, { signal }) {
        const { userName } = here();
        const { session, giveBack } = sessions.take(at);
        try {
          const campaign = await session.campaign(signal);
          checkAdjudicator(campaign, userName);
          if (showNames) checkLead(campaign, userName);
          return await session.page({ settled, showNames, from, count }, signal);
        } finally {
          giveBack();
        }
      },
      async adjudicate(settlement, { signal }) {
        const context = here();
        const { at } = settlement;
        const campaign = await campaignOf(at, signal);
        const tree = await nomenclature(campaign.nomenclature.id);
        await adjudicate(context, settlement, campaign, tree, surroundings.host.clock());
        sessions.known(at)?.changed();
        parts.wake(at).catch((error: unknown) => {
          if (!isFailure(error)) surroundings.report(error, 'adjudicate');
        });
        return {};
      },
    },
    enter: sessions.clear,
    close: sessions.clear,
  };
}
