import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linear, spread } from '../../ui/chart-scale.ts';
import { axisBottom, axisMarks } from './chart-scale.ts';
import { lastDays } from './last-days.ts';

test('a value is put in proportion, and one level alone stands at the beginning', () => {
  expect(linear([0, 1], [100, 0])(0.25)).toBe(75);
  expect(linear([5, 5], [10, 90])(5)).toBe(10);
});

test('the axis begins at zero, and below it only where chance did better', () => {
  expect(axisBottom([0.4, 0.9])).toBe(0);
  expect(axisBottom([-0.05, 0.9])).toBe(-0.2);
  expect(axisMarks(0)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(axisMarks(-0.2)).toEqual([-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test('labels are moved apart and stay in their order and in the picture', () => {
  expect(spread([50, 51], 18, [0, 100])).toEqual([50, 68]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 6 }), (places) => {
      const moved = spread(places, 18, [0, 300]);
      const sorted = moved.toSorted((a, b) => a - b);
      expect(sorted.slice(1).every((place, index) => place - (sorted[index] ?? 0) >= 18)).toBe(true);
      expect(moved.every((place) => place >= 0 && place <= 300)).toBe(true);
      const order = (list: readonly number[]) =>
        list.map((_, index) => index).toSorted((a, b) => (list[a] ?? 0) - (list[b] ?? 0));
      expect(order(moved)).toEqual(order(places));
    }),
  );
});

test('days without a coding are not left out, and only the last thirty are shown', () => {
  expect(
    lastDays([
      { day: '2026-10-30', codings: 4 },
      { day: '2026-11-02', codings: 2 },
    ]),
  ).toEqual([
    { day: '2026-10-30', codings: 4 },
    { day: '2026-10-31', codings: 0 },
    { day: '2026-11-01', codings: 0 },
    { day: '2026-11-02', codings: 2 },
  ]);
  const long = lastDays([
    { day: '2025-01-01', codings: 4 },
    { day: '2026-11-02', codings: 2 },
  ]);
  expect([long.length, long[0]?.day]).toEqual([30, '2026-10-04']);
  expect(lastDays([])).toEqual([]);
});
