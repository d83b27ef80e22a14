/** Where the rows of the list lead, and which one is shown beside it. */
import { useNavigate } from '@tanstack/react-router';
import { create } from 'zustand';
import type { CampaignRef, CampaignSummary } from '../../../../shared/contract/annotation/campaigns.ts';
import { refKey } from '../campaign-ref.ts';
import { mayCode } from '../home-lines.ts';

/** The row beside which the pane stands, for as long as the page lives. */
export const useChosen = create<{
  readonly key: string | undefined;
  /** The row that was chosen last, where the keys go on. */
  readonly last: string | undefined;
}>()(() => ({ key: undefined, last: undefined }));

/** Chooses a row; none closes the pane, and the row has the focus again. */
export function choose(at: CampaignRef | undefined): void {
  if (at) useChosen.setState({ key: refKey(at), last: refKey(at) });
  else useChosen.setState({ key: undefined });
}

/** What can be done with a campaign of the list. */
export function useCampaignActions() {
  const navigate = useNavigate();
  const look = ({ at }: CampaignSummary, tab?: string) =>
    void navigate({ to: '/annotation/campaign', search: { ...at, ...(tab !== undefined && { tab }) } });
  const code = ({ at }: CampaignSummary) => void navigate({ to: '/annotation/coding', search: at });
  return {
    look,
    code,
    /** What Enter does: codes where a batch waits, else shows the campaign. */
    open: (campaign: CampaignSummary) => (mayCode(campaign) ? code(campaign) : look(campaign)),
  };
}
