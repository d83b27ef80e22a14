import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBytes, formatCores, formatQuantity, parseQuantity } from './quantity.ts';

describe('quantities', () => {
  test.each([
    ['500m', 0.5],
    ['2', 2],
    ['2Gi', 2 * 1024 ** 3],
    ['384Mi', 384 * 1024 ** 2],
    ['1e3', 1000],
    ['1.5G', 1.5e9],
    ['250n', 250e-9],
    ['.5', 0.5],
    ['10k', 10_000],
    ['12E', 12e18],
    ['-3', -3],
  ])('%s is %d', (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value, 12);
  });

  test.each(['', 'abc', '1Kib', '1 Gi', 'Gi', '--1', '1e'])('%j is no quantity', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('whole bytes come back unchanged', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(parseQuantity(formatBytes(bytes))).toBe(bytes);
      }),
    );
  });

  test('cores come back unchanged to the thousandth', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (thousandths) => {
        expect(parseQuantity(formatCores(thousandths / 1000))).toBe(thousandths / 1000);
      }),
    );
  });

  test('a core is never formatted as less than it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10_000, noNaN: true }), (cores) => {
        expect(parseQuantity(formatCores(cores)) ?? 0).toBeGreaterThanOrEqual(cores - 1e-6);
      }),
    );
  });

  test('a quota counts each resource in its own unit', () => {
    expect([
      formatQuantity('requests.cpu', 0.3),
      formatQuantity('limits.memory', 12 * 1024 ** 3),
      formatQuantity('pods', 4),
    ]).toEqual(['300m', '12Gi', '4']);
  });
});
