import { expect, test } from 'vitest';
import { sharesOf } from './shares.ts';

test('bars share one scale, with zero where both sides meet', () => {
  expect(
    sharesOf([
      { name: 'b', share: -1 },
      { name: 'a', share: 3 },
    ]),
  ).toEqual([
    { name: 'a', share: 3, from: 25, width: 75 },
    { name: 'b', share: -1, from: 0, width: 25 },
  ]);
  expect(sharesOf([{ name: 'a', share: 0 }])).toEqual([{ name: 'a', share: 0, from: 0, width: 0 }]);
});
