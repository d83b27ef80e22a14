import { expect, test } from 'vitest';
import { guessColumns } from './guess-columns.ts';

test('a column has a kind only when all its values agree', () => {
  const rows = [
    [1, 'a', true, null, 1],
    [null, 'b', false, null, 'x'],
  ];
  expect(guessColumns(['a', 'b', 'c', 'd', 'e'], rows).map((column) => column.kind)).toEqual([
    'number',
    'text',
    'boolean',
    'other',
    'other',
  ]);
});
