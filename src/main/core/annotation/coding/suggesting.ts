/** What the model says of an item: with the batch, as it was remembered, or asked for now. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import { isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { ItemRecord } from '../files/campaign-files.ts';
import type { Desk } from './desks.ts';

/** Asks the source that the person chose; undefined where it has nothing to say. @throws Failure */
export type SuggestionsFor = (
  at: CampaignRef,
  item: ItemRecord,
  signal?: AbortSignal,
) => Promise<SuggestionSet | undefined>;

/** Asks for many items together, so that they can be coded offline. @throws Failure */
export type PrefetchSuggestions = (
  at: CampaignRef,
  items: readonly ItemRecord[],
  signal?: AbortSignal,
) => Promise<void>;

/** Has the suggestions of every batch on this laptop fetched, where the mode shows some. @throws Failure */
export async function suggestAhead(desk: Desk, prefetch: PrefetchSuggestions): Promise<void> {
  if ((await desk.campaign()).mode === 'blind') return;
  const open = (await desk.kept.batches()).filter(({ state }) => state === 'held');
  const items = open.flatMap((batch) => batch.items).filter(({ suggestions }) => !suggestions);
  if (items.length > 0) await prefetch(desk.at, items);
}

export interface SuggestionAnswer {
  readonly suggestions?: SuggestionSet;
  readonly problem?: FailureData;
}

/** What was shown, or would be, without asking anybody. */
export async function knownSuggestions(desk: Desk, item: ItemRecord): Promise<SuggestionSet | undefined> {
  return item.suggestions ?? (await desk.kept.suggestions(item.batch)).get(item.id);
}

/** As `knownSuggestions`, else asks and remembers the answer: a decision names the suggestions that were seen. */
export async function suggestionsOf(
  desk: Desk,
  item: ItemRecord,
  ask: SuggestionsFor,
  signal: AbortSignal,
): Promise<SuggestionAnswer> {
  const known = await knownSuggestions(desk, item);
  if (known) return { suggestions: known };
  try {
    const suggestions = await ask(desk.at, item, signal);
    if (!suggestions) return {};
    await desk.inTurn(() => desk.kept.keepSuggestions(item.batch, item.id, suggestions));
    return { suggestions };
  } catch (error) {
    if (isFailure(error)) return { problem: error.data };
    throw error;
  }
}
