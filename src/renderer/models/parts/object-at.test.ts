import { expect, test } from 'vitest';
import { folderAt, objectAt } from './object-at.ts';

const profiles = [
  { id: 'default', name: 'SSP Cloud' },
  { id: 'archive', name: 'Archive' },
];

test('an object is named by its address, or by profile, bucket and key', () => {
  const key = 'models/model.bin';
  expect(objectAt('s3://projet-nace/models/model.bin', profiles)).toEqual({
    profile: 'default',
    bucket: 'projet-nace',
    key,
  });
  expect(objectAt('Archive / projet-nace / models/model.bin', profiles)).toMatchObject({
    profile: 'archive',
    key,
  });
});

test('a folder, an unknown profile and half an address are no object', () => {
  for (const text of ['', 's3://bucket', 's3://bucket/folder/', 'Elsewhere / bucket / key'])
    expect(objectAt(text, profiles)).toBeUndefined();
  expect(objectAt('s3://bucket/key', [])).toBeUndefined();
});

test('an address leads to its folder, whether it ends with a slash or not', () => {
  expect(folderAt('s3://nace/sets/2026')).toEqual({ bucket: 'nace', prefix: 'sets/2026/' });
  expect(folderAt('s3://nace')).toEqual({ bucket: 'nace', prefix: '' });
  expect(folderAt('mlflow-artifacts:/1')).toBeUndefined();
});
