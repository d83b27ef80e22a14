import { describe, expect, test } from 'vitest';
import { createSearch } from './search.ts';
import { small } from './testing/small-nomenclature.ts';
import { createTree } from './tree.ts';
import { editsTo } from './typos.ts';
import { folded, singular } from './words.ts';

const search = createSearch(createTree(small), 'fr');
const found = (text: string) => search.find(text).map(({ code }) => code);

describe('search', () => {
  test.each(['10.20', '1020', '10 20', ' 1020'])(
    'finds what begins with the code %j, itself first',
    (text) => {
      expect(found(text)).toEqual(['10.20', '10.20A', '10.20B']);
    },
  );
  test('finds a sub-class by its letter in any case, and a section', () => {
    expect(found('1020b')).toEqual(['10.20B']);
    expect(found('c')[0]).toBe('C');
  });
  test('begins of words, accents, capitals and plurals do not matter', () => {
    expect(found('DECOUPE viande')).toEqual(['10.11Z', '10.11']);
    expect(found('limon')).toEqual(['11.01', '11.01A', '11.01B']);
    expect(found('cheval')).toEqual(['10.11Z', '10.11']);
  });
  test('forgives one slip in short words and two in long ones', () => {
    expect(found('saumin')[0]).toBe('10.20A');
    expect(found('limonnadde')[0]).toBe('11.01');
    expect(found('indutsrielle')).toEqual(['11.01B']);
    expect(found('xyzabc')).toEqual([]);
  });
  test('wants all words, wherever they stand', () => {
    expect(found('saumons fumage')).toEqual(['10.20A']);
    expect(found('saumons limonades')).toEqual([]);
    expect(found('conserves 10.20A')).toEqual(['10.20A']);
  });
  test('ranks title before synonym before notes, and says where the word stands', () => {
    expect(search.find('fumage')[0]).toMatchObject({ code: '10.20A', where: 'synonym' });
    expect(search.find('séchage')[0]).toMatchObject({ code: '10.20A', where: 'includesAlso' });
    expect(search.find('artisanal').map(({ code, where }) => [code, where])).toEqual([
      ['11.01A', 'title'],
      ['10.20A', 'includesAlso'],
    ]);
  });
  test('ranks no code for what it excludes, and hints at it', () => {
    expect(found('saumons')).not.toContain('10.11');
    const [hit] = search.find('saumon');
    expect(hit).toMatchObject({ code: '10.20A', excludes: false });
    expect(search.find('decoupe')[1]).toMatchObject({ code: '10.11', where: 'title', excludes: true });
  });
  test('reads titles of both languages, those of the asked one first', () => {
    expect(found('fish')).toEqual(['10.2', '10.20']);
    const english = createSearch(createTree(small), 'en');
    expect(english.find('meat')[0]).toMatchObject({ titleIn: 'en' });
    expect(english.find('saumons')[0]).toMatchObject({ code: '10.20A', titleIn: 'fr' });
  });
  test('tells which parts of the title to highlight', () => {
    const [hit] = search.find('decoup viand');
    const title = small.nodes.find(({ code }) => code === hit?.code)?.titles.fr ?? '';
    expect(hit?.ranges.map(([from, to]) => title.slice(from, to))).toEqual(['Découpe', 'viandes']);
  });
  test('finds nothing for nothing, and keeps to the limit', () => {
    expect([found(''), found('  '), found('..')]).toEqual([[], [], []]);
    expect(search.find('1', 3)).toHaveLength(3);
    expect(found('de')).not.toEqual([]);
  });
});

describe('words', () => {
  test.each([
    ['animaux', 'animal'],
    ['bateaux', 'bateau'],
    ['batteries', 'battery'],
    ['services', 'service'],
    ['gas', 'gas'],
    ['glass', 'glass'],
  ])('%s is compared as %s', (plural, form) => expect(singular(folded(plural))).toBe(form));
  test('ligatures are letters', () => expect(folded('ŒUFS')).toBe('oeufs'));
  test.each([
    ['pain', 'pain', 0, 0],
    ['pian', 'pain', 1, 1],
    ['boulanjer', 'boulangerie', 3, 1],
    ['abc', 'xyz', 3, 3],
  ])('from %s to %s are %i edits, to its beginning %i', (typed, word, whole, beginning) => {
    expect(editsTo(typed, word, 2)).toEqual({ whole, beginning });
  });
});
