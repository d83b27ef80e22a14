/** What the person may do in a campaign. */
import type { CampaignFile, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { useCampaigns, useSession } from '../../app/streams.ts';

export interface Roles {
  readonly isLead: boolean;
  /** Leads and adjudicators settle disagreements. */
  readonly settles: boolean;
}

/** As the list of campaigns says; where it does not know the campaign, as the campaign names the signed-in person. */
export function useRoles(at: CampaignRef, campaign: CampaignFile): Roles {
  const { value: all } = useCampaigns();
  const { value: session } = useSession();
  const known = all?.campaigns.find(
    (one) => one.at.profile === at.profile && one.at.bucket === at.bucket && one.at.prefix === at.prefix,
  );
  const me = session?.platforms.find(({ id }) => id === session.current)?.person?.userName ?? '';
  const isLead = known?.roles.includes('lead') ?? campaign.leads.includes(me);
  const adjudicates = known?.roles.includes('adjudicator') ?? campaign.adjudicators.includes(me);
  return { isLead, settles: isLead || adjudicates };
}
