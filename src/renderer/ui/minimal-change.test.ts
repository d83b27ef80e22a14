import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimalChange } from './minimal-change.ts';

test('the change applied to the old text gives the new one', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const change = minimalChange(before, after);
      const result = change ? before.slice(0, change.from) + change.text + before.slice(change.to) : before;
      expect(result).toBe(after);
    }),
  );
});

test('only what differs is replaced', () => {
  expect(minimalChange('a: 1\nb: 2\nc: 3', 'a: 1\nb: 25\nc: 3')).toEqual({ from: 9, to: 9, text: '5' });
});
