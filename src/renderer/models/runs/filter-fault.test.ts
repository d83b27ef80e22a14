import { expect, test } from 'vitest';
import { faultPlace } from './filter-fault.ts';

const text = "metrics.acc > 0.9 or params.DIM = '180' or x";

test('the word at fault is the one nearest to the position', () => {
  expect(faultPlace(text, { values: { position: 18, near: 'or' } })).toEqual({
    before: 'metrics.acc > 0.9 ',
    at: 'or',
    after: " params.DIM = '180' or x",
  });
  expect(faultPlace(text, { values: { position: 41, near: 'or' } })?.after).toBe(' x');
});

test('without a word it is the rest of the text, and nothing without a position', () => {
  expect(faultPlace('metrics.acc >', { values: { position: 13, near: '' } })).toEqual({
    before: 'metrics.acc >',
    at: '',
    after: '',
  });
  expect(faultPlace(text, {})).toBeUndefined();
});
