/** The state of a coding session, and what it needs of the rest. */
import type { AppClient } from '../../../shared/contract/index.ts';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { BatchWork, CodingItem } from '../../../shared/contract/annotation/coding.ts';
import type { CorrespondencePair } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import type { CodeFinder } from '../codes/code-finder.ts';
import type { Offer } from './choices.ts';
import type { Advice, ItemState } from './item-state.ts';
import type { KeptRemarks } from './remarks.ts';

/** A sentence for what a key could not do. */
export type Hint =
  | 'type-something'
  | 'nothing-found'
  | 'several-below'
  | 'wrong-level'
  | 'nothing-to-undo'
  | 'undone'
  | 'suggestions-asked';

export interface SessionState {
  readonly work: BatchWork;
  /** Place of the item on screen. */
  readonly place: number;
  /** Absent at the end of the batch. */
  readonly item: ItemState | undefined;
  /** By item, as far as it was asked for. */
  readonly advice: ReadonlyMap<string, Advice>;
  readonly busy: 'saving' | 'revealing' | 'undoing' | 'opening' | undefined;
  /** Why the last decision, undo or batch did not come about. */
  readonly failure: FailureData | undefined;
  /** Typed for the next item. */
  readonly ahead: string;
  readonly hint: Hint | undefined;
  /** Candidates for the codes of the version that is recoded. */
  readonly candidates: readonly CorrespondencePair[];
}

type Calls = AppClient['annotation'];

export interface SessionParts {
  readonly at: CampaignRef;
  readonly calls: Pick<Calls, 'decide' | 'reveal' | 'undo' | 'suggestions' | 'batch' | 'openBatch'>;
  readonly tree: Tree;
  readonly candidatesOf: (item: CodingItem) => readonly CorrespondencePair[];
  readonly finder: () => CodeFinder | undefined;
  readonly clock: () => number;
  readonly remarks: KeptRemarks;
}

/** The id that stands for the item on screen; empty at the end of the batch. */
export const shownId = ({ item }: SessionState): string => item?.item.id ?? '';

/** What the model says of the item on screen. */
export const adviceOf = (state: SessionState): Advice =>
  state.advice.get(shownId(state)) ?? { state: 'hidden' };

/** What the item on screen is chosen from. */
export const offerOf = (state: SessionState, tree: Tree): Offer => ({
  tree,
  level: state.work.campaign.level,
  advice: adviceOf(state),
  candidates: state.candidates,
});
