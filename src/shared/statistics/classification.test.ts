import { describe, expect, test } from 'vitest';
import { averageScore, scoresByCode, topAccuracy } from './classification.ts';

const truths = [...'AAABBCCCD'];
const predictions = [...'ABABCCCAE'];
const scores = scoresByCode(truths.map((truth, index) => ({ truth, prediction: predictions[index] })));

describe('scores of codes', () => {
  test('are those of scikit-learn 1.9.1, precision_recall_fscore_support with zero_division NaN', () => {
    const rows = scores
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
      .map((row) => [row.code, row.support, row.precision.value, row.recall.value, row.f1.value]);
    expect(rows).toEqual([
      ['A', 3, 2 / 3, 2 / 3, 2 / 3],
      ['B', 2, 0.5, 0.5, 0.5],
      ['C', 3, 2 / 3, 2 / 3, 2 / 3],
      ['D', 1, undefined, 0, 0],
      ['E', 0, 0, undefined, 0],
    ]);
  });
  test('average as there', () => {
    const of = (score: 'precision' | 'recall' | 'f1', averaging: 'macro' | 'weighted') =>
      averageScore(scores, score, averaging).value;
    expect(of('precision', 'macro')).toBeCloseTo(0.45833333333333326, 12);
    expect(of('recall', 'macro')).toBeCloseTo(0.45833333333333326, 12);
    expect(of('f1', 'macro')).toBeCloseTo(0.3666666666666666, 12);
    expect(of('precision', 'weighted')).toBeCloseTo(0.625, 12);
    expect(of('recall', 'weighted')).toBeCloseTo(0.5555555555555556, 12);
    expect(of('f1', 'weighted')).toBeCloseTo(0.5555555555555556, 12);
    expect(averageScore([], 'f1', 'macro')).toMatchObject({ reason: 'no-observations' });
  });
  test('have intervals around them, and say how they were made', () => {
    const a = scores.find(({ code }) => code === 'A');
    expect(a?.f1).toMatchObject({ n: 4, interval: { method: 'wilson-f-star' } });
    expect(a?.f1.interval?.lower).toBeLessThan(2 / 3);
    expect(a?.f1.interval?.upper).toBeGreaterThan(2 / 3);
    expect(a?.precision).toMatchObject({ n: 3, interval: { method: 'wilson' } });
  });
  test('count an item without a prediction against recall only', () => {
    const [row] = scoresByCode([
      { truth: 'A', prediction: 'A' },
      { truth: 'A', prediction: undefined },
    ]);
    expect(row).toMatchObject({ predicted: 1, precision: { value: 1 }, recall: { value: 0.5 } });
  });
});

test('accuracy among the first k rises with k', () => {
  const items = [
    { truth: 'a', suggestions: ['a', 'b', 'c'] },
    { truth: 'b', suggestions: ['a', 'b', 'c'] },
    { truth: 'c', suggestions: ['a', 'c'] },
    { truth: 'z', suggestions: ['a', 'b', 'c', 'd', 'e', 'z'] },
  ];
  expect(topAccuracy(items, 5).map(({ value }) => value)).toEqual([0.25, 0.75, 0.75, 0.75, 0.75]);
  expect(topAccuracy([], 1)[0]).toMatchObject({ reason: 'no-observations' });
});
