/** What a person has done on the item on screen, before it is decided. Pure. */
import type {
  CodeSource,
  CodingItem,
  Decision,
  SuggestionSet,
} from '../../../shared/contract/annotation/coding.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Hit } from '../../../shared/nomenclature/search.ts';
import { strokesOf, typedText, type Stroke } from './typed.ts';

/** A code that the person chose before: the first one in reveal mode, or that of a decision to be changed. */
export interface OwnCode {
  readonly code: string;
  readonly source: CodeSource;
  readonly rank?: number;
}

/** What the model says of an item, as far as it may be seen. */
export type Advice =
  | { readonly state: 'hidden' | 'asking' | 'none' }
  | { readonly state: 'there'; readonly set: SuggestionSet }
  | { readonly state: 'failed'; readonly problem: FailureData };

export interface ItemState {
  readonly item: CodingItem;
  readonly strokes: readonly Stroke[];
  /** What the search found, and for which text. */
  readonly found: { readonly text: string; readonly hits: readonly Hit[] };
  /** The row that was moved to; undefined: the one that stands first. */
  readonly place: number | undefined;
  /** The code on which the person stands in the tree. */
  readonly browsing: string | undefined;
  /** "None of these" was said of the candidates. */
  readonly withoutCandidates: boolean;
  readonly own: OwnCode | undefined;
  /** Reveal mode: the first code is kept. */
  readonly firstCode: string | undefined;
  readonly flagged: boolean;
  readonly comment: string;
  readonly difficulty: number | undefined;
  readonly searchUsed: boolean;
}

/** An item as it comes on screen; with what was decided about it before, where it was. */
export function openItem(
  item: CodingItem,
  before: Decision | undefined,
  firstCode: string | undefined,
): ItemState {
  const code = before?.status === 'done' ? before.codeFinal : firstCode;
  return {
    item,
    strokes: [],
    found: { text: '', hits: [] },
    place: undefined,
    browsing: undefined,
    withoutCandidates: false,
    own:
      code === undefined
        ? undefined
        : {
            code,
            source: before?.source ?? 'first',
            ...(before?.suggestionRank !== undefined && { rank: before.suggestionRank }),
          },
    firstCode,
    flagged: before?.flagged ?? false,
    comment: before?.comment ?? '',
    difficulty: before?.difficulty,
    searchUsed: before?.searchUsed ?? false,
  };
}

/** The text in the search box. */
export const textOf = (state: ItemState): string => typedText(state.strokes);

/** One key more at the end of the text. */
export const withStroke = (state: ItemState, stroke: Stroke): ItemState =>
  withStrokes(state, [...state.strokes, stroke]);

/** The text as it was changed by other means than a key at its end. */
export const withText = (state: ItemState, text: string): ItemState =>
  withStrokes(state, strokesOf(text, state.strokes));

const withStrokes = (state: ItemState, strokes: readonly Stroke[]): ItemState => ({
  ...state,
  strokes,
  place: undefined,
  browsing: undefined,
});

/** What the search found, if it is still about what stands in the box. */
export const withHits = (state: ItemState, text: string, hits: readonly Hit[]): ItemState =>
  textOf(state) === text ? { ...state, found: { text, hits }, place: undefined, searchUsed: true } : state;

/** Back to the item as it came, but for flag, comment and difficulty. */
export const cleared = (state: ItemState): ItemState => ({
  ...withStrokes(state, []),
  found: { text: '', hits: [] },
  withoutCandidates: false,
});

/** Stands on a code in the tree, among its siblings. */
export const standingOn = (state: ItemState, code: string | undefined): ItemState =>
  code === undefined ? state : { ...state, browsing: code, place: undefined };

/** From 0 to 5, one step harder or easier; easier than 0 is "not said". */
export function stepped(difficulty: number | undefined, by: 1 | -1): number | undefined {
  if (difficulty === undefined) return by === 1 ? 1 : 0;
  const next = difficulty + by;
  return next < 0 ? undefined : Math.min(5, next);
}

/** What an answer about suggestions comes to. */
export function adviceFrom(set: SuggestionSet | undefined, problem: FailureData | undefined): Advice {
  if (set && set.suggestions.length > 0) return { state: 'there', set };
  return problem ? { state: 'failed', problem } : { state: 'none' };
}
