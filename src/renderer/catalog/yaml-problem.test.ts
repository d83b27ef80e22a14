import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { placeOfProblem } from './yaml-problem.ts';

test('a fault of the syntax keeps its line, which is said once', () => {
  const [error] = parseDocument('a: 1\nb: [2\n').errors;
  const { line = 0, col = 0 } = error?.linePos?.[0] ?? {};
  const placed = placeOfProblem({ message: error?.message ?? '', line, column: col });
  expect(placed.line).toBe(line);
  expect(placed.message).not.toBe('');
  expect(placed.message).not.toMatch(/\bline\b|\n/);
});

test('a text that lacks what the form needs has no line', () => {
  expect(placeOfProblem({ message: 'limits is missing', line: 1, column: 1 })).toEqual({
    message: 'limits is missing',
  });
});
