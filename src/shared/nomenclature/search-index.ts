/** The words of a nomenclature and where each stands. */
import type { NomenclatureNode } from '../contract/annotation/nomenclatures.ts';
import { editsTo, forgiven, lacking, lettersOf } from './typos.ts';
import type { Tree } from './tree.ts';
import { createForms } from './words.ts';

export type Language = 'fr' | 'en';
export type Where = 'code' | 'title' | 'synonym' | 'includes' | 'includesAlso' | 'rule';

interface Field {
  readonly where: Where | 'excludes';
  readonly weight: number;
}

/** Title before synonyms before what is included; the asked language before the other, whose words are often met by chance. */
export const fields: readonly Field[] = [
  { where: 'title', weight: 10 },
  { where: 'title', weight: 4 },
  { where: 'synonym', weight: 6 },
  { where: 'includes', weight: 3 },
  { where: 'includes', weight: 2.5 },
  { where: 'includesAlso', weight: 1.5 },
  { where: 'includesAlso', weight: 1.2 },
  { where: 'rule', weight: 0.8 },
  { where: 'rule', weight: 0.7 },
  { where: 'excludes', weight: 0 },
];
export const excludesField = fields.length - 1;

/** A word of the nomenclature that a typed one may mean; `quality` from 0 to 1. */
export interface Meant {
  readonly word: number;
  readonly quality: number;
}

export interface SearchIndex {
  readonly nodes: readonly NomenclatureNode[];
  /** By word, the places where it stands: node * 16 + field. */
  readonly places: readonly (readonly number[])[];
  /** By node, how many different words its title has. */
  readonly titleWords: readonly number[];
  readonly words: readonly string[];
  /** The words that are a typed one or begin with it. */
  meant(form: string): readonly Meant[];
  /** The words that a typed one is near to. */
  nearly(form: string): readonly Meant[];
}

/** Reads all titles, synonyms and notes once. */
export function createSearchIndex(tree: Tree, language: Language): SearchIndex {
  const { nodes } = tree.nomenclature;
  const other: Language = language === 'fr' ? 'en' : 'fr';
  const byWord = new Map<string, number[]>();
  const titleWords: number[] = [];
  const forms = createForms();
  const add = (text: string | undefined, node: number, field: number): number => {
    if (text === undefined || text === '') return 0;
    const found = forms(text);
    for (const form of found) {
      const places = byWord.get(form);
      if (places) places.push(node * 16 + field);
      else byWord.set(form, [node * 16 + field]);
    }
    return found.size;
  };

  nodes.forEach((node, index) => {
    const asked = add(node.titles[language], index, 0);
    titleWords.push(asked || add(node.titles[other], index, 1) || 1);
    if (asked > 0) add(node.titles[other], index, 1);
    add(node.synonyms?.join(' '), index, 2);
    const notes = notesFor(node, tree);
    for (const [offset, one] of [notes?.[language], notes?.[other]].entries()) {
      add(one?.includes, index, 3 + offset);
      add(one?.includesAlso, index, 5 + offset);
      add(one?.rule, index, 7 + offset);
      add(one?.excludes, index, excludesField);
    }
  });

  const words = [...byWord.keys()].sort();
  const bits = words.map(lettersOf);
  return {
    nodes,
    places: words.map((word) => byWord.get(word) ?? []),
    titleWords,
    words,
    meant(form) {
      const found: Meant[] = [];
      for (let word = firstFrom(words, form); words[word]?.startsWith(form); word += 1) {
        const { length } = words[word] ?? form;
        found.push({ word, quality: length === form.length ? 1 : 0.3 + (0.65 * form.length) / length });
      }
      return found;
    },
    nearly(form) {
      const limit = forgiven(form);
      if (limit === 0) return [];
      const typed = lettersOf(form);
      const found: Meant[] = [];
      words.forEach((word, index) => {
        if (word.length < form.length - limit || lacking(typed, bits[index] ?? 0) > limit) return;
        const { whole, beginning } = editsTo(form, word, limit);
        if (whole <= limit) found.push({ word: index, quality: 0.55 - whole * 0.1 });
        else if (beginning <= limit) found.push({ word: index, quality: 0.45 - beginning * 0.1 });
      });
      return found;
    },
  };
}

/** Its own notes; those of the class where a sub-class is all there is of it. */
function notesFor(node: NomenclatureNode, tree: Tree): NomenclatureNode['notes'] {
  if (node.notes || node.parent === undefined || !tree.isLeaf(node.code)) return node.notes;
  return tree.children(node.parent).length === 1 ? tree.node(node.parent)?.notes : undefined;
}

/** Place of the first of sorted words that is not before this one. */
export function firstFrom(sorted: readonly string[], word: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
