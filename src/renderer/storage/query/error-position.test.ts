import { describe, expect, test } from 'vitest';
import { errorPosition, problemIn } from './error-position.ts';

const message = 'Parser Error: syntax error at or near "fro"\n\nLINE 2: select a fro b\n                 ^';

describe('the place of a mistake', () => {
  test('is read from the caret below the line', () => {
    expect(errorPosition(message, 'select 1,\nselect a fro b')).toEqual({ line: 2, column: 10 });
  });
  test('is found again in a line that the message shows from its middle', () => {
    const sql = `select ${'x'.repeat(80)}, wrong from t`;
    const shown = '...xxx, wrong from t';
    const caret = ' '.repeat('LINE 1: '.length + shown.indexOf('wrong'));
    const at = errorPosition(`Binder Error: no\n\nLINE 1: ${shown}\n${caret}^`, sql);
    expect(sql.slice((at?.column ?? 0) - 1)).toMatch(/^wrong/);
  });
  test('is a line alone where there is no caret, and nothing where there is no line', () => {
    expect(errorPosition('failed on line 3', 'a\nb\nc')).toEqual({ line: 3, column: 1 });
    expect(errorPosition('Out of memory', 'a')).toBeUndefined();
  });
});

describe('in the whole text', () => {
  const failure = { code: 'invalid-input' as const, message: 'no', words: message };
  const ran = { sql: 'select 1,\nselect a fro b', offset: 8 };
  test('the lines before the statement count', () => {
    expect(problemIn(`select;\n${ran.sql}`, ran, failure)).toEqual({
      message: 'Parser Error: syntax error at or near "fro"',
      line: 3,
      column: 10,
    });
  });
  test('the letters before it count in its first line', () => {
    const one = { sql: 'fro b', offset: 3 };
    const words = 'no\nLINE 1: fro b\n        ^';
    expect(problemIn('a; fro b', one, { ...failure, words })).toMatchObject({ line: 1, column: 4 });
  });
  test('nothing is marked once the text has changed there', () => {
    expect(problemIn('select something else', ran, failure)).toBeUndefined();
  });
});
