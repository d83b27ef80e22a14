/** Few codes of two versions and the way between them, for tests. */
import type { Correspondence, Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';

function nomenclature(id: string, leaves: readonly (readonly [string, string])[]): Nomenclature {
  return {
    schemaVersion: 1,
    id,
    titles: { fr: id },
    levels: [1, 1, 1, 1, leaves.length].map((count) => ({ titles: {}, count })),
    source: 'tests',
    nodes: [
      { code: 'G', level: 1, titles: {} },
      { code: '47', level: 2, parent: 'G', titles: {} },
      { code: '47.2', level: 3, parent: '47', titles: {} },
      { code: '47.21', level: 4, parent: '47.2', titles: {} },
      ...leaves.map(([code, fr]) => ({ code, level: 5, parent: '47.21', titles: { fr } })),
    ],
  };
}

export const naf2025 = nomenclature('naf-2025', [
  ['47.21Y', 'Commerce de fruits et légumes'],
  ['47.22Y', 'Commerce de viandes'],
  ['47.23Y', 'Commerce de poissons'],
]);

export const nafRev2 = nomenclature('naf-rev2', [
  ['47.21Z', 'Commerce de fruits'],
  ['47.22Z', 'Commerce de viandes'],
  ['47.29Z', 'Autres commerces'],
]);

export const fromRev2: Correspondence = {
  schemaVersion: 1,
  from: 'naf-rev2',
  to: 'naf-2025',
  source: 'tests',
  pairs: [
    { from: '47.21Z', to: '47.21Y' },
    { from: '47.22Z', to: '47.22Y' },
    { from: '47.22Z', to: '47.23Y' },
  ],
};
