import { describe, expect, test } from 'vitest';
import { beginTime, hiddenAt, medianOf, paceOf, shownAt, signOfLife, spentUntil } from './active-time.ts';

describe('active time', () => {
  test('adds up what lies between signs of life', () => {
    const time = [5_000, 30_000, 31_000].reduce(signOfLife, beginTime(0));
    expect(spentUntil(time, 40_000)).toBe(40_000);
  });
  test('leaves a pause of more than a minute out, one of exactly a minute in', () => {
    expect(spentUntil(beginTime(0), 60_000)).toBe(60_000);
    expect(spentUntil(beginTime(0), 60_001)).toBe(0);
    expect(spentUntil(signOfLife(signOfLife(beginTime(0), 10_000), 200_000), 205_000)).toBe(15_000);
  });
  test('stands still while the window is hidden', () => {
    const hidden = hiddenAt(beginTime(0), 4_000);
    expect(spentUntil(hidden, 50_000)).toBe(4_000);
    expect(spentUntil(shownAt(hidden, 50_000), 53_000)).toBe(7_000);
  });
  test('goes on from what was spent before, and never back with the clock', () => {
    expect(spentUntil(beginTime(0, 2_000), 1_000)).toBe(3_000);
    expect(spentUntil(beginTime(10_000), 5_000)).toBe(0);
  });
});

test('pace is said from three items on, the median from one', () => {
  expect(paceOf([10_000, 10_000])).toBeUndefined();
  expect(paceOf([10_000, 20_000, 30_000])).toBe(180);
  expect(medianOf([])).toBeUndefined();
  expect(medianOf([30, 10, 20])).toBe(20);
  expect(medianOf([10, 20, 30, 40])).toBe(25);
});
