/** Titles and notes of a code in the person's language, else in the other, which is then said. Pure. */
import type {
  Nomenclature,
  NomenclatureNode,
  Notes,
  Words,
} from '../../../shared/contract/annotation/nomenclatures.ts';
import type { Language } from '../../ui/format.ts';

const other = (language: Language): Language => (language === 'fr' ? 'en' : 'fr');

/** The words in the language where they are there, else in the other, else nothing (`text` is empty). */
export function wordsIn(words: Words, language: Language): { readonly text: string; readonly in: Language } {
  const own = words[language];
  if (own) return { text: own, in: language };
  const foreign = words[other(language)];
  return foreign ? { text: foreign, in: other(language) } : { text: '', in: language };
}

export interface NotesOfCode {
  readonly notes: Notes;
  readonly in: Language;
  /** The code whose notes these are: a sub-class that is its whole class has those of the class. */
  readonly of: string;
}

const kinds = ['includes', 'includesAlso', 'excludes', 'rule'] as const;
const hasNotes = (notes: Notes | undefined): notes is Notes =>
  notes !== undefined && kinds.some((kind) => notes[kind]);

/** The notes to show for a code: its own, else those of the nearest code above it that has some; `undefined` where there are none. */
export function notesOf(path: readonly NomenclatureNode[], language: Language): NotesOfCode | undefined {
  for (const node of path.toReversed()) {
    for (const each of [language, other(language)]) {
      const notes = node.notes?.[each];
      if (hasNotes(notes)) return { notes, in: each, of: node.code };
    }
    // Notes of a division say too little about one of its sub-classes.
    if (node.level <= 3) return undefined;
  }
  return undefined;
}

/** What a level is called: `sub-class`. */
export function levelTitle(nomenclature: Nomenclature, level: number, language: Language): string {
  return wordsIn(nomenclature.levels[level - 1]?.titles ?? {}, language).text;
}
