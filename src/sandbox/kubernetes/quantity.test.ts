import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addQuantities, formatQuantity, parseQuantity } from './quantity.ts';

describe('quantities', () => {
  test.each([
    ['0.5', '500m'],
    ['1000m', '1'],
    ['350m', '350m'],
    ['448Mi', '448Mi'],
    ['1024Mi', '1Gi'],
    ['1536Mi', '1536Mi'],
    ['12G', '12G'],
    ['1e3', '1k'],
    ['512Ki', '512Ki'],
    ['0', '0'],
  ])('%s is written %s', (given, canonical) => {
    const quantity = parseQuantity(given);
    expect(quantity && formatQuantity(quantity)).toBe(canonical);
  });

  test('what is no quantity is told apart', () => {
    for (const text of ['', 'x', '1Xi', '1 Gi', 'Gi']) expect(parseQuantity(text)).toBeUndefined();
  });

  test('adding and taking away again leaves the same', () => {
    const amount = record({
      value: integer({ min: 0, max: 1_000_000 }),
      unit: constantFrom('m', '', 'Ki', 'Mi'),
    });
    assert(
      property(amount, amount, (left, right) => {
        const a = parseQuantity(`${left.value}${left.unit}`);
        const b = parseQuantity(`${right.value}${right.unit}`);
        if (a === undefined || b === undefined) throw new Error('not read');
        expect(addQuantities(addQuantities(a, b), { ...b, value: -b.value }).value).toBeCloseTo(a.value, 3);
      }),
    );
  });
});
