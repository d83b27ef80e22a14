/** A tree whose notes are in one language alone. Pure. */
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import type { Language } from '../../ui/format.ts';
import type { NomenclatureNode } from '../../../shared/contract/annotation/nomenclatures.ts';

/** The same tree, with the notes in the other language left out: what shows notes then shows these. */
export function treeIn(tree: Tree, language: Language): Tree {
  const inLanguage = (node: NomenclatureNode): NomenclatureNode => {
    const { notes, ...rest } = node;
    const own = notes?.[language];
    return own ? { ...rest, notes: { [language]: own } } : rest;
  };
  return {
    ...tree,
    node(code) {
      const found = tree.node(code);
      return found && inLanguage(found);
    },
    ancestors: (code) => tree.ancestors(code).map(inLanguage),
  };
}
