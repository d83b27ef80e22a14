import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accuracyByLevel,
  ancestorDistance,
  commonLevel,
  commonLevelDistribution,
  hierarchicalScores,
} from './hierarchy.ts';

const path = (text: string) => text.split('/');
const pairs = [
  { truth: path('S/96/96.0/96.02/96.02A'), prediction: path('S/96/96.0/96.02/96.02A') },
  { truth: path('S/96/96.0/96.02/96.02A'), prediction: path('S/96/96.0/96.02/96.02B') },
  { truth: path('C/10/10.7/10.71/10.71C'), prediction: path('G/47/47.2/47.24/47.24Z') },
  { truth: path('J/62/62.0'), prediction: path('J/62/62.0/62.01/62.01Z') },
  { truth: path('A/01/01.1/01.11/01.11Z'), prediction: path('A/01') },
];

describe('nearness in a tree', () => {
  test('is right level by level; a truth that stops early does not count below', () => {
    const found = accuracyByLevel(pairs, 5);
    expect(found.map(({ value, n }) => [value, n])).toEqual([
      [0.8, 5],
      [0.8, 5],
      [0.6, 5],
      [0.5, 4],
      [0.25, 4],
    ]);
    expect(found[0]?.interval?.method).toBe('wilson');
  });
  test('shows how far errors go astray', () => {
    const found = commonLevelDistribution(pairs, 5);
    expect(found.map(({ level, count }) => [level, count])).toEqual([
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
    expect(found.reduce((sum, { share }) => sum + (share.value ?? 0), 0)).toBeCloseTo(1, 12);
  });
  test('sums shared ancestors over predicted and true ones', () => {
    // Shared 5 + 4 + 0 + 3 + 2 = 14; predicted 5 + 5 + 5 + 5 + 2 = 22; true 5 + 5 + 5 + 3 + 5 = 23.
    const { precision, recall, f1 } = hierarchicalScores(pairs);
    expect([precision.value, recall.value, f1.value]).toEqual([14 / 22, 14 / 23, 28 / 45]);
    expect(f1).toMatchObject({ estimator: 'hierarchical-f1', n: 5 });
    expect(hierarchicalScores([]).f1.reason).toBe('no-observations');
  });
  test('in a tree of one depth is the mean accuracy of the levels', () => {
    const leaf = fc.tuple(fc.constantFrom('A', 'B'), fc.constantFrom('1', '2'), fc.constantFrom('x', 'y'));
    const pair = fc.record({ truth: leaf, prediction: leaf });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), (drawn) => {
        const levels = accuracyByLevel(drawn, 3).map(({ value }) => value ?? 0);
        expect(levels).toEqual(levels.toSorted((a, b) => b - a));
        const mean = levels.reduce((sum, value) => sum + value, 0) / 3;
        for (const { value } of Object.values(hierarchicalScores(drawn))) expect(value).toBeCloseTo(mean, 12);
      }),
    );
  });
  test('is a distance for agreement: 0 for the same code, 1 across sections', () => {
    const distance = ancestorDistance((code) => path(String(code)), 5);
    expect(distance('S/96/96.0/96.02/96.02A', 'S/96/96.0/96.02/96.02A')).toBe(0);
    expect(distance('S/96/96.0/96.02/96.02A', 'S/96/96.0/96.02/96.02B')).toBeCloseTo(0.2, 12);
    expect(distance('S/96', 'C/10')).toBe(1);
    expect(commonLevel(path('S/96'), path('S/96/96.0'))).toBe(2);
  });
});
