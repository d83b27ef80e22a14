/** The texts and variables of items in the queue: read batch by batch, and remembered while the queue is open. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Disagreement } from '../../../../shared/contract/annotation/quality.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { CampaignFiles, ItemRecord } from '../files/campaign-files.ts';
import type { Dispute } from './disagreements.ts';

type Text = Pick<ItemRecord, 'text' | 'fields' | 'knownCode'>;

export interface ItemTexts {
  /** The disputes with their items. @throws Failure of the network where one was not read before */
  join(disputes: readonly Dispute[], signal: AbortSignal): Promise<Disagreement[]>;
}

/** Items at most; those that were met first go first. */
const most = 10_000;

/** Nothing is read yet. */
export function createItemTexts(files: Pick<CampaignFiles, 'items'>, at: CampaignRef): ItemTexts {
  const texts = new Map<string, Text>();

  async function read(disputes: readonly Dispute[], signal: AbortSignal): Promise<void> {
    const batches = new Set(disputes.map(({ batch }) => batch));
    // Settled without a coding in force: its batch is not known.
    const items = await files.items(at, batches.has('') ? undefined : [...batches], signal);
    const wanted = new Set(disputes.map(({ item }) => item));
    for (const { id, text, fields, knownCode } of items)
      if (wanted.has(id)) texts.set(id, { text, fields, knownCode });
    for (const id of texts.keys()) {
      if (texts.size <= most) break;
      texts.delete(id);
    }
  }

  return {
    async join(disputes, signal) {
      const unknown = disputes.filter(({ item }) => !texts.has(item));
      if (unknown.length > 0)
        await read(unknown, signal).catch((error: unknown) => {
          // A damaged file of items is named in the report; its items can still be settled.
          if (!isFailure(error) || error.code !== 'invalid-input') throw error;
        });
      return disputes.map((dispute) => {
        const { batch: _, ...shown } = dispute;
        const { text = '', fields = {}, knownCode } = texts.get(dispute.item) ?? {};
        return { ...shown, text, fields: { ...fields }, ...(knownCode !== undefined && { knownCode }) };
      });
    },
  };
}
