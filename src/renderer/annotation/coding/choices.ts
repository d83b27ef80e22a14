/** The rows of the list beside the text: suggestions, candidates, what was found, or a level of the tree. Pure. */
import type {
  CorrespondencePair,
  NomenclatureNode,
} from '../../../shared/contract/annotation/nomenclatures.ts';
import type { CodeSource, Suggestion } from '../../../shared/contract/annotation/coding.ts';
import { groupCandidates } from '../../../shared/nomenclature/correspondence.ts';
import type { Hit } from '../../../shared/nomenclature/search.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { textOf, type Advice, type ItemState, type OwnCode } from './item-state.ts';
import { isCodeLike } from './typed.ts';

export type Choice =
  | { readonly kind: 'own'; readonly code: string; readonly own: OwnCode }
  | {
      readonly kind: 'suggestion';
      readonly code: string;
      readonly digit: string | undefined;
      readonly suggestion: Suggestion;
    }
  | {
      readonly kind: 'candidate';
      readonly code: string;
      readonly digit: string | undefined;
      readonly pair: CorrespondencePair;
      /** Begins a group below this code. */
      readonly heading: NomenclatureNode | undefined;
    }
  | { readonly kind: 'none-of-these' }
  | { readonly kind: 'hit'; readonly code: string; readonly hit: Hit }
  | { readonly kind: 'node'; readonly code: string };

export interface ChoiceList {
  readonly kind: 'offered' | 'found' | 'tree';
  readonly choices: readonly Choice[];
  /** Index of the highlighted row; -1 where there is none. */
  readonly at: number;
}

/** What an item is chosen from. */
export interface Offer {
  readonly tree: Tree;
  /** Level that a decision must reach. */
  readonly level: number;
  readonly advice: Advice;
  /** Codes that share content with the known one; empty where nothing is recoded. */
  readonly candidates: readonly CorrespondencePair[];
}

/** The list for the state of the item. */
export function choicesOf(state: ItemState, offer: Offer): ChoiceList {
  const { browsing, place } = state;
  const within = (choices: readonly Choice[], wanted: number) =>
    Math.max(Math.min(wanted, choices.length - 1), choices.length > 0 ? 0 : -1);
  if (browsing !== undefined) {
    const choices = siblings(offer.tree, browsing).map(({ code }): Choice => ({ kind: 'node', code }));
    const own = choices.findIndex((choice) => codeOf(choice) === offer.tree.node(browsing)?.code);
    return { kind: 'tree', choices, at: within(choices, own) };
  }
  const text = textOf(state).trim();
  const offered = offeredChoices(state, offer);
  if (text === '') return { kind: 'offered', choices: offered, at: within(offered, place ?? 0) };
  const digit = offered.findIndex((choice) => 'digit' in choice && choice.digit === text);
  if (digit >= 0) return { kind: 'offered', choices: offered, at: place ?? digit };
  const found = foundChoices(state.found.hits, offer);
  return { kind: 'found', choices: found, at: within(found, place ?? 0) };
}

const siblings = (tree: Tree, code: string) => tree.children(tree.node(code)?.parent);

function offeredChoices(state: ItemState, { tree, advice, candidates }: Offer): Choice[] {
  const { own, withoutCandidates } = state;
  const suggestions = advice.state === 'there' ? advice.set.suggestions : [];
  const isKnown = candidates.length > 0 && !withoutCandidates;
  const groups = isKnown ? groupCandidates(candidates, tree) : [];
  let turn = 0;
  const nextDigit = () => {
    turn += 1;
    return suggestions.length === 0 && turn <= 9 ? String(turn) : undefined;
  };
  return [
    ...(own ? [{ kind: 'own', code: own.code, own } as const] : []),
    ...suggestions.map((suggestion, index) => ({
      kind: 'suggestion' as const,
      code: suggestion.code,
      digit: index < 9 ? String(index + 1) : undefined,
      suggestion,
    })),
    ...groups.flatMap(({ heading, pairs }) =>
      pairs.map((pair, index) => ({
        kind: 'candidate' as const,
        code: pair.to,
        digit: nextDigit(),
        pair,
        heading: index === 0 ? heading : undefined,
      })),
    ),
    ...(isKnown ? [{ kind: 'none-of-these' } as const] : []),
  ];
}

/** A code above the level that leads to one code only stands for it: it is left out where that one is found as well. */
function foundChoices(hits: readonly Hit[], { tree, level }: Offer): Choice[] {
  const codes = new Set(hits.map(({ code }) => code));
  return hits
    .filter(({ code }) => {
      const taken = takenCode(tree, code, level);
      return taken === undefined || taken === code || !codes.has(taken);
    })
    .map((hit) => ({ kind: 'hit', code: hit.code, hit }));
}

/** The code of a row; undefined for "none of these". */
export const codeOf = (choice: Choice | undefined): string | undefined =>
  choice && choice.kind !== 'none-of-these' ? choice.code : undefined;

/** The code at the level that a choice stands for: itself, the only one below it, or the one above it; undefined where there are several. */
export function takenCode(tree: Tree, code: string, level: number): string | undefined {
  let node = tree.node(code);
  while (node && node.level < level) {
    const children = tree.children(node.code);
    node = children.length === 1 ? children[0] : undefined;
  }
  return node && tree.ancestorAt(node.code, level)?.code;
}

/** By which way the code of a row was found. */
export function sourceOf(choice: Choice, text: string): { source: CodeSource; suggestionRank?: number } {
  switch (choice.kind) {
    case 'own':
      return {
        source: choice.own.source,
        ...(choice.own.rank !== undefined && { suggestionRank: choice.own.rank }),
      };
    case 'suggestion':
      return { source: 'suggestion', suggestionRank: choice.suggestion.rank };
    case 'candidate':
      return { source: 'mapping' };
    case 'hit':
      return { source: isCodeLike(text) ? 'typed' : 'search' };
    case 'node':
    case 'none-of-these':
      return { source: 'tree' };
  }
}
