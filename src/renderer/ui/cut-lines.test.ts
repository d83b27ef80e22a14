import { expect, test } from 'vitest';
import { cutLines } from './cut-lines.ts';

test('lines end in any of the three ways, and the last line end begins no line', () => {
  expect(cutLines('a\r\nb\nc\rd\n').map((line) => line.text)).toEqual(['a', 'b', 'c', 'd']);
  expect(cutLines('')).toEqual([{ number: 1, text: '', isFirst: true }]);
});

test('a line that is too long goes on below, under the same number', () => {
  expect(cutLines('abcdefg\nh', 3)).toEqual([
    { number: 1, text: 'abc', isFirst: true },
    { number: 1, text: 'def', isFirst: false },
    { number: 1, text: 'g', isFirst: false },
    { number: 2, text: 'h', isFirst: true },
  ]);
});
