import { expect, test } from 'vitest';
import { nextOrder } from './sort-result.ts';

const up = (column: string) => ({ column, descending: false });
const down = (column: string) => ({ column, descending: true });

test('a heading sorts up, down, and not at all', () => {
  expect(nextOrder([], 'a', false)).toEqual([up('a')]);
  expect(nextOrder([up('a')], 'a', false)).toEqual([down('a')]);
  expect(nextOrder([down('a')], 'a', false)).toEqual([]);
  expect(nextOrder([down('a'), up('b')], 'c', false)).toEqual([up('c')]);
});

test('with Shift the other columns keep their order', () => {
  expect(nextOrder([up('a')], 'b', true)).toEqual([up('a'), up('b')]);
  expect(nextOrder([up('a'), up('b')], 'a', true)).toEqual([down('a'), up('b')]);
  expect(nextOrder([down('a'), up('b')], 'a', true)).toEqual([up('b')]);
});
