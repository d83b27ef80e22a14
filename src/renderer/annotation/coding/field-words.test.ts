import { expect, test } from 'vitest';
import { fieldWords, surfaceWords } from './field-words.ts';

test.each([
  ['119', 'class 1, below 120 m²'],
  ['120', 'class 2, 120–399 m²'],
  ['399.5', 'class 2, 120–399 m²'],
  ['400', 'class 3, 400–2,499 m²'],
  ['2500', 'class 4, 2,500 m² and more'],
  ['2', 'class 2, 120–399 m²'],
  ['', ''],
  ['NaN', ''],
  ['-3', ''],
])('a surface of %s is %s', (value, words) => expect(surfaceWords(value, 'en')).toBe(words));

test('variables stand in the order of the campaign, unknown ones after them, with what they mean', () => {
  const known = [
    {
      name: 'cj',
      titles: { fr: 'Catégorie juridique' },
      meanings: { '1000': { fr: 'EI', en: 'sole trader' } },
    },
    { name: 'event', titles: {} },
  ];
  expect(fieldWords(known, { surface: '3', note: 'x', cj: '1000' }, 'en')).toEqual([
    { name: 'cj', title: 'Catégorie juridique', value: '1000', meaning: 'sole trader' },
    { name: 'surface', title: 'surface', value: '3', meaning: 'class 3, 400–2,499 m²' },
    { name: 'note', title: 'note', value: 'x' },
  ]);
});
