/** One nomenclature out of several files: the tree of the first, titles and notes of any. */
import type {
  Nomenclature,
  NomenclatureNode,
  Notes,
  Words,
} from '../../../../shared/contract/annotation/nomenclatures.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import type { Language } from './reading.ts';

const languages: readonly Language[] = ['fr', 'en'];

/**
 * The tree with what others know of the same codes, language by language: a title is that of the first that has one, the tree itself
 * before `others`; notes are those of the first of `notes`, then of the tree, then of the others. Nothing is made up where all are silent.
 */
export function compose(
  tree: Nomenclature,
  notes: readonly Nomenclature[],
  others: readonly Nomenclature[],
): Nomenclature {
  if (notes.length === 0 && others.length === 0) return tree;
  const byCode = ({ nodes }: Nomenclature) => new Map(nodes.map((node) => [dotless(node.code), node]));
  const ofNotes = notes.map(byCode);
  const ofOthers = others.map(byCode);
  return {
    ...tree,
    nodes: tree.nodes.map((node) => {
      const key = dotless(node.code);
      const known = (maps: readonly Map<string, NomenclatureNode>[]) =>
        maps.flatMap((map) => map.get(key) ?? []);
      const titled = [node, ...known(ofOthers), ...known(ofNotes)];
      const noted = [...known(ofNotes), node, ...known(ofOthers)];
      return withWords(node, titled, noted);
    }),
  };
}

function withWords(
  node: NomenclatureNode,
  titled: readonly NomenclatureNode[],
  noted: readonly NomenclatureNode[],
): NomenclatureNode {
  const titles: Words = {};
  const notes: Partial<Record<Language, Notes>> = {};
  for (const language of languages) {
    const title = titled.find((one) => one.titles[language]?.trim())?.titles[language];
    if (title !== undefined) titles[language] = title;
    const said = noted.find((one) => one.notes?.[language])?.notes?.[language];
    if (said) notes[language] = said;
  }
  return { ...node, titles, ...(Object.keys(notes).length > 0 && { notes }) };
}

/** The languages in which titles are there for at least half of the codes, and notes for any. */
export function languagesOf({ nodes }: Nomenclature): { titlesIn: Language[]; notesIn: Language[] } {
  return {
    titlesIn: languages.filter(
      (one) => nodes.filter(({ titles }) => titles[one]?.trim()).length * 2 >= nodes.length,
    ),
    notesIn: languages.filter((one) => nodes.some(({ notes }) => notes?.[one])),
  };
}
