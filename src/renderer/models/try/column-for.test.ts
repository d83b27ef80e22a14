import { expect, test } from 'vitest';
import { columnFor } from './column-for.ts';

test('a column is found by its name, whatever its case and signs', () => {
  expect(columnFor('TYP', ['typ', 'TYP'])).toBe('TYP');
  expect(columnFor('activity_surface', ['Activity Surface'])).toBe('Activity Surface');
  expect(columnFor('CJ', ['code', 'libelle'])).toBeUndefined();
});
