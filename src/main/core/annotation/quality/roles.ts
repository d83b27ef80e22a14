/** Who may see and do what in the quality of a campaign. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { QualityReport } from '../../../../shared/contract/annotation/quality.ts';
import { failure } from '../../../../shared/contract/errors.ts';

type People = Pick<CampaignFile, 'leads' | 'adjudicators' | 'title'>;

/** @throws Failure `forbidden` with `not-adjudicator`: others would see what their colleagues said */
export function checkAdjudicator({ leads, adjudicators, title }: People, person: string): void {
  if (leads.includes(person) || adjudicators.includes(person)) return;
  throw failure('forbidden', `${person} settles no disagreements of ${title}`, {
    reason: 'not-adjudicator',
    values: { campaign: title },
  });
}

/** @throws Failure `forbidden` with `names-for-leads` */
export function checkLead({ leads, title }: People, person: string): void {
  if (leads.includes(person)) return;
  throw failure('forbidden', 'Only a lead sees who said what', {
    reason: 'names-for-leads',
    values: { campaign: title },
  });
}

/** The report as a person may see it: who does not lead the campaign sees figures by person of themselves only, and no pairs. */
export function seenBy(person: string, leads: readonly string[], report: QualityReport): QualityReport {
  if (leads.includes(person)) return report;
  const agreement = report.agreement.filter(
    ({ scope }) => scope.kind !== 'pair' && (scope.kind !== 'consensus' || scope.annotator === person),
  );
  const { campaign } = report;
  return {
    ...report,
    agreement,
    ...(campaign && {
      campaign: { ...campaign, people: campaign.people.filter(({ name }) => name === person) },
    }),
  };
}
