/** The names of levels. */
import type { Nomenclature, NomenclatureNode } from '../../../../shared/contract/annotation/nomenclatures.ts';

const named = [
  { fr: 'Section', en: 'Section' },
  { fr: 'Division', en: 'Division' },
  { fr: 'Groupe', en: 'Group' },
  { fr: 'Classe', en: 'Class' },
  { fr: 'Sous-classe', en: 'Sub-class' },
];

/** The levels that nodes have, from the section down; named as in NACE and NAF where their codes are (`shaped`), else numbered. */
export function levelsOf(nodes: readonly NomenclatureNode[], shaped: boolean): Nomenclature['levels'] {
  const counts: number[] = [];
  for (const { level } of nodes) counts[level - 1] = (counts[level - 1] ?? 0) + 1;
  return counts.map((count, index) => ({
    titles: (shaped && named[index]) || { fr: `Niveau ${index + 1}`, en: `Level ${index + 1}` },
    count,
  }));
}
