import { expect, test } from 'vitest';
import { createPieces } from './pieces.ts';

const all = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

test('only what is not held is fetched, and the least used is forgotten first', async () => {
  const pieces = createPieces(100);
  const asked: [number, number][] = [];
  const read = (key: string, start: number, end: number) =>
    pieces.read(key, start, end, async (from, to) => {
      asked.push([from, to]);
      return all.subarray(from, to);
    });
  expect([...(await read('a', 0, 40))]).toEqual([...all.subarray(0, 40)]);
  expect([...(await read('a', 10, 60))]).toEqual([...all.subarray(10, 60)]);
  expect([...(await read('a', 5, 55))]).toEqual([...all.subarray(5, 55)]);
  expect(asked).toEqual([
    [0, 40],
    [40, 60],
  ]);
  await read('b', 0, 40);
  await read('b', 100, 150);
  asked.length = 0;
  await read('a', 0, 10);
  expect(asked).toEqual([[0, 10]]);
});
