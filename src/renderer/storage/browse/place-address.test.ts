import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crumbsOf, nameOf, parentOf, readAddress, s3Address, touchesBucket } from './place-address.ts';

describe('a typed path', () => {
  test.each([
    ['alice', { kind: 'place', bucket: 'alice', prefix: '' }],
    ['alice/', { kind: 'place', bucket: 'alice', prefix: '' }],
    ['/alice/diffusion/', { kind: 'place', bucket: 'alice', prefix: 'diffusion/' }],
    ['s3://alice/a//b/', { kind: 'place', bucket: 'alice', prefix: 'a//b/' }],
    ['S3A://alice/x', { kind: 'either', bucket: 'alice', key: 'x' }],
    ['  alice/a b \n', { kind: 'either', bucket: 'alice', key: 'a b ' }],
    ['alice/%2F#?é', { kind: 'either', bucket: 'alice', key: '%2F#?é' }],
    ['Old_Bucket/', { kind: 'place', bucket: 'Old_Bucket', prefix: '' }],
  ])('%j is understood', (text, read) => expect(readAddress(text)).toEqual(read));
  test.each([
    ['', 'empty'],
    ['/', 'empty'],
    ['https://minio.example.org/alice', 'scheme'],
    ['a/b', 'bucket'],
    ['-alice/b', 'bucket'],
    ['my bucket/b', 'bucket'],
    [`alice/${'é'.repeat(513)}`, 'long'],
  ])('%j is wrong, and why is said', (text, why) =>
    expect(readAddress(text)).toEqual({ kind: 'wrong', why }),
  );
  test('of any key is read back as that key', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), (raw) => {
        const key = raw.replaceAll(/[\r\n]/g, '');
        const read = readAddress(s3Address('alice', key));
        expect(read.kind === 'place' ? read.prefix : read.kind === 'either' ? read.key : 'wrong').toBe(key);
      }),
    );
  });
});

test('folders on the way, their parents and names, empty ones too', () => {
  expect(crumbsOf('')).toEqual([]);
  expect(crumbsOf('a//b/')).toEqual([
    { name: 'a', prefix: 'a/' },
    { name: '', prefix: 'a//' },
    { name: 'b', prefix: 'a//b/' },
  ]);
  expect([parentOf('a/b/'), parentOf('a/'), parentOf('a/x.csv'), parentOf('a//')]).toEqual([
    'a/',
    '',
    'a/',
    'a/',
  ]);
  expect([nameOf('a/b/'), nameOf('x.csv'), nameOf('a/b/x')]).toEqual(['b/', 'x.csv', 'x']);
});

test('a transfer touches a bucket by its whole name', () => {
  expect(touchesBucket('s3://alice/a', 'alice')).toBe(true);
  expect(touchesBucket('s3://alice-2/a', 'alice')).toBe(false);
  expect(touchesBucket('/home/alice', 'alice')).toBe(false);
});
