import { describe, expect, test } from 'vitest';
import {
  columnsInSight,
  edges,
  mostPixels,
  offsetToShow,
  rowsInSight,
  scrollHeight,
  scrollScale,
  widthFor,
} from './grid-window.ts';

describe('rows in sight', () => {
  test('are those of the viewport and a few around it, never more than there are', () => {
    expect(rowsInSight(0, 280, 28, 1_000)).toEqual({ from: 0, to: 14 });
    expect(rowsInSight(2_800, 280, 28, 1_000)).toEqual({ from: 96, to: 114 });
    expect(rowsInSight(0, 280, 28, 3)).toEqual({ from: 0, to: 3 });
    expect(rowsInSight(99_999, 280, 28, 3)).toEqual({ from: 3, to: 3 });
  });

  test('a grid of a hundred million rows reaches its last row at the end of the scroll bar', () => {
    const rows = 100_000_000;
    const scale = scrollScale(rows, 28, 500);
    expect(scrollHeight(rows, 28)).toBe(mostPixels);
    expect((mostPixels - 500) * scale).toBeCloseTo(rows * 28 - 500, 3);
    expect(scrollScale(1_000, 28, 500)).toBe(1);
  });
});

describe('columns in sight', () => {
  const lefts = edges(Array.from({ length: 100 }, () => 100));
  test('are found for any offset', () => {
    expect(columnsInSight(lefts, 0, 300)).toEqual({ from: 0, to: 4 });
    const { from, to } = columnsInSight(lefts, 5_050, 300);
    expect(from).toBeLessThanOrEqual(50);
    expect(to).toBeGreaterThanOrEqual(54);
    expect(columnsInSight(lefts, 9_900, 300).to).toBe(100);
  });
  test('no columns at all', () => expect(columnsInSight(edges([]), 0, 300)).toEqual({ from: 0, to: 0 }));
});

test('an offset moves no more than it must', () => {
  expect(offsetToShow(100, 200, 150, 180)).toBe(100);
  expect(offsetToShow(100, 200, 40, 68)).toBe(40);
  expect(offsetToShow(100, 200, 320, 348)).toBe(148);
});

test('a width follows the longest text within bounds', () => {
  expect(widthFor(['a'])).toBe(64);
  expect(widthFor(['x'.repeat(500)])).toBe(320);
  expect(widthFor(['a', 'nineteen characters'])).toBe(174);
});
