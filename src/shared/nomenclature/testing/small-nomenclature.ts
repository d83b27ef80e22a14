/** A nomenclature of our own for tests: invented titles below codes of the form of the NAF. */
import type { Nomenclature } from '../../contract/annotation/nomenclatures.ts';

export const small: Nomenclature = {
  schemaVersion: 1,
  id: 'small',
  titles: { fr: 'Petite nomenclature', en: 'Small nomenclature' },
  levels: [1, 2, 4, 4, 6].map((count, index) => ({ titles: { en: `Level ${index + 1}` }, count })),
  letters: 'ABZ',
  source: 'test',
  nodes: [
    { code: 'C', level: 1, titles: { fr: 'Ateliers', en: 'Workshops' } },
    { code: '10', level: 2, parent: 'C', titles: { fr: 'Aliments', en: 'Food' } },
    { code: '10.1', level: 3, parent: '10', titles: { fr: 'Viandes', en: 'Meat' } },
    {
      code: '10.11',
      level: 4,
      parent: '10.1',
      titles: { fr: 'Découpe de viandes', en: 'Meat cutting' },
      notes: {
        fr: {
          includes: 'Cette classe comprend: - la découpe de chevaux',
          excludes: 'la découpe de saumons, voir 10.20',
        },
      },
    },
    { code: '10.11Z', level: 5, parent: '10.11', titles: { fr: 'Découpe de viandes' } },
    { code: '10.2', level: 3, parent: '10', titles: { fr: 'Poissons', en: 'Fish' } },
    { code: '10.20', level: 4, parent: '10.2', titles: { fr: 'Conserves de poissons', en: 'Fish canning' } },
    {
      code: '10.20A',
      level: 5,
      parent: '10.20',
      titles: { fr: 'Conserves de saumons' },
      synonyms: ['fumage'],
      notes: { fr: { includesAlso: 'le séchage artisanal' } },
    },
    { code: '10.20B', level: 5, parent: '10.20', titles: { fr: 'Autres conserves de poissons' } },
    { code: '11', level: 2, parent: 'C', titles: { fr: 'Boissons', en: 'Beverages' } },
    { code: '11.0', level: 3, parent: '11', titles: { fr: 'Boissons', en: 'Beverages' } },
    { code: '11.01', level: 4, parent: '11.0', titles: { fr: 'Limonades', en: 'Lemonades' } },
    { code: '11.01A', level: 5, parent: '11.01', titles: { fr: 'Limonades artisanales' } },
    { code: '11.01B', level: 5, parent: '11.01', titles: { fr: 'Limonades industrielles' } },
    { code: '11.1', level: 3, parent: '11', titles: { fr: 'Eaux', en: 'Waters' } },
    { code: '11.10', level: 4, parent: '11.1', titles: { fr: 'Eaux de source', en: 'Spring water' } },
    { code: '11.10Z', level: 5, parent: '11.10', titles: { fr: 'Eaux de source' } },
  ],
};
