/** Campaigns: which there are, making one, changing one; joined to the contract. */
import type { CampaignRef, campaignOperations } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { TaskList } from '../../shell/tasks.ts';
import type { AnnotationContext, AnnotationSurroundings, Here } from '../annotation-context.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import type { Sources } from '../sources/sources.ts';
import { createCampaignList } from './campaign-list.ts';
import { addPlace, removePlace } from './campaign-places.ts';
import { changed } from './changing.ts';
import type { DraftInput } from './draft.ts';
import type { Mine } from './known-campaigns.ts';
import { makeCampaign } from './make-campaign.ts';
import { previewPlan } from './preview.ts';

export interface CampaignsPart {
  readonly handlers: Pick<
    AppHandlers['annotation'],
    Exclude<keyof typeof campaignOperations, 'readSource' | 'readMeanings'>
  >;
  /** Goes where the person works now; no server is waited for. */
  enter(context: AnnotationContext | undefined): void;
  /** Counts anew what the person has in each campaign: after decisions, or after something was sent. */
  recount(): Promise<void>;
  close(): void;
}

/** Milliseconds after which the list is looked for again when a screen opens it. */
const freshFor = 30_000;

/**
 * Makes the campaigns of whoever works at the moment.
 * @param mine what the person has of a campaign, from this laptop alone
 */
export function createCampaigns(parts: {
  readonly here: Here;
  readonly files: CampaignFiles;
  readonly sources: Pick<Sources, 'frame'>;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  readonly mine: (at: CampaignRef) => Promise<Mine>;
  readonly surroundings: AnnotationSurroundings;
  /** Shows the making of a campaign while it runs. */
  readonly tasks?: TaskList;
}): CampaignsPart {
  const { here, files, surroundings, tasks } = parts;
  const { clock } = surroundings.host;
  const list = createCampaignList({ files, mine: parts.mine, clock, report: surroundings.report });
  const makeParts = { ...parts, clock };
  const later = (work: Promise<void>) => {
    work.catch((error: unknown) => surroundings.report(error, 'campaigns'));
  };
  const make = async (input: DraftInput, signal: AbortSignal, progress: (share: number) => void) => {
    const { at, campaign } = await makeCampaign(makeParts, input, signal, progress);
    await list.put(at, campaign);
    return { at };
  };
  const stopListening = surroundings.host.onResume(() => later(list.refresh()));

  const handlers: CampaignsPart['handlers'] = {
    async *campaigns(_, { signal }) {
      here();
      const at = list.lookedAt();
      const isStale = at === undefined || clock() - at > freshFor;
      if (isStale && !list.shown.get().loading) later(list.refresh());
      else later(list.recount());
      yield* list.shown.follow(signal);
    },
    async refreshCampaigns() {
      here();
      await list.refresh();
      return {};
    },
    campaign: async ({ at }, { signal }) => (await files.read(at, signal)).campaign,
    async addCampaignPlace({ at }) {
      const context = here();
      context.endpoint(at.profile);
      await addPlace(context.store, at);
      later(list.refresh());
      return {};
    },
    async removeCampaignPlace({ at }) {
      await removePlace(here().store, at);
      later(list.refresh());
      return {};
    },
    previewPlan: (input, { signal }) => previewPlan(makeParts, input, signal),
    createCampaign: (input, { signal }) =>
      tasks
        ? tasks.run('create-campaign', { title: input.plan.title }, (progress) =>
            make(input, signal, progress),
          )
        : make(input, signal, () => {}),
    async changeCampaign({ at, change }) {
      const { userName } = here();
      const campaign = await files.change(at, (now) => changed(now, change, userName, clock()));
      await list.put(at, campaign);
      return {};
    },
  };

  return {
    handlers,
    enter: (context) => later(list.enter(context)),
    recount: () => list.recount(),
    close() {
      stopListening();
      list.close();
    },
  };
}
