/** A nomenclature as a tree of any number of levels. */
import type { Nomenclature, NomenclatureNode } from '../contract/annotation/nomenclatures.ts';
import { dotless } from './code.ts';

/** Codes are taken with or without dots, in capitals or not; unknown ones have no ancestors and no children. */
export interface Tree {
  readonly id: string;
  readonly nomenclature: Nomenclature;
  /** Number of levels. */
  readonly depth: number;
  /** The codes that have none below them, in the order of the nomenclature. */
  readonly leaves: readonly NomenclatureNode[];
  node(code: string): NomenclatureNode | undefined;
  /** From the section down to the parent, without the code itself. */
  ancestors(code: string): readonly NomenclatureNode[];
  /** Those right below; without a code, the sections. */
  children(code?: string): readonly NomenclatureNode[];
  /** The ancestor at a level, the code itself at its own; undefined below it. */
  ancestorAt(code: string, level: number): NomenclatureNode | undefined;
  isLeaf(code: string): boolean;
  /** Level of the lowest common ancestor, the codes themselves included; 0 where there is none. */
  commonLevel(one: string, other: string): number;
}

/** Makes the tree; nodes may stand in any order. Of two nodes with one code the first counts, and a circle of parents is cut. */
export function createTree(nomenclature: Nomenclature): Tree {
  const nodes = new Map<string, NomenclatureNode>();
  for (const node of nomenclature.nodes) {
    const key = dotless(node.code);
    if (!nodes.has(key)) nodes.set(key, node);
  }
  const parentOf = ({ parent }: NomenclatureNode) =>
    parent === undefined ? undefined : nodes.get(dotless(parent));
  const below = Map.groupBy(nodes.values(), parentOf);
  const node = (code: string) => nodes.get(dotless(code));

  /** From the section down to the code itself. */
  function path(code: string): NomenclatureNode[] {
    const found = new Set<NomenclatureNode>();
    for (let at = node(code); at && !found.has(at); at = parentOf(at)) found.add(at);
    return [...found].reverse();
  }
  const childrenOf = (one: NomenclatureNode | undefined) => below.get(one) ?? [];
  const isLeaf = (one: NomenclatureNode) => childrenOf(one).length === 0;

  return {
    id: nomenclature.id,
    nomenclature,
    depth: nomenclature.levels.length,
    leaves: [...nodes.values()].filter(isLeaf),
    node,
    ancestors: (code) => path(code).slice(0, -1),
    children(code) {
      if (code === undefined) return childrenOf(undefined);
      const known = node(code);
      return known ? childrenOf(known) : [];
    },
    ancestorAt: (code, level) => path(code).find((one) => one.level === level),
    isLeaf(code) {
      const known = node(code);
      return known !== undefined && isLeaf(known);
    },
    commonLevel(one, other) {
      const others = new Set(path(other));
      return path(one).findLast((ancestor) => others.has(ancestor))?.level ?? 0;
    },
  };
}
