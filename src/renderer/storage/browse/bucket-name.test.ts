import { expect, test } from 'vitest';
import { bucketNameProblem, partProblem } from './bucket-name.ts';

test.each(['abc', 'projet-codification-ape', 'a.b-c', '2026'])('%s is a good name', (name) =>
  expect(bucketNameProblem(name)).toBeUndefined(),
);
test.each([
  ['ab', 'length'],
  ['a'.repeat(64), 'length'],
  ['Alice', 'letters'],
  ['my_bucket', 'letters'],
  ['été', 'letters'],
  ['-abc', 'ends'],
  ['abc.', 'ends'],
  ['a..b', 'dots'],
  ['192.168.1.1', 'address'],
  ['xn--abc', 'reserved'],
  ['data--ol-s3', 'reserved'],
] as const)('%s breaks the rule of %s', (name, problem) => expect(bucketNameProblem(name)).toBe(problem));

test('a part of a path has no slash and is no way through a file system', () => {
  expect(['', 'a/b', '..', 'x'.repeat(256), 'é #%2F.csv'].map(partProblem)).toEqual([
    'empty',
    'slash',
    'dots',
    'long',
    undefined,
  ]);
});
