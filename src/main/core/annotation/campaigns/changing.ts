/** What a lead may change of a campaign. Pure. */
import type { z } from 'zod';
import type { CampaignFile, campaignOperations } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';

export type CampaignChange = z.infer<(typeof campaignOperations)['changeCampaign']['input']>['change'];

/**
 * The campaign after a change. Calibration batches take in everybody; a new text of the guidelines becomes their next version, and what
 * was coded by the older one still says so. A deadline of null takes it away.
 * @throws Failure `forbidden` with `campaign-not-lead`; `invalid-input` with `plan-no-lead`
 */
export function changed(
  campaign: CampaignFile,
  { guidelines, deadline, ...change }: CampaignChange,
  by: string,
  at: number,
): CampaignFile {
  if (!campaign.leads.includes(by))
    throw failure('forbidden', 'Only a lead changes a campaign', {
      reason: 'campaign-not-lead',
      values: { name: campaign.title, leads: campaign.leads.join(', ') },
    });
  if (change.leads?.length === 0)
    throw failure('invalid-input', 'The campaign has no lead', { reason: 'plan-no-lead', field: 'leads' });
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const { deadline: before, ...rest } = campaign;
  const until = deadline === null ? undefined : (deadline ?? before);
  const next: CampaignFile = { ...rest, ...given, ...(until !== undefined && { deadline: until }) };
  const last = campaign.guidelines.at(-1);
  const isNew = guidelines !== undefined && guidelines !== (last?.text ?? '');
  return {
    ...next,
    stealing: next.stealing && next.assignment === 'claims',
    batches: next.batches.map((batch) =>
      batch.kind === 'calibration' && change.annotators && next.assignment === 'claims'
        ? { ...batch, annotators: Math.max(batch.annotators, change.annotators.length) }
        : batch,
    ),
    guidelines: isNew
      ? [...campaign.guidelines, { version: (last?.version ?? 0) + 1, text: guidelines, at, by }]
      : campaign.guidelines,
  };
}
