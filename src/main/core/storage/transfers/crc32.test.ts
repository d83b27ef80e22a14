import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { combineCrc32, compositeCrc32, crc32FromText, crc32Of, crc32Text } from './crc32.ts';
import { planDownload } from './download-plan.ts';
import { crcFromNote, crcNote, makesSum, sumOf } from './object-sums.ts';

describe('CRC-32 of pieces', () => {
  test.each([0, 1, 3, 8, 4095, 65_536, 1_000_003])(
    'is that of the whole, cut so that %i bytes follow',
    (tail) => {
      const bytes = randomBytes(1_000_100);
      const at = bytes.length - tail;
      const first = crc32(bytes.subarray(0, at));
      expect(combineCrc32(first, crc32(bytes.subarray(at)), tail)).toBe(crc32(bytes));
    },
  );

  test('goes over any number of pieces of any size, and beyond four gibibytes', () => {
    const bytes = randomBytes(200_000);
    const cuts = [0, 10, 10, 65_546, 131_082, 199_999, bytes.length];
    const pieces = cuts.slice(1).map((end, at) => bytes.subarray(cuts[at], end));
    expect(crc32Of(pieces.map((piece) => ({ crc: crc32(piece), size: piece.length })))).toBe(crc32(bytes));
    // 2^33 zeros in one step are as two steps of 2^32.
    const crc = crc32(bytes);
    const half = combineCrc32(crc, 0, 2 ** 32);
    expect(combineCrc32(crc, 0, 2 ** 33)).toBe(combineCrc32(half, 0, 2 ** 32));
    expect(crc32Of([])).toBe(0);
  });

  test('is written as S3 does', () => {
    // The check value of CRC-32: that of the digits 1 to 9 is CBF43926.
    expect(crc32Text(crc32('123456789'))).toBe('y/Q5Jg==');
    expect(crc32FromText('y/Q5Jg==')).toBe(0xcbf43926);
    expect(crc32FromText('')).toBeUndefined();
    expect(crcFromNote(crcNote(7))).toBe(7);
    expect(crcFromNote('')).toBeUndefined();
  });
});

describe('the sum that a server keeps', () => {
  const bytes = randomBytes(250);
  const groups = planDownload(250, 100);
  const crcs = new Map(
    groups
      .flatMap(({ pieces }) => pieces)
      .map(({ number, start, end }) => [number, crc32(bytes.subarray(start, end))]),
  );

  test('of the whole, and of the parts', () => {
    expect(makesSum(crc32Text(crc32(bytes)), groups, crcs)).toBe(true);
    expect(makesSum(compositeCrc32([...crcs.values()]), groups, crcs)).toBe(true);
    const wrong = new Map(crcs).set(2, 1);
    expect(makesSum(crc32Text(crc32(bytes)), groups, wrong)).toBe(false);
    expect(makesSum(compositeCrc32([...crcs.values()]), groups, wrong)).toBe(false);
    expect(makesSum(crc32Text(crc32(bytes)), groups, new Map())).toBe(false);
  });

  test('is believed only where it is one', () => {
    expect(sumOf({ 'x-amz-checksum-crc32': 'y/Q5Jg==' })).toBe('y/Q5Jg==');
    expect(sumOf({ 'x-amz-checksum-crc32': 'y/Q5Jg==-3', 'x-amz-checksum-type': 'COMPOSITE' })).toBe(
      'y/Q5Jg==-3',
    );
    expect(sumOf({ 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-type': 'COMPOSITE' })).toBeUndefined();
    expect(sumOf({ 'x-amz-checksum-crc32': 'nonsense' })).toBeUndefined();
    expect(sumOf({})).toBeUndefined();
  });
});
