/** What the page may see of items and decisions in each mode: a suggestion that is not to be seen never leaves the core. Pure. */
import type { CampaignFile, CodingMode } from '../../../../shared/contract/annotation/campaigns.ts';
import type {
  BatchWork,
  CodingItem,
  Decision,
  SuggestionSet,
} from '../../../../shared/contract/annotation/coding.ts';
import type { ItemRecord } from '../files/campaign-files.ts';
import type { DecisionBook } from './decision-book.ts';
import { inOwnOrder } from './item-order.ts';
import type { KeptBatch } from './kept-campaign.ts';

/** Whether suggestions may be seen: never in blind mode, in reveal once the first code is kept. */
export function maySee(mode: CodingMode, firstCode: string | undefined): boolean {
  return mode === 'assisted' || (mode === 'reveal' && firstCode !== undefined);
}

/** The item without what must stay hidden; a known code is shown only where it is recoded from. */
export function shownItem(
  record: ItemRecord,
  suggestions: SuggestionSet | undefined,
  recodes: boolean,
): CodingItem {
  const { id, batch, text, cleanText, fields, multiplicity, knownCode } = record;
  return {
    id,
    batch,
    text,
    cleanText,
    fields: { ...fields },
    multiplicity,
    ...(recodes && knownCode !== undefined && { knownCode }),
    ...(suggestions && { suggestions }),
  };
}

/** The decision without what must stay hidden; parts of other programs may hold it. */
export function shownDecision(decision: Decision, isSeen: boolean): Decision {
  if (isSeen) return decision;
  const { suggestions: _, confidenceIndex: __, modelVersion: ___, ...shown } = decision;
  return shown;
}

/** A batch as the page gets it, in the person's own order. */
export function shownBatch(given: {
  readonly campaign: CampaignFile;
  readonly kept: KeptBatch;
  readonly person: string;
  readonly book: Pick<DecisionBook, 'standing' | 'firstCode'>;
  readonly remembered: ReadonlyMap<string, SuggestionSet>;
}): BatchWork {
  const { campaign, kept, person, book, remembered } = given;
  const { mode } = campaign;
  const items = inOwnOrder(kept.items, campaign.sampling.seed, person);
  const decisions: Record<string, Decision> = {};
  const firstCodes: Record<string, string> = {};
  const conflicts: string[] = [];
  for (const { id } of items) {
    const standing = book.standing(id);
    const first = book.firstCode(id);
    if (standing.kind === 'in-force') decisions[id] = shownDecision(standing.decision, maySee(mode, first));
    else if (standing.kind === 'conflict') conflicts.push(id);
    else if (mode === 'reveal' && first !== undefined) firstCodes[id] = first;
  }
  return {
    campaign,
    batch: kept.batch,
    kind: campaign.batches.find(({ id }) => id === kept.batch)?.kind ?? 'single',
    items: items.map((record) =>
      shownItem(
        record,
        maySee(mode, book.firstCode(record.id))
          ? (record.suggestions ?? remembered.get(record.id))
          : undefined,
        campaign.recoding !== undefined,
      ),
    ),
    decisions,
    firstCodes,
    conflicts,
    ...(kept.heldUntil !== undefined && { heldUntil: kept.heldUntil }),
  };
}
