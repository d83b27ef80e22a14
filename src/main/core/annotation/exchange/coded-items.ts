/** The settled items of a campaign, for what learns from them or is measured by them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { normalisedText } from '../../../../shared/text/normalise.ts';
import type { CodedItem, CodedItems } from '../../project-needs.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { readCampaignRecords } from './campaign-records.ts';
import { standsOf } from './export-rows.ts';
import { resolve } from './resolution.ts';

/** Items that are settled in one turn of the event loop. */
const atOnce = 500;

/** The settled items among the files of a campaign. @throws Failure, also where a part cannot be read */
export async function readCodedItems(
  files: CampaignFiles,
  at: CampaignRef,
  signal?: AbortSignal,
): Promise<CodedItems> {
  const { campaign, sources, ...records } = await readCampaignRecords(files, at, signal);
  const decisions = Map.groupBy(records.decisions, ({ item }) => item);
  const adjudications = Map.groupBy(records.adjudications, ({ item }) => item);
  const items: CodedItem[] = [];
  let unresolved = 0;
  for (const [index, item] of records.items.entries()) {
    if (index % atOnce === atOnce - 1) await nextTurn();
    signal?.throwIfAborted();
    const resolution = resolve(standsOf(decisions.get(item.id) ?? []), adjudications.get(item.id) ?? []);
    if (resolution === 'tie' || resolution === 'conflict') unresolved += 1;
    if (typeof resolution === 'string' || resolution.status !== 'done' || resolution.code === undefined)
      continue;
    items.push({
      id: item.sourceId,
      text: item.text,
      normalisedText: normalisedText(item.text),
      variables: item.fields,
      code: resolution.code,
      stratum: item.stratum,
      weight: item.weight,
    });
  }
  return { campaign, items, unresolved, sources };
}
