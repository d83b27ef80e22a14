/** What of all campaigns needs the person now: one line each, most pressing first. Pure. */
import type {
  Campaigns,
  CampaignRef,
  CampaignSummary,
} from '../../../shared/contract/annotation/campaigns.ts';

interface About {
  /** Unlike that of any other line. */
  readonly id: string;
  readonly at: CampaignRef;
  readonly title: string;
}

export type CampaignLine =
  /** Opens the coding screen: the batch that is begun, or the next one. */
  | (About & {
      readonly kind: 'code';
      readonly items?: number;
      /** At the person's own pace; absent while it is not known. */
      readonly minutes?: number;
      readonly deadline?: number;
    })
  /** Items that were decided differently on two laptops. */
  | (About & { readonly kind: 'settle'; readonly count: number })
  /** Decisions that are on this laptop alone. */
  | (About & { readonly kind: 'send'; readonly count: number });

/** Whether the person may code in a campaign now: a batch of it waits for them. */
export function mayCode({ campaign, roles, nextBatch }: CampaignSummary): boolean {
  return campaign.state === 'open' && roles.includes('annotator') && nextBatch !== undefined;
}

/** Minutes for the next batch at the person's own pace, at least one; undefined while the pace is not known. */
export function minutesOf({ mine, nextItems }: Pick<CampaignSummary, 'mine' | 'nextItems'>) {
  if (mine.pace === undefined || nextItems === undefined || nextItems === 0) return undefined;
  return Math.max(1, Math.round((nextItems / mine.pace) * 60));
}

/** Batches by deadline, then what is to be settled, then what waits to be sent. */
export function campaignLines({ campaigns }: Pick<Campaigns, 'campaigns'>): CampaignLine[] {
  const about = ({ at, campaign }: CampaignSummary, kind: CampaignLine['kind']): About => ({
    id: [kind, at.profile, at.bucket, at.prefix].join(' '),
    at,
    title: campaign.title,
  });
  const code = campaigns
    .filter(mayCode)
    .toSorted(
      (one, other) => (one.campaign.deadline ?? Infinity) - (other.campaign.deadline ?? Infinity) || 0,
    )
    .map((one): CampaignLine => {
      const minutes = minutesOf(one);
      const { nextItems, campaign } = one;
      return {
        kind: 'code',
        ...about(one, 'code'),
        ...(nextItems !== undefined && { items: nextItems }),
        ...(minutes !== undefined && { minutes }),
        ...(campaign.deadline !== undefined && { deadline: campaign.deadline }),
      };
    });
  const counted = (kind: 'settle' | 'send', countOf: (mine: CampaignSummary['mine']) => number) =>
    campaigns
      .filter(({ mine }) => countOf(mine) > 0)
      .map((one): CampaignLine => ({ kind, ...about(one, kind), count: countOf(one.mine) }));
  return [
    ...code,
    ...counted('settle', ({ conflicts }) => conflicts),
    ...counted('send', ({ unsent }) => unsent),
  ];
}
