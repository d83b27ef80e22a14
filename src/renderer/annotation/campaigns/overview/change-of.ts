/** What differs between a campaign and what a lead typed. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { dayOf, endOfDay, namesIn } from '../plan/names.ts';
import type { Amount } from '../plan/draft.ts';

/** The fields as they are typed. */
export interface Changeable {
  readonly title: string;
  readonly leads: string;
  readonly adjudicators: string;
  readonly annotators: string;
  readonly stealing: boolean;
  readonly claimHours: Amount;
  readonly deadline: string;
  readonly guidelines: string;
}

export type CampaignChange = Partial<
  Pick<CampaignFile, 'title' | 'leads' | 'adjudicators' | 'annotators' | 'stealing' | 'claimHours'> & {
    guidelines: string;
    deadline: number | null;
  }
>;

const roles = ['leads', 'adjudicators', 'annotators'] as const;

/** Only what differs; empty: nothing is to be saved. An emptied deadline is taken away. */
export function changeOf(typed: Changeable, campaign: CampaignFile): CampaignChange {
  const change: CampaignChange = {};
  if (typed.title.trim() !== campaign.title) change.title = typed.title.trim();
  for (const role of roles) {
    const names = namesIn(typed[role]);
    if (names.join('\n') !== campaign[role].join('\n')) change[role] = names;
  }
  if (typed.stealing !== campaign.stealing) change.stealing = typed.stealing;
  if (typed.claimHours !== undefined && typed.claimHours !== campaign.claimHours)
    change.claimHours = typed.claimHours;
  const before = campaign.deadline === undefined ? '' : dayOf(campaign.deadline);
  if (typed.deadline !== before) change.deadline = endOfDay(typed.deadline) ?? null;
  if (typed.guidelines !== (campaign.guidelines.at(-1)?.text ?? '')) change.guidelines = typed.guidelines;
  return change;
}
