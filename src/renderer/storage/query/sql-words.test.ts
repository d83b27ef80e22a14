import { expect, test } from 'vitest';
import { pathBefore, quoted } from './sql-words.ts';

test('a name stands in quotes unless it is plain', () => {
  expect(quoted('age')).toBe('age');
  expect(quoted('Libellé')).toBe('"Libellé"');
  expect(quoted('a "b"')).toBe('"a ""b"""');
});

test('a path is completed only in an open quote', () => {
  expect(pathBefore("SELECT * FROM 's3://bucket/pre")).toBe('bucket/pre');
  expect(pathBefore("SELECT * FROM 's3://")).toBe('');
  expect(pathBefore("SELECT * FROM 's3://a/b.parquet' WHERE ")).toBeUndefined();
});
