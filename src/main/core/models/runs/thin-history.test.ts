import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curveOf } from './thin-history.ts';

const point = (step: number, value: number) => ({ key: 'loss', step, value, timestamp: step * 10 });

test('points come by step, and those without a number are left out', () => {
  const curve = curveOf('r', [point(3, 1), point(1, Number.NaN), point(2, 5), point(0, Infinity)], 10);
  expect(curve).toEqual({ run: 'r', steps: [2, 3], values: [5, 1], at: [20, 30], all: 4 });
});

test('a long curve keeps its ends, its peaks and its troughs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 400 }),
      fc.integer({ min: 4, max: 50 }),
      (values, points) => {
        const curve = curveOf(
          'r',
          values.map((value, step) => point(step, value)),
          points,
        );
        expect(curve.values.length).toBeLessThanOrEqual(points);
        expect(curve.steps[0]).toBe(0);
        expect(curve.steps.at(-1)).toBe(values.length - 1);
        expect(Math.max(...curve.values)).toBe(Math.max(...values));
        expect(Math.min(...curve.values)).toBe(Math.min(...values));
        expect(curve.steps).toEqual(curve.steps.toSorted((one, other) => one - other));
      },
    ),
  );
});
