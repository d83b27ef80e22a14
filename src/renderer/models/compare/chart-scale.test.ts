import { expect, test } from 'vitest';
import { linear, spread } from '../../ui/chart-scale.ts';
import { linePath, roundMarks } from './chart-scale.ts';

test('marks are round numbers within the span', () => {
  expect(roundMarks(0.13, 0.92, 5)).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(roundMarks(1, 50, 5)).toEqual([10, 20, 30, 40, 50]);
  expect(roundMarks(3, 3, 5)).toEqual([3]);
});

test('a line has a gap where a value is missing, and a scale without width stands still', () => {
  expect(linePath([[0, 1], undefined, [2, 3], [4, 5]])).toBe('M0.0 1.0M2.0 3.0L4.0 5.0');
  expect(linear([2, 2], [10, 20])(2)).toBe(10);
});

test('labels keep apart within their room', () => {
  expect(spread([10, 11, 90], 10, [0, 100])).toEqual([10, 20, 90]);
  expect(spread([98, 99], 10, [0, 100])).toEqual([90, 100]);
});
