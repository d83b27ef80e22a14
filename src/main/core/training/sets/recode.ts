/** Codes as people gave them to codes of the nomenclature that a model is to learn. Pure. */
import { versionOf } from '../../../../shared/nomenclature/code.ts';
import { createCorrespondence } from '../../../../shared/nomenclature/correspondence.ts';
import { createTree, type Tree } from '../../../../shared/nomenclature/tree.ts';
import type { Recoding } from './set-material.ts';

export type Recoded =
  | { readonly kind: 'same' | 'recoded'; readonly code: string }
  /** Several successors: nobody but a person can say which. */
  | { readonly kind: 'multivocal' }
  /** No successor, or no code at all. */
  | { readonly kind: 'unknown' };

/** Gives, for a code of a version (undefined: told by the code), the one to learn, with its dots. */
export type Recode = (code: string, nomenclature: string | undefined) => Recoded;

/** Makes it. @throws RangeError where a correspondence leads to another tree */
export function createRecode(tree: Tree, recodings: readonly Recoding[]): Recode {
  const ways = new Map(
    recodings.map(({ from, correspondence }) => [
      from.id,
      createCorrespondence(correspondence, createTree(from), tree),
    ]),
  );
  return (code, nomenclature) => {
    const node = tree.node(code);
    const from = nomenclature ?? (node ? tree.id : versionOf(code));
    if (from === tree.id) return node ? { kind: 'same', code: node.code } : { kind: 'unknown' };
    const candidates = ways.get(from ?? '')?.candidates(code) ?? [];
    if (candidates.length > 1) return { kind: 'multivocal' };
    const successor = tree.node(candidates[0]?.to ?? '');
    return successor ? { kind: 'recoded', code: successor.code } : { kind: 'unknown' };
  };
}
