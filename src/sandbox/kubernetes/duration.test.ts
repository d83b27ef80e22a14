import { expect, test } from 'vitest';
import { humanDuration } from './duration.ts';

test('ages are written as kubectl writes them', () => {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const day = 24 * hour;
  const pairs: [number, string][] = [
    [119 * second, '119s'],
    [2 * minute, '2m'],
    [9 * minute + 5 * second, '9m5s'],
    [179 * minute, '179m'],
    [3 * hour + 20 * minute, '3h20m'],
    [47 * hour, '47h'],
    [3 * day + 4 * hour, '3d4h'],
    [400 * day, '400d'],
    [740 * day, '2y10d'],
  ];
  expect(pairs.map(([time]) => humanDuration(time))).toEqual(pairs.map(([, text]) => text));
});
