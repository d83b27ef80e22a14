import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plain, rank, score } from './rank.ts';

const fields = (name: string, description = '') => [
  { text: name, weight: 3 },
  { text: description, weight: 1 },
];

test('accents, case and ligatures do not matter', () => {
  expect(plain('Élève de Cœur')).toBe('eleve de coeur');
  expect(score('donnees', fields('Données'))).toBeGreaterThan(0);
  expect(score('DONNÉES', fields('donnees'))).toBeGreaterThan(0);
});

test('every word must be found, each in any field', () => {
  expect(score('jupyter spark', fields('jupyter', 'with Spark'))).toBeGreaterThan(0);
  expect(score('jupyter gpu', fields('jupyter', 'with Spark'))).toBe(0);
});

test('a name comes before a description, a beginning before a middle', () => {
  const items = [
    { name: 'notebook', description: 'python in jupyter' },
    { name: 'vscode-python', description: '' },
    { name: 'python', description: '' },
    { name: 'pythonic', description: '' },
  ];
  expect(
    rank('python', items, (item) => fields(item.name, item.description)).map((item) => item.name),
  ).toEqual(['python', 'pythonic', 'vscode-python', 'notebook']);
});

test('an empty query keeps everything in its order', () => {
  expect(rank('  ', ['b', 'a'], (text) => fields(text))).toEqual(['b', 'a']);
});

test('signs that mean something to a pattern are only signs', () => {
  expect(rank('c++ (x', ['gcc c++ (x86)', 'c'], (text) => fields(text))).toEqual(['gcc c++ (x86)']);
});

test('no query whatever throws, and one that is part of a text finds it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (before, query, after) => {
      expect(score(query, fields(`${before}${query}${after}`))).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(score('pyter-py', fields('launch jupyter-python'))).toBeGreaterThan(0);
});
