import { describe, expect, test } from 'vitest';
import { cellText, columnWidth, shareText } from './cell-text.ts';

const plain = (text: string | undefined) => text?.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('a cell', () => {
  test('of numbers has the separators of the language', () => {
    expect(cellText(1_234_567.5, 'number', 'en')).toBe('1,234,567.5');
    expect(plain(cellText(1_234_567.5, 'number', 'fr'))).toBe('1 234 567,5');
    expect(cellText(0, 'number', 'en')).toBe('0');
    expect(cellText(1e300, 'number', 'en')).toBe('1e+300');
    expect(cellText(2.5e-9, 'number', 'fr')).toBe('2,5e-9');
  });
  test('that is too long for a number keeps all its digits', () => {
    expect(cellText('9223372036854775807', 'number', 'en')).toBe('9,223,372,036,854,775,807');
    expect(cellText('-0.100000000000000000001', 'number', 'en')).toBe('-0.100000000000000000001');
    expect(plain(cellText('12345678901234567890.50', 'number', 'fr'))).toBe('12 345 678 901 234 567 890,50');
    expect(cellText('NaN', 'number', 'en')).toBe('NaN');
  });
  test('of text stays as it is, also when it looks like a number', () => {
    expect(cellText('01000', 'text', 'en')).toBe('01000');
    expect(cellText('', 'text', 'en')).toBe('');
  });
  test('that is null is told from an empty text', () => {
    expect(cellText(null, 'text', 'en')).toBeUndefined();
  });
  test('of time is a date, with the time of day where there is one', () => {
    expect(cellText(Date.UTC(2026, 10, 20), 'time', 'en')).toBe('2026-11-20');
    expect(cellText(Date.UTC(2026, 10, 20, 14, 2), 'time', 'en')).toBe('2026-11-20 14:02:00');
    expect(cellText(1e30, 'time', 'en')).toBe('1e+30');
  });
});

test('a share never rounds to nothing or to all', () => {
  expect(plain(shareText(0, 'en'))).toBe('0 %');
  expect(plain(shareText(0.00001, 'en'))).toBe('< 0.1 %');
  expect(plain(shareText(0.99999, 'en'))).toBe('> 99.9 %');
  expect(plain(shareText(0.034, 'fr'))).toBe('3,4 %');
  expect(plain(shareText(1, 'en'))).toBe('100 %');
});

test('a column is as wide as what it holds', () => {
  const narrow = columnWidth({ name: 'x', type: 'INT64', kind: 'number' }, 0, [[1]]);
  const wide = columnWidth({ name: 'x', type: 'text', kind: 'text' }, 0, [['Coiffure à domicile et vente']]);
  expect(narrow).toBeLessThan(wide);
});
