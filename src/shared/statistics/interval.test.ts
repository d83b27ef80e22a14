import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson, proportion, wald, wilson, wilsonEffectiveSize } from './interval.ts';
import { sampleSize } from './sample-size.ts';

const counts = fc
  .integer({ min: 1, max: 100_000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('intervals of a proportion', () => {
  test('lie in [0, 1] and hold the share, at any level', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.5, max: 0.999, noNaN: true }), ([k, n], level) => {
        const found = [wilson(k, n, level), wilsonEffectiveSize(k / n, n, level)];
        if (n < 2000) found.push(clopperPearson(k, n, level));
        for (const { lower, upper } of found) {
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(lower).toBeLessThanOrEqual(k / n);
          expect(upper).toBeGreaterThanOrEqual(k / n);
          expect(upper).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
  test('mirror each other for successes and failures', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        expect(wilson(n - k, n).lower).toBeCloseTo(1 - wilson(k, n).upper, 12);
      }),
    );
  });
  test('are exact at the ends', () => {
    expect(wilson(0, 10).lower).toBe(0);
    expect(wilson(3, 3).upper).toBe(1);
    expect(clopperPearson(10, 10).upper).toBe(1);
  });
  test('of Wilson are those of Newcombe (1998, Statistics in Medicine 17, 857-872, Table I)', () => {
    expect(wilson(81, 263).lower).toBeCloseTo(0.2553, 4);
    expect(wilson(81, 263).upper).toBeCloseTo(0.3662, 4);
    expect(wilson(15, 148).lower).toBeCloseTo(0.0624, 4);
    expect(wilson(15, 148).upper).toBeCloseTo(0.1605, 4);
    expect(wilson(1, 29).upper).toBeCloseTo(0.1718, 4);
  });
  test('do not exist without observations', () => {
    expect(() => wilson(0, 0)).toThrow(RangeError);
    expect(() => wilson(4, 3)).toThrow(RangeError);
    expect(() => wilson(1, 3, 95)).toThrow(RangeError);
    expect(() => clopperPearson(1.5, 3)).toThrow(RangeError);
    expect(proportion(0, 0)).toMatchObject({ value: undefined, reason: 'no-observations' });
    expect(proportion(9, 10)).toMatchObject({ value: 0.9, n: 10, interval: { method: 'wilson' } });
  });
  test('of Wald are cut at the ends', () => {
    expect(wald(0.99, 0.1)).toMatchObject({ method: 'wald', upper: 1 });
  });
});

describe('the size of a sample', () => {
  test.each([
    [0.8, 0.01, 6147],
    [0.8, 0.02, 1537],
    [0.9, 0.01, 3458],
    [0.9, 0.02, 865],
  ])('for %f to within %f is %i', (expected, halfWidth, n) => {
    expect(sampleSize({ expected, halfWidth })).toBe(n);
  });
  test('shrinks in a small frame and never passes it', () => {
    expect(sampleSize({ expected: 0.8, halfWidth: 0.01, frameSize: 1000 })).toBe(861);
    expect(() => sampleSize({ expected: 0.8, halfWidth: 0 })).toThrow(RangeError);
  });
});
