/** From the codes of one version to those of the next. */
import type {
  Correspondence,
  CorrespondencePair,
  NomenclatureNode,
} from '../contract/annotation/nomenclatures.ts';
import { dotless } from './code.ts';
import type { Tree } from './tree.ts';

export interface Recoding {
  readonly from: string;
  readonly to: string;
  /** The codes that share content with this one, in the order of the nomenclature they are of; empty for an unknown code. */
  candidates(code: string): readonly CorrespondencePair[];
  /** `univocal`: one candidate. `multivocal`: several. `none`: it has no successor, or is no code of the table. */
  kindOf(code: string): 'univocal' | 'multivocal' | 'none';
  /** Codes of the table that are not in the trees. */
  readonly unknown: readonly { readonly nomenclature: string; readonly code: string }[];
}

/** Makes the way from one tree to the other. @throws RangeError when the trees are not those of the table */
export function createCorrespondence(correspondence: Correspondence, from: Tree, to: Tree): Recoding {
  if (correspondence.from !== from.id || correspondence.to !== to.id)
    throw new RangeError(
      `A correspondence from ${correspondence.from} to ${correspondence.to} says nothing of ${from.id} and ${to.id}`,
    );
  const place = new Map(to.nomenclature.nodes.map(({ code }, index) => [dotless(code), index]));
  const placeOf = ({ to: code }: CorrespondencePair) => place.get(dotless(code)) ?? Infinity;
  const compare = (one: number, other: number) => (one === other ? 0 : one - other);
  const byCode = Map.groupBy(correspondence.pairs, (pair) => dotless(pair.from));
  for (const pairs of byCode.values()) pairs.sort((one, other) => compare(placeOf(one), placeOf(other)));
  const candidates = (code: string) => byCode.get(dotless(code)) ?? [];
  const missing = (tree: Tree, codes: readonly string[]) =>
    [...new Set(codes)]
      .filter((code) => tree.node(code) === undefined)
      .map((code) => ({ nomenclature: tree.id, code }));

  return {
    from: from.id,
    to: to.id,
    candidates,
    kindOf(code) {
      const { length } = candidates(code);
      if (length === 0) return 'none';
      return length === 1 ? 'univocal' : 'multivocal';
    },
    unknown: [
      ...missing(
        from,
        correspondence.pairs.map((pair) => pair.from),
      ),
      ...missing(
        to,
        correspondence.pairs.map((pair) => pair.to),
      ),
    ],
  };
}

/** Candidates below one heading; without one where they are few. */
export interface CandidateGroup {
  readonly heading: NomenclatureNode | undefined;
  readonly pairs: readonly CorrespondencePair[];
}

/** From so many candidates a list is hard to survey (the annotators of the NAF 2025 campaign named twenty). */
const surveyable = 20;

/** Candidates as they are below twenty; from there by division, and by group where one division would hold as many again. */
export function groupCandidates(pairs: readonly CorrespondencePair[], tree: Tree): CandidateGroup[] {
  if (pairs.length < surveyable) return pairs.length === 0 ? [] : [{ heading: undefined, pairs }];
  const groups = (some: readonly CorrespondencePair[], level: number): CandidateGroup[] => {
    const byHeading = Map.groupBy(some, (pair) => tree.ancestorAt(pair.to, level));
    return [...byHeading].flatMap(([heading, held]) =>
      held.length >= surveyable && level < Math.min(3, tree.depth - 1)
        ? groups(held, level + 1)
        : [{ heading, pairs: held }],
    );
  };
  return groups(pairs, Math.min(2, tree.depth));
}
