import { describe, expect, test } from 'vitest';
import { objectOf, pathText, placeOf, placeText, readPath } from './object-path.ts';

const profiles = [
  { id: 'ssp', name: 'SSP Cloud' },
  { id: 'garage', name: 'Garage of the team' },
];

describe('a path that is being typed', () => {
  test('begins with a profile, by its id or by its name, whatever the capitals', () => {
    expect(readPath('ss', profiles)).toEqual({ key: '', part: 'profile', begun: 'ss' });
    expect(readPath('garage of the team / eq', profiles)).toEqual({
      profile: 'garage',
      key: '',
      part: 'bucket',
      begun: 'eq',
    });
  });
  test('goes on with a bucket and a key, whose own blanks and slashes stay', () => {
    expect(readPath('ssp/alice / a b/ c.csv', profiles)).toEqual({
      profile: 'ssp',
      bucket: 'alice',
      key: 'a b/ c.csv',
      part: 'key',
      begun: ' c.csv',
    });
  });
  test('may be an address of other programs, which then is of the first profile', () => {
    expect(objectOf('s3://alice/diffusion/table.csv', profiles)).toEqual({
      profile: 'ssp',
      bucket: 'alice',
      key: 'diffusion/table.csv',
    });
  });
  test('of an unknown profile means nothing', () => {
    expect(objectOf('other/alice/x.csv', profiles)).toBeUndefined();
    expect(placeOf('other/alice', profiles)).toBeUndefined();
  });
});

test('a folder is not an object, and a place ends with a slash', () => {
  expect(objectOf('ssp/alice/folder/', profiles)).toBeUndefined();
  expect(placeOf('ssp / alice', profiles)).toEqual({ profile: 'ssp', bucket: 'alice', prefix: '' });
  expect(placeOf('ssp/alice/x', profiles)).toEqual({ profile: 'ssp', bucket: 'alice', prefix: 'x/' });
});

test('what is shown is read as the same', () => {
  const at = { profile: 'ssp', bucket: 'alice', key: 'a/b.csv' };
  expect(pathText(at, profiles)).toBe('SSP Cloud / alice / a/b.csv');
  expect(objectOf(pathText(at, profiles), profiles)).toEqual(at);
  const place = { profile: 'garage', bucket: 'team', prefix: '' };
  expect(placeText(place, profiles)).toBe('Garage of the team / team');
  expect(placeOf(placeText(place, profiles), profiles)).toEqual(place);
});

test('a profile whose name would mean nothing, or another one, is called by its id', () => {
  const odd = [
    { id: 'one', name: 'S3 / team' },
    { id: 'two', name: 'default' },
    { id: 'three', name: 'Default' },
    { id: 'four', name: ' ' },
  ];
  const shown = ['one', 'two', 'three', 'four', 'gone'].map((profile) => pathText({ profile }, odd));
  expect(shown).toEqual(['one', 'default', 'three', 'four', 'gone']);
});
