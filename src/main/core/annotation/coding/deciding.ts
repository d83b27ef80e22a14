/** Decisions: made, taken back, settled. Each one is on the disk before it is answered. */
import { randomUUID } from 'node:crypto';
import type { Decision, DecisionInput } from '../../../../shared/contract/annotation/coding.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';
import type { ItemRecord } from '../files/campaign-files.ts';
import { checkDecision, checkedCode } from './decision-checks.ts';
import type { Desk } from './desks.ts';
import { maySee, shownDecision } from './shown.ts';
import { knownSuggestions, suggestionsOf, type SuggestionAnswer, type SuggestionsFor } from './suggesting.ts';

export interface Deciding {
  decide(desk: Desk, item: string, input: DecisionInput): Promise<Decision>;
  reveal(
    desk: Desk,
    given: { item: string; code: string; leadTime: number },
    signal: AbortSignal,
  ): Promise<SuggestionAnswer>;
  suggestions(desk: Desk, item: string, signal: AbortSignal): Promise<SuggestionAnswer>;
  undo(desk: Desk): Promise<{ item: string; batch: string; was: Decision } | undefined>;
  settle(desk: Desk, item: string, keep: string): Promise<void>;
}

/** @param nomenclature the tree that a campaign names. */
export function createDeciding(parts: {
  readonly clock: () => number;
  readonly nomenclature: (id: string) => Promise<Pick<Tree, 'node'>>;
  readonly suggestionsFor: SuggestionsFor;
}): Deciding {
  const { clock, nomenclature } = parts;

  /** A later word on what was said: it takes the place of every head, and comes from this laptop and moment. */
  const instead = (desk: Desk, of: Decision, heads: readonly Decision[]): Decision => ({
    ...of,
    id: randomUUID(),
    machine: desk.machine,
    decidedAt: clock(),
    replaces: heads.map(({ id }) => id),
  });

  return {
    decide: (desk, id, input) =>
      desk.inTurn(async () => {
        const item = await itemHere(desk, id);
        const campaign = await desk.campaign();
        const standing = desk.book.standing(id);
        if (standing.kind === 'conflict')
          throw failure('conflict', 'Two laptops decided differently', { reason: 'decision-conflict' });
        const first = desk.book.firstCode(id);
        const isSeen = maySee(campaign.mode, first);
        const tree = await nomenclature(campaign.nomenclature.id);
        const node = checkDecision(campaign, tree, input, isSeen);
        const seen = isSeen ? await knownSuggestions(desk, item) : undefined;
        const codeFirst = first ?? node?.code;
        const decision: Decision = {
          ...input,
          id: randomUUID(),
          item: id,
          batch: item.batch,
          annotator: desk.context.userName,
          round: 1,
          mode: campaign.mode,
          ...(codeFirst !== undefined && { codeFirst }),
          ...(node && { codeFinal: node.code }),
          levelReached: node?.level ?? 0,
          decidedAt: clock(),
          guidelineVersion: Math.max(0, ...campaign.guidelines.map(({ version }) => version)),
          ...(seen && {
            suggestions: seen.suggestions,
            modelVersion: [seen.model, seen.modelVersion].filter(Boolean).join('/'),
            ...(seen.confidenceIndex !== undefined && { confidenceIndex: seen.confidenceIndex }),
          }),
          machine: desk.machine,
          replaces: standing.heads.map((head) => head.id),
          withdrawn: false,
        };
        await desk.book.append(decision);
        return decision;
      }),

    async reveal(desk, { item: id, code, leadTime }, signal) {
      const item = await itemHere(desk, id);
      const campaign = await desk.campaign();
      if (campaign.mode !== 'reveal')
        throw failure('invalid-input', 'The campaign reveals no suggestions', { reason: 'not-reveal-mode' });
      const node = checkedCode(campaign, await nomenclature(campaign.nomenclature.id), code);
      await desk.inTurn(async () => {
        if (desk.book.firstCode(id) !== undefined) return;
        await desk.book.keepFirstCode(randomUUID(), id, { code: node.code, leadTime, at: clock() });
      });
      return suggestionsOf(desk, item, parts.suggestionsFor, signal);
    },

    async suggestions(desk, id, signal) {
      const item = await itemHere(desk, id);
      const { mode } = await desk.campaign();
      if (!maySee(mode, desk.book.firstCode(id)))
        throw failure('invalid-input', 'Suggestions are not to be seen', { reason: 'suggestions-hidden' });
      return suggestionsOf(desk, item, parts.suggestionsFor, signal);
    },

    undo: (desk) =>
      desk.inTurn(async () => {
        const newest = desk.book.newest();
        if (!newest) return undefined;
        const { item, batch } = newest;
        const { mode } = await desk.campaign();
        const { heads } = desk.book.standing(item);
        await desk.book.append({ ...instead(desk, newest, heads), withdrawn: true });
        return { item, batch, was: shownDecision(newest, maySee(mode, desk.book.firstCode(item))) };
      }),

    settle: (desk, item, keep) =>
      desk.inTurn(async () => {
        const standing = desk.book.standing(item);
        const kept = standing.heads.find(({ id }) => id === keep);
        if (standing.kind !== 'conflict' || !kept)
          throw failure('not-found', 'There is no such conflict', { reason: 'conflict-gone' });
        await desk.book.append(instead(desk, kept, standing.heads));
      }),
  };
}

async function itemHere(desk: Desk, id: string): Promise<ItemRecord> {
  const item = await desk.kept.item(id);
  if (item) return item;
  throw failure('not-found', 'This laptop does not have the item', {
    reason: 'item-not-here',
    values: { item: id },
  });
}
