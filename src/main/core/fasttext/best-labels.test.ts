import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBestLabels, scoreOf } from './best-labels.ts';
import { labelTree, bestLeaves } from './label-tree.ts';
import { softmax, tableSigmoid } from './losses.ts';

test('the best labels are those of a whole sort', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      (all, k) => {
        const best = createBestLabels(k);
        for (const [label, score] of all.entries()) if (!best.isTooLow(score)) best.push({ label, score });
        const sorted = all.toSorted((a, b) => b - a).slice(0, k);
        const taken = best.take();
        expect(taken.map(({ score }) => score)).toEqual(sorted);
        expect(new Set(taken.map(({ label }) => label)).size).toBe(taken.length);
      },
    ),
  );
});

test('the leaves of a label tree that is searched whole have all labels, and their probabilities sum to 1', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 40 }), (counts) => {
      const leaves = bestLeaves(labelTree(counts), () => 0, counts.length, -1);
      expect(leaves.map(({ label }) => label).toSorted((a, b) => a - b)).toEqual([...counts.keys()]);
      const sum = leaves.reduce((sum, { score }) => sum + Math.exp(score), 0);
      expect(sum).toBeCloseTo(1, 2);
    }),
  );
});

test('a certain label has a score above nought', () => {
  expect(Math.fround(Math.exp(scoreOf(1)))).toBeCloseTo(1.00001, 7);
});

test('the logistic table ends at 0 and 1 and goes in steps of a 32nd', () => {
  expect([tableSigmoid(-8.1), tableSigmoid(8.1)]).toEqual([0, 1]);
  expect(tableSigmoid(0)).toBe(0.5);
  expect(tableSigmoid(0.031)).toBe(0.5);
  expect(tableSigmoid(0.032)).toBeCloseTo(1 / (1 + Math.exp(-1 / 32)), 6);
});

test('softmax of large numbers is finite and sums to 1', () => {
  const output = Float64Array.from([1000, 999, -1000]);
  softmax(output);
  expect(output.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  expect(output[0]).toBeCloseTo(Math.E / (Math.E + 1), 6);
});
