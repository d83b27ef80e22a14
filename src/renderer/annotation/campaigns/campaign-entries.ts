/** What the palette reaches of the campaigns. Pure. */
import type { Campaigns, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { mayCode } from './home-lines.ts';

export interface CampaignEntry {
  readonly id: string;
  /** `code`: to the coding screen; `look`: to the campaign's page. */
  readonly kind: 'code' | 'look';
  /** Of the campaign, as the words of the entry need it. */
  readonly title: string;
  /** Further words by which it is found. */
  readonly words: readonly string[];
  readonly at: CampaignRef;
}

/** Open campaigns first, in the order of the list; coding where a batch waits. */
export function campaignEntries({ campaigns }: Pick<Campaigns, 'campaigns'>): CampaignEntry[] {
  const open = campaigns.filter(({ campaign }) => campaign.state === 'open');
  const closed = campaigns.filter(({ campaign }) => campaign.state !== 'open');
  return [...open, ...closed].flatMap((one): CampaignEntry[] => {
    const { at, campaign } = one;
    const entry = (kind: CampaignEntry['kind']): CampaignEntry => ({
      id: ['campaign', kind, at.profile, at.bucket, at.prefix].join(' '),
      kind,
      title: campaign.title,
      words: [campaign.id, campaign.nomenclature.id],
      at,
    });
    return mayCode(one) ? [entry('code'), entry('look')] : [entry('look')];
  });
}
