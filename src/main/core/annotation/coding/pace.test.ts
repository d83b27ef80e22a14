import { expect, test } from 'vitest';
import { paceOf } from './pace.ts';

test('the pace is of active time, and what has no time counts for nothing', () => {
  expect(paceOf([{ leadTime: 20_000 }, { leadTime: 0 }, { leadTime: 10_000 }])).toBeCloseTo(240);
  expect(paceOf([{ leadTime: 0 }])).toBeUndefined();
  expect(paceOf([])).toBeUndefined();
});
