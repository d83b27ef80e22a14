import { expect, test } from 'vitest';
import { moveInGrid } from './grid-moves.ts';

const size = { rows: 100, columns: 5, page: 10 };
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false });
const from = (row: number, column: number) => ({ row, column });

test('arrows go one cell, with Ctrl to the edge', () => {
  expect(moveInGrid(press('ArrowDown'), from(0, 0), size)).toEqual(from(1, 0));
  expect(moveInGrid(press('ArrowUp'), from(0, 0), size)).toEqual(from(-1, 0));
  expect(moveInGrid(press('ArrowUp'), from(-1, 0), size)).toEqual(from(-1, 0));
  expect(moveInGrid(press('ArrowRight', true), from(3, 1), size)).toEqual(from(3, 4));
  expect(moveInGrid(press('ArrowDown', true), from(3, 1), size)).toEqual(from(99, 1));
});

test('Home and End stay in the row, with Ctrl they mean the whole grid', () => {
  expect(moveInGrid(press('End'), from(7, 1), size)).toEqual(from(7, 4));
  expect(moveInGrid(press('Home'), from(7, 1), size)).toEqual(from(7, 0));
  expect(moveInGrid(press('End', true), from(7, 1), size)).toEqual(from(99, 4));
  expect(moveInGrid(press('Home', true), from(7, 1), size)).toEqual(from(0, 0));
});

test('a page never leaves the rows', () => {
  expect(moveInGrid(press('PageDown'), from(95, 1), size)).toEqual(from(99, 1));
  expect(moveInGrid(press('PageUp'), from(5, 1), size)).toEqual(from(0, 1));
});

test('other keys are not moves, and Ctrl J belongs to the app', () => {
  expect(moveInGrid(press('x'), from(0, 0), size)).toBeUndefined();
  expect(moveInGrid(press('j', true), from(0, 0), size)).toBeUndefined();
});
