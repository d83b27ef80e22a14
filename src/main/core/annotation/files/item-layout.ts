/** How items are laid out in parts and row groups: batch after batch, none of them cut in two. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { ItemRecord } from './campaign-files.ts';

/** Rows from which on a row group, and a part, ends with its batch. */
const groupRows = 1_000;
const partRows = 20_000;

export interface ItemPart {
  readonly records: readonly ItemRecord[];
  /** Rows of each row group. */
  readonly groups: readonly number[];
}

/** Sorts items by the batches of the campaign and cuts them into parts. @throws Failure `invalid-input` for an item of no batch */
export function partsOf(campaign: Pick<CampaignFile, 'batches'>, items: readonly ItemRecord[]): ItemPart[] {
  const byBatch = new Map<string, ItemRecord[]>(campaign.batches.map(({ id }) => [id, []]));
  for (const item of items) {
    const batch = byBatch.get(item.batch);
    if (!batch)
      throw failure('invalid-input', `Item ${item.id} is of batch ${item.batch}, which is not there`);
    batch.push(item);
  }
  const parts: { records: ItemRecord[]; groups: number[] }[] = [];
  for (const batch of byBatch.values()) {
    if (batch.length === 0) continue;
    let part = parts.at(-1);
    if (!part || part.records.length >= partRows) parts.push((part = { records: [], groups: [0] }));
    if ((part.groups.at(-1) ?? 0) >= groupRows) part.groups.push(0);
    for (const item of batch) part.records.push(item);
    part.groups.push((part.groups.pop() ?? 0) + batch.length);
  }
  return parts;
}
