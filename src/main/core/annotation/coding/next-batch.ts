/** Which batch a person codes next. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Claim } from '../files/campaign-files.ts';

type Batch = CampaignFile['batches'][number];

/** What the person has of a batch. */
export interface BatchProgress {
  /** Items with a decision in force, or with a conflict. */
  readonly decided: number;
  /** Anything was ever decided in it, taken back or not. */
  readonly begun: boolean;
}

export interface BatchChoice {
  readonly batch: string;
  /** `free`: it has room. `expired`: somebody let it lie. */
  readonly how: 'begun' | 'free' | 'expired';
}

export interface BatchQuestion {
  readonly campaign: CampaignFile;
  readonly person: string;
  readonly now: number;
  /** Of all batches, as last seen; none where batches are assigned. */
  readonly claims: readonly Claim[];
  progress(batch: string): BatchProgress;
}

/**
 * The batches that the person may take, best first: calibration before all others, what is begun before what is new, what is free before
 * what somebody let lie (only where stealing is on), else in the order of the campaign. After the deadline what is begun may be finished.
 */
export function nextBatches(question: BatchQuestion): readonly BatchChoice[] {
  const { campaign, now } = question;
  const isOver = campaign.deadline !== undefined && now > campaign.deadline;
  return campaign.batches
    .flatMap((batch, index) => {
      const how = choice(question, batch);
      return how && !(isOver && how !== 'begun') ? [{ batch, index, how }] : [];
    })
    .sort(
      (one, other) =>
        rank(one.batch.kind !== 'calibration', other.batch.kind !== 'calibration') ||
        rank(one.how !== 'begun', other.how !== 'begun') ||
        rank(one.how === 'expired', other.how === 'expired') ||
        one.index - other.index,
    )
    .map(({ batch, how }) => ({ batch: batch.id, how }));
}

const rank = (one: boolean, other: boolean) => Number(one) - Number(other);

/** How the person could take the batch; undefined when it is done or has no room. */
function choice(question: BatchQuestion, batch: Batch): BatchChoice['how'] | undefined {
  const { campaign, person, now } = question;
  if (campaign.assignment === 'assigned' && !batch.assigned?.includes(person)) return undefined;
  const { decided, begun } = question.progress(batch.id);
  if (decided >= batch.items) return undefined;
  const holders = question.claims.find((claim) => claim.batch === batch.id)?.holders ?? [];
  const own = holders.find(({ name }) => name === person);
  if (own?.done && !begun) return undefined;
  if (own || begun) return 'begun';
  if (campaign.assignment === 'assigned') return 'free';
  if (holders.length < batch.annotators) return 'free';
  const held = holders.filter(({ done, expiresAt }) => done || expiresAt > now || !campaign.stealing);
  return held.length < batch.annotators ? 'expired' : undefined;
}
