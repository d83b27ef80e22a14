import { expect, test } from 'vitest';
import { sampleComparison } from '../../testing/sample-serving.ts';
import { pText, verdictOf } from './verdict.ts';

const plain = (value: number, digits: number) => value.toFixed(digits);

test('the deepest level with items speaks', () => {
  const verdict = verdictOf(sampleComparison);
  expect(verdict?.level.level).toBe(5);
  expect(verdict).toMatchObject({ ahead: 'b', isShown: true });
});

test('where A is ahead the interval is turned round', () => {
  const [level] = sampleComparison.levels;
  if (!level) throw new Error('The sample has no level');
  const difference = { value: -0.02, low: -0.05, high: 0.01, method: 'newcombe-paired' as const };
  expect(verdictOf({ levels: [{ ...level, difference }] })).toMatchObject({
    ahead: 'a',
    isShown: false,
    value: 0.02,
    low: -0.01,
    high: 0.05,
  });
});

test('without items there is no verdict', () => {
  expect(verdictOf({ levels: [] })).toBeUndefined();
});

test('a very small p-value is not written as nought', () => {
  expect(pText(0.0132, plain)).toBe('p = 0.013');
  expect(pText(0.00001, plain)).toBe('p < 0.001');
});
