import { describe, expect, test } from 'vitest';
import { clampTop, pageHeight, rowHeight, rowsAt, scaleOf, tallest, topToShow } from './row-window.ts';

describe('a list of a million rows', () => {
  const count = 1_000_000;
  const viewport = 600;
  test('fits what browsers draw, and the end of the scroll bar is the end of the list', () => {
    expect(pageHeight(count)).toBe(tallest);
    const atTheEnd = (tallest - viewport) * scaleOf(count, viewport);
    expect(Math.round(atTheEnd)).toBe(count * rowHeight - viewport);
    expect(rowsAt(atTheEnd, viewport, count).to).toBe(count);
  });
  test('draws only what is seen', () => {
    const { from, to } = rowsAt(18_000_000, viewport, count);
    expect(from).toBe(500_000 - 8);
    expect(to - from).toBeLessThan(40);
  });
});

test('a short list scrolls pixel by pixel', () => {
  expect(pageHeight(100)).toBe(3600);
  expect(scaleOf(100, 600)).toBe(1);
  expect(scaleOf(3, 600)).toBe(1);
  expect(clampTop(99_999, 100, 600)).toBe(3000);
  expect(clampTop(50, 3, 600)).toBe(0);
  expect(rowsAt(0, 600, 3)).toEqual({ from: 0, to: 3 });
});

test('a row comes into view by the shortest way', () => {
  expect(topToShow(10, 0, 600)).toBe(0);
  expect(topToShow(2, 720, 600)).toBe(72);
  expect(topToShow(20, 0, 600)).toBe(21 * rowHeight - 600);
});
