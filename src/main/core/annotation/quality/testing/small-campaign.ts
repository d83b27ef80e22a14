/** A campaign of a few codes, coded by whom a test says, for the figures. */
import type { CampaignFile } from '../../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../../shared/contract/annotation/coding.ts';
import { createTree } from '../../../../../shared/nomenclature/tree.ts';
import { small } from '../../../../../shared/nomenclature/testing/small-nomenclature.ts';
import { decision } from '../../coding/testing/decisions.ts';
import { sampleCampaign } from '../../files/testing/campaign-store.ts';
import { codePaths, createCodeTable } from '../code-table.ts';
import type { Setting } from '../quality-messages.ts';
import type { SampleItem } from '../sample-item.ts';

export const tree = createTree(small);
export const paths = codePaths(tree);
export const table = createCodeTable(paths, 5);
/** The codes that can be given. */
export const codes = tree.leaves.map(({ code }) => code);

/** What a person said of an item: a code, `U` for unclassifiable, `S` skipped, `D` delegated. */
export function said(annotator: string, item: string, what: string, rest: Partial<Decision> = {}): Decision {
  const { codeFinal: _, ...blank } = decision(`${annotator} ${item} ${what}`, { annotator, item });
  const status = ({ U: 'unclassifiable', S: 'skipped', D: 'delegated' } as const)[what];
  return {
    ...blank,
    ...(status ? { status } : { codeFirst: what, codeFinal: what }),
    ...rest,
  };
}

/** A row an annotator, a column an item: `{ alice: ['10.11Z', 'U', ''] }`; empty is not coded. Items are `i000`, `i001`, ... */
export function coded(rows: Readonly<Record<string, readonly string[]>>): Decision[] {
  return Object.entries(rows).flatMap(([annotator, row]) =>
    row.flatMap((what, place) => (what === '' ? [] : [said(annotator, itemName(place), what)])),
  );
}

export function itemName(place: number): string {
  return `i${String(place).padStart(3, '0')}`;
}

export function campaignOf(rest: Partial<CampaignFile> = {}): CampaignFile {
  return sampleCampaign('small', 1, 10, { nomenclature: { id: 'small', hash: '' }, ...rest });
}

export function settingOf(rest: Partial<Setting> = {}): Setting {
  return { campaign: campaignOf(), paths, controls: [], claims: [], person: 'alice', ...rest };
}

/** An item with what the model said first. */
export function itemOf(
  place: number,
  predicted: string | undefined,
  rest: Partial<SampleItem> = {},
): SampleItem {
  return { id: itemName(place), batch: 'batch', ...(predicted !== undefined && { predicted }), ...rest };
}
