import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startChecksum } from './checksum.ts';
import type { ChecksumAlgorithm } from './checksum.ts';

const hex = (algorithm: ChecksumAlgorithm, ...pieces: Buffer[]): string => {
  const running = startChecksum(algorithm);
  for (const piece of pieces) running.update(piece);
  return running.digest().toString('hex');
};

// The check values of "123456789": https://reveng.sourceforge.io/crc-catalogue/all.htm
test.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['sha1', createHash('sha1').update('123456789').digest('hex')],
  ['sha256', createHash('sha256').update('123456789').digest('hex')],
] as const)('%s of the usual check text is %s', (algorithm, value) => {
  expect(hex(algorithm, Buffer.from('123456789'))).toBe(value);
});

// RFC 3720, appendix B.4.
test('crc32c of the examples of RFC 3720', () => {
  expect(hex('crc32c', Buffer.alloc(32))).toBe('8a9136aa');
  expect(hex('crc32c', Buffer.alloc(32, 0xff))).toBe('62a8ab43');
  expect(hex('crc32c', Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe('46dd794e');
});

test('pieces of any length give the checksum of the whole', () => {
  const bytes = randomBytes(10_007);
  for (const algorithm of ['crc32', 'crc32c', 'crc64nvme'] as const)
    expect(hex(algorithm, bytes.subarray(0, 13), bytes.subarray(13, 14), bytes.subarray(14))).toBe(
      hex(algorithm, bytes),
    );
});
