import { expect, test } from 'vitest';
import { formatMoment } from '../../ui/format.ts';
import { counted, exactBytes, formatWhen } from './words.ts';

test('dates in a list read as everywhere else, with the year when it is another', () => {
  const now = new Date(2026, 10, 20, 14, 2).getTime();
  for (const language of ['en', 'fr'] as const)
    for (const at of [now, now - 3_600_000, now - 40 * 86_400_000])
      expect(formatWhen(at, now, language)).toBe(formatMoment(at, now, language));
  expect(formatWhen(new Date(2025, 9, 16).getTime(), now, 'en')).toBe('16 Oct 2025');
});

test('a million takes the form of many, in French too', () => {
  expect(counted(1_000_000, 'fr').count).toBe(2);
  expect(counted(1_000_000, 'en')).toEqual({ count: 2, number: '1,000,000' });
  expect(counted(1, 'en').count).toBe(1);
});

test('a size says its exact bytes', () => {
  expect(exactBytes(182, 'en')).toBe('182\u202fB');
  expect(exactBytes(1536, 'en')).toBe('1.5\u202fKiB (1,536\u202fB)');
});
