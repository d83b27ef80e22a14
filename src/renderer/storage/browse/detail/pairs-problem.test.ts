import { expect, test } from 'vitest';
import { pairsProblem } from './pairs-problem.ts';

test('metadata travels in headers, tags do not', () => {
  expect(pairsProblem('metadata', [['source', 'Insee, été']])).toBeUndefined();
  expect(pairsProblem('metadata', [['my source', 'x']])).toBe('header');
  expect(pairsProblem('tags', [['my source', 'x']])).toBeUndefined();
});

test('names are there, once, and not too many', () => {
  expect(pairsProblem('tags', [[' ', 'x']])).toBe('names');
  expect(
    pairsProblem('metadata', [
      ['A', '1'],
      ['a', '2'],
    ]),
  ).toBe('twice');
  expect(
    pairsProblem('tags', [
      ['A', '1'],
      ['a', '2'],
    ]),
  ).toBeUndefined();
  expect(
    pairsProblem(
      'tags',
      Array.from({ length: 11 }, (_, index) => [`t${index}`, ''] as const),
    ),
  ).toBe('tooMany');
  expect(pairsProblem('metadata', [['a', 'é'.repeat(1025)]])).toBe('tooLong');
  expect(pairsProblem('tags', [['a', 'x'.repeat(257)]])).toBe('tooLong');
});
