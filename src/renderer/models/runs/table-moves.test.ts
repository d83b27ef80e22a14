import { expect, test } from 'vitest';
import { moved } from './table-moves.ts';

const size = { rows: 100, columns: 4, page: 20 };

test('keys lead through the rows, up to the heading, and stay within the table', () => {
  expect(moved('j', { row: 0, column: 1 }, size)).toEqual({ row: 1, column: 1 });
  expect(moved('ArrowUp', { row: 0, column: 1 }, size)).toEqual({ row: -1, column: 1 });
  expect(moved('k', { row: -1, column: 1 }, size)).toEqual({ row: -1, column: 1 });
  expect(moved('ArrowRight', { row: -1, column: 3 }, size)).toEqual({ row: -1, column: 3 });
  expect(moved('PageDown', { row: 90, column: 0 }, size)).toEqual({ row: 99, column: 0 });
  expect(moved('PageUp', { row: 5, column: 0 }, size)).toEqual({ row: 0, column: 0 });
  expect(moved('End', { row: 5, column: 0 }, size)).toEqual({ row: 99, column: 0 });
  expect(moved('x', { row: 5, column: 0 }, size)).toBeUndefined();
});
