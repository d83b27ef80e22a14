import { expect, test } from 'vitest';
import { sampleForm } from '../testing/sample-form.ts';
import { asksOf, isOver } from './launch-sentence.ts';

test('the guaranteed amount stands beside the quota that counts it', () => {
  expect(asksOf(sampleForm)).toEqual([
    { kind: 'cpu', asked: 2, used: 1, hard: 4 },
    { kind: 'memory', asked: 2 * 2 ** 30, used: 4 * 2 ** 30, hard: 12 * 2 ** 30 },
  ]);
});

test('where only maximums are limited the maximum is what counts', () => {
  const form = { ...sampleForm, quota: [{ name: 'limits.memory', used: 0, hard: 10 * 2 ** 30 }] };
  expect(asksOf(form)[1]).toEqual({ kind: 'memory', asked: 8 * 2 ** 30, used: 0, hard: 10 * 2 ** 30 });
});

test('without a quota nothing is over it, and without values nothing is asked', () => {
  expect(asksOf({ ...sampleForm, quota: [] }).some(isOver)).toBe(false);
  expect(asksOf({ ...sampleForm, resources: {} })).toEqual([]);
});

test('what does not fit beside what is used is over', () => {
  expect([
    isOver({ kind: 'cpu', asked: 2, used: 3, hard: 4 }),
    isOver({ kind: 'cpu', asked: 1, used: 3, hard: 4 }),
  ]).toEqual([true, false]);
});
