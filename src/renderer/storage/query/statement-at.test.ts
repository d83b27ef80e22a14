import { describe, expect, test } from 'vitest';
import { statementAt, statements } from './statement-at.ts';

const sqls = (text: string) => statements(text).map((one) => one.sql);

describe('statements', () => {
  test('are parted by semicolons, but not by those in quotes, comments and dollars', () => {
    expect(sqls('SELECT 1; SELECT 2 ;')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(sqls(`SELECT ';', ";", 'it''s;' ; SELECT 2`)).toEqual([`SELECT ';', ";", 'it''s;'`, 'SELECT 2']);
    expect(sqls('SELECT 1 -- ; no\n+ 1; SELECT /* ; */ 2')).toEqual([
      'SELECT 1 -- ; no\n+ 1',
      'SELECT /* ; */ 2',
    ]);
    expect(sqls('SELECT $$;$$; SELECT $a$ ; $$ ; $a$')).toEqual(['SELECT $$;$$', 'SELECT $a$ ; $$ ; $a$']);
  });
  test('that are blank or only a comment do not count', () => {
    expect(sqls(' ;; -- nothing\n; /* nor this */')).toEqual([]);
  });
  test('with a quote that nobody closed go to the end', () => {
    expect(sqls(`SELECT 'a; SELECT 2`)).toEqual([`SELECT 'a; SELECT 2`]);
  });
});

describe('the statement that is meant', () => {
  const text = 'SELECT 1;\n\nSELECT 2;\n';
  test('is the one at the cursor', () => {
    expect(statementAt(text, 3, 3)).toEqual({ sql: 'SELECT 1', offset: 0 });
    expect(statementAt(text, 13, 13)).toEqual({ sql: 'SELECT 2', offset: 11 });
    expect(statementAt(text, text.length, text.length)?.sql).toBe('SELECT 2');
    expect(statementAt('\n\nSELECT 3', 0, 0)?.sql).toBe('SELECT 3');
  });
  test('is the selection where there is one', () => {
    expect(statementAt(text, 0, text.length)).toEqual({ sql: 'SELECT 1;\n\nSELECT 2', offset: 0 });
  });
  test('is nothing in an empty text', () => {
    expect(statementAt('  ', 1, 1)).toBeUndefined();
  });
});
