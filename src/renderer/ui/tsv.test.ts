import { expect, test } from 'vitest';
import { toTsv } from './tsv.ts';

test('values are parted by tabs, and quoted where they would break the line', () => {
  expect(
    toTsv([
      [1, 'a', null, true],
      ['x\ty', 'say "no"', 'two\nlines', ''],
    ]),
  ).toBe('1\ta\t\ttrue\n"x\ty"\t"say ""no"""\t"two\nlines"\t');
});
