import { expect, test } from 'vitest';
import { appended, matching, mostLines, pieces, withoutControls } from './log-lines.ts';

const line = (text: string) => ({ text });

test('the oldest lines go when there are too many', () => {
  const kept = appended(
    Array.from({ length: mostLines }, (_, index) => line(String(index))),
    [line('last')],
  );
  expect([kept.length, kept[0]?.text, kept.at(-1)?.text]).toEqual([mostLines, '1', 'last']);
});

test('what a terminal would do with a line is taken out', () => {
  expect(withoutControls('\u001B[32mINFO\u001B[0m ready\r \u001B]0;title\u0007here')).toBe('INFO ready here');
});

test('a search keeps the lines that hold it, whatever the case', () => {
  expect(
    matching([line('Error: no'), line('fine'), line('an error')], 'ERROR').map((one) => one.text),
  ).toEqual(['Error: no', 'an error']);
  expect(matching([line('a')], '  ')).toEqual([line('a')]);
});

test('the pieces of a line put together are the line', () => {
  const cut = pieces('error and Error', 'error');
  expect(cut).toEqual([
    { text: 'error', found: true },
    { text: ' and ', found: false },
    { text: 'Error', found: true },
  ]);
  expect(pieces('plain', '')).toEqual([{ text: 'plain', found: false }]);
});
