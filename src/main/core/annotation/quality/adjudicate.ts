/** Settling a disagreement: on the disk when it is answered, sent like decisions. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { qualityOperations } from '../../../../shared/contract/annotation/quality.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';
import { checkedCode } from '../coding/decision-checks.ts';
import { machineOf } from '../coding/machine.ts';
import type { AdjudicationRecord } from '../files/campaign-files.ts';
import { checkAdjudicator } from './roles.ts';

export type Settlement = z.output<typeof qualityOperations.adjudicate.input>;

/**
 * The record of a settlement.
 * @param now milliseconds since 1970
 * @throws Failure `forbidden`; `invalid-input` with `code-unknown`, `code-level`, `code-missing`, `code-unwanted` or `settled-delegated`
 */
export function adjudicationOf(
  { item, status, code, reason, comment }: Settlement,
  campaign: CampaignFile,
  tree: Pick<Tree, 'node'>,
  who: { readonly person: string; readonly machine: string; readonly now: number },
): AdjudicationRecord {
  checkAdjudicator(campaign, who.person);
  if (status === 'delegated')
    throw failure('invalid-input', 'Nobody is left to whom an adjudicator could delegate', {
      reason: 'settled-delegated',
      field: 'status',
    });
  if (status === 'done' && code === undefined)
    throw failure('invalid-input', 'The code is missing', { reason: 'code-missing', field: 'code' });
  if (status !== 'done' && code !== undefined)
    throw failure('invalid-input', 'Only an item that is coded has a code', {
      reason: 'code-unwanted',
      values: { code },
      field: 'code',
    });
  return {
    id: randomUUID(),
    item,
    status,
    ...(code !== undefined && { code: checkedCode(campaign, tree, code).code }),
    reason,
    comment,
    by: who.person,
    at: who.now,
    machine: who.machine,
  };
}

/** Writes it to the journal. @throws Failure as `adjudicationOf`, `no-space` */
export async function adjudicate(
  { userName: person, store }: AnnotationContext,
  settlement: Settlement,
  campaign: CampaignFile,
  tree: Pick<Tree, 'node'>,
  now: number,
): Promise<void> {
  const machine = await machineOf(store);
  const record = adjudicationOf(settlement, campaign, tree, { person, machine, now });
  await store.decisions.append([
    {
      id: record.id,
      campaign: campaignKey(settlement.at),
      kind: 'adjudication',
      item: record.item,
      record: JSON.stringify(record),
    },
  ]);
}
