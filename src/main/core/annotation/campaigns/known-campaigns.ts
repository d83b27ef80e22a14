/** What is known of a campaign, and how a person sees it. */
import { z } from 'zod';
import {
  CampaignFile,
  CampaignRef,
  type CampaignSummary,
} from '../../../../shared/contract/annotation/campaigns.ts';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { Store } from '../../store/store.ts';
import { nextBatches, type BatchProgress } from '../coding/next-batch.ts';
import type { Claim } from '../files/campaign-files.ts';

const storeKey = 'annotation/campaigns';

export interface KnownCampaign {
  readonly at: CampaignRef;
  readonly campaign: CampaignFile;
  readonly asOf: number;
  readonly state: CampaignSummary['state'];
  readonly problem?: FailureData | undefined;
  /** As far as they were asked for. */
  readonly claims?: readonly Claim[] | undefined;
}

/** What the person has of a campaign, from this laptop alone. */
export interface Mine {
  readonly done: number;
  readonly held: number;
  readonly unsent: number;
  readonly conflicts: number;
  /** Items an hour of active time; absent while it is not known. */
  readonly pace?: number | undefined;
  progress(batch: string): BatchProgress;
}

/** How the person sees it. Pure. */
export function summaryOf(known: KnownCampaign, mine: Mine, person: string, now: number): CampaignSummary {
  const { at, asOf, state, problem } = known;
  const { guidelines: _guidelines, fields: _fields, batches, ...campaign } = known.campaign;
  const nextBatch = nextBatchOf(known, mine, person, now);
  return {
    at,
    campaign,
    roles: rolesOf(known.campaign, person),
    items: batches.reduce((sum, { items }) => sum + items, 0),
    mine: {
      done: mine.done,
      held: mine.held,
      unsent: mine.unsent,
      conflicts: mine.conflicts,
      ...(mine.pace !== undefined && { pace: mine.pace }),
    },
    ...(nextBatch && {
      nextBatch: nextBatch.id,
      nextItems: nextBatch.items - mine.progress(nextBatch.id).decided,
    }),
    asOf,
    state,
    ...(problem && { problem }),
  };
}

/** What the person is in a campaign. Pure. */
export function rolesOf(
  { leads, adjudicators, annotators }: Pick<CampaignFile, 'leads' | 'adjudicators' | 'annotators'>,
  person: string,
): CampaignSummary['roles'] {
  const roles: CampaignSummary['roles'] = [];
  if (leads.includes(person)) roles.push('lead');
  if (adjudicators.includes(person)) roles.push('adjudicator');
  if (annotators.includes(person)) roles.push('annotator');
  return roles;
}

/** Without the claims of this moment only what is begun, or assigned, is surely theirs. */
function nextBatchOf({ campaign, claims }: KnownCampaign, mine: Mine, person: string, now: number) {
  if (campaign.state === 'closed' || !campaign.annotators.includes(person)) return undefined;
  const choices = nextBatches({
    campaign,
    person,
    now,
    claims: claims ?? [],
    progress: (batch) => mine.progress(batch),
  });
  const isKnown = claims !== undefined || campaign.assignment === 'assigned';
  const next = choices.find(({ how }) => isKnown || how === 'begun')?.batch;
  return campaign.batches.find(({ id }) => id === next);
}

const Stored = z.object({ at: CampaignRef, campaign: CampaignFile, asOf: z.number() });

/** What was known when it was last looked; what cannot be read is left out. */
export async function storedCampaigns(store: Pick<Store, 'get'>): Promise<KnownCampaign[]> {
  const stored = z.array(z.unknown()).safeParse((await store.get(storeKey))?.value).data ?? [];
  return stored.flatMap((one) => {
    const { data } = Stored.safeParse(one);
    return data ? [{ ...data, state: 'stored' as const }] : [];
  });
}

export async function storeCampaigns(
  store: Pick<Store, 'set'>,
  known: readonly KnownCampaign[],
): Promise<void> {
  await store.set(
    storeKey,
    known.map(({ at, campaign, asOf }) => ({ at, campaign, asOf })),
  );
}
