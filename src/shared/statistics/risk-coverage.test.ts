import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaUnderRiskCoverage,
  coverageCurve,
  globalAccuracy,
  greatestCoverage,
  pointAt,
} from './risk-coverage.ts';

const item = fc.record({
  confidence: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  correct: fc.boolean(),
});
const items = fc.array(item, { minLength: 1, maxLength: 60 });

describe('the curve of coverage', () => {
  test('is at each threshold the share and accuracy of what lies at or above it', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 11 }), (drawn, tenths) => {
        const threshold = tenths / 10;
        const above = drawn.filter(({ confidence }) => confidence >= threshold);
        const point = pointAt(coverageCurve(drawn), threshold);
        expect(point?.n ?? 0).toBe(above.length);
        if (above.length === 0) return;
        expect(point?.coverage).toBe(above.length / drawn.length);
        expect(point?.selective.value).toBe(above.filter(({ correct }) => correct).length / above.length);
      }),
    );
  });
  test('rises in coverage to 1, and ends at the accuracy of all', () => {
    fc.assert(
      fc.property(items, (drawn) => {
        const curve = coverageCurve(drawn);
        for (const [index, point] of curve.entries()) {
          const before = curve[index - 1];
          if (before) expect(point.coverage).toBeGreaterThan(before.coverage);
          if (before) expect(point.threshold).toBeLessThan(before.threshold);
        }
        const right = drawn.filter(({ correct }) => correct).length;
        expect(curve.at(-1)).toMatchObject({ coverage: 1, selective: { value: right / drawn.length } });
      }),
    );
  });
  test('takes ties together, so that the order of the items does not matter', () => {
    fc.assert(
      fc.property(items, (drawn) => {
        expect(coverageCurve(drawn.toReversed())).toEqual(coverageCurve(drawn));
      }),
    );
  });
  test('with weights is that of the items repeated', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(item, fc.integer({ min: 1, max: 4 })), { minLength: 1 }), (drawn) => {
        const weighted = coverageCurve(drawn.map(([one, weight]) => ({ ...one, weight })));
        const repeated = coverageCurve(
          drawn.flatMap(([one, weight]) => Array.from({ length: weight }, () => one)),
        );
        expect(weighted).toHaveLength(repeated.length);
        for (const [index, point] of weighted.entries()) {
          expect(point.coverage).toBeCloseTo(repeated[index]?.coverage ?? 0, 12);
          expect(point.selective.value).toBeCloseTo(repeated[index]?.selective.value ?? 0, 12);
        }
        expect(areaUnderRiskCoverage(weighted).value).toBeCloseTo(
          areaUnderRiskCoverage(repeated).value ?? -1,
          12,
        );
      }),
    );
  });
  test('refuses what is no number', () => {
    expect(() => coverageCurve([{ confidence: Number.NaN, correct: true }])).toThrow(RangeError);
    expect(coverageCurve([])).toEqual([]);
  });
});

test('people who are right nine times in ten make 0.905 of 0.906 at 80 % automatic, not 0.925', () => {
  const drawn = Array.from({ length: 10_000 }, (_, index) => ({
    confidence: index < 8000 ? 0.743 : 0.2,
    correct: index < 7248,
  }));
  const point = pointAt(coverageCurve(drawn), 0.743);
  expect(globalAccuracy(point, 0.9)).toBeCloseTo(0.8 * 0.906 + 0.2 * 0.9, 12);
  expect(globalAccuracy(point, 1)).toBeCloseTo(0.9248, 12);
  expect(globalAccuracy(undefined, 0.9)).toBe(0.9);
});

test('the area is the mean over items of the share of errors among those at least as sure', () => {
  fc.assert(
    fc.property(items, (drawn) => {
      const risk = (threshold: number) => {
        const above = drawn.filter(({ confidence }) => confidence >= threshold);
        return above.filter(({ correct }) => !correct).length / above.length;
      };
      const mean = drawn.reduce((sum, { confidence }) => sum + risk(confidence), 0) / drawn.length;
      expect(areaUnderRiskCoverage(coverageCurve(drawn)).value).toBeCloseTo(mean, 12);
    }),
  );
  expect(areaUnderRiskCoverage([]).reason).toBe('no-observations');
});

test('the greatest coverage is the last whose lower bound reaches the target', () => {
  const drawn = Array.from({ length: 1000 }, (_, index) => ({
    confidence: 1 - index / 1000,
    correct: index < 500 || index % 2 === 0,
  }));
  const curve = coverageCurve(drawn);
  const point = greatestCoverage(curve, 0.95);
  expect(point?.selective.interval?.lower).toBeGreaterThanOrEqual(0.95);
  const beyond = curve.filter(({ coverage }) => coverage > (point?.coverage ?? 1));
  expect(beyond.every(({ selective }) => (selective.interval?.lower ?? 0) < 0.95)).toBe(true);
  expect(greatestCoverage(coverageCurve(drawn.slice(0, 3)), 0.95)).toBeUndefined();
});
