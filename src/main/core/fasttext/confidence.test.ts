import { expect, test } from 'vitest';
import { confidenceIndex, rankedCodes } from './confidence.ts';

const answer = (...probabilities: number[]) => probabilities.map((probability) => ({ probability }));

test('the confidence index is the distance of the two best, with both beside it', () => {
  expect(confidenceIndex(answer(0.75, 0.5, 0.1))).toEqual({ p1: 0.75, p2: 0.5, index: 0.25 });
});

test('it stays in [0, 1], where one-versus-all gives 1.00001 or an answer is in another order', () => {
  expect(confidenceIndex(answer(1.00001, 0))?.index).toBe(1);
  expect(confidenceIndex(answer(0.2, 0.3))?.index).toBe(0);
});

test('a single label has no second, and no label has no index', () => {
  expect(confidenceIndex(answer(0.6))).toEqual({ p1: 0.6, p2: 0, index: 0.6 });
  expect(confidenceIndex([])).toBeUndefined();
});

test('codes are ranked from 1 and lose the prefix of their labels', () => {
  const predictions = [
    { label: '__label__1071C', probability: 0.9 },
    { label: 'code:5621Z', probability: 0.1 },
  ];
  expect(rankedCodes(predictions)).toEqual([
    { rank: 1, code: '1071C', probability: 0.9 },
    { rank: 2, code: 'code:5621Z', probability: 0.1 },
  ]);
  expect(rankedCodes(predictions, 'code:')[1]?.code).toBe('5621Z');
});
