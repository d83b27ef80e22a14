/** Settled items of a gold campaign, for tests. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { CodedItem, CodedItems } from '../../project-needs.ts';

/** @param codes one an item; the texts are `text 0`, `text 1`... */
export function codedGold(
  codes: readonly string[],
  change: Partial<CampaignFile> = {},
  item: Partial<CodedItem> = {},
): CodedItems {
  const campaign = {
    id: 'gold',
    title: 'Gold 2026',
    purpose: 'gold',
    mode: 'blind',
    nomenclature: { id: 'small', hash: '' },
    sampling: { kind: 'simple-random', probability: true, deduplicated: false, strata: [] },
    ...change,
  } as unknown as CampaignFile;
  const items = codes.map((code, at) => ({
    id: `item-${at}`,
    text: `text ${at}`,
    normalisedText: `text ${at}`,
    variables: { nature: '99', unknown: 'x' },
    code,
    stratum: undefined,
    weight: undefined,
    ...item,
  }));
  return { campaign, items, unresolved: 0, sources: [] };
}
