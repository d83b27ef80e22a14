import { describe, expect, test } from 'vitest';
import { formatBytes, formatCores, formatDuration, formatTime, parseQuantity } from './format.ts';

const plain = (text: string) => text.replaceAll(/\s/gu, ' ');

describe('sizes', () => {
  test.each([
    [0, '0 B', '0 o'],
    [1023, '1,023 B', '1 023 o'],
    [1536, '1.5 KiB', '1,5 Kio'],
    [8 * 2 ** 30, '8 GiB', '8 Gio'],
    [12.5 * 2 ** 30, '13 GiB', '13 Gio'],
  ])('%d bytes', (bytes, english, french) => {
    expect([plain(formatBytes(bytes, 'en')), plain(formatBytes(bytes, 'fr'))]).toEqual([english, french]);
  });
  test('cores keep two decimals below one', () => {
    expect([formatCores(0.25, 'en'), formatCores(2, 'en'), formatCores(0.05, 'fr')]).toEqual([
      '0.25',
      '2',
      '0,05',
    ]);
  });
  test.each([
    ['8Gi', 8 * 2 ** 30],
    ['500m', 0.5],
    ['2', 2],
    ['lots', undefined],
  ])('the quantity %s', (text, value) => expect(parseQuantity(text)).toBe(value));
});

describe('times', () => {
  test.each([
    [-5, '0 s', '0 s'],
    [40_000, '40 s', '40 s'],
    [3 * 60_000, '3 min', '3 min'],
    [2 * 3_600_000, '2 h', '2 h'],
    [3 * 86_400_000, '3 d', '3 j'],
  ])('a duration of %d ms', (milliseconds, english, french) => {
    expect([plain(formatDuration(milliseconds, 'en')), plain(formatDuration(milliseconds, 'fr'))]).toEqual([
      english,
      french,
    ]);
  });
  test('the time of day is written as each language writes it', () => {
    const at = Date.UTC(2026, 0, 2, 14, 2);
    expect([formatTime(at, 'en', 'UTC'), plain(formatTime(at, 'fr', 'UTC'))]).toEqual(['14:02', '14 h 02']);
  });
});
