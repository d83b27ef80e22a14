import { describe, expect, test } from 'vitest';
import { isShownBy, parseS3Uri, regionBookmarks } from './bookmarks.ts';
import { Region } from './types.ts';

const region = (bookmarks: unknown, URL = 'https://minio.example.org') =>
  Region.parse({ id: 'r', data: { S3: { URL, bookmarks } } });
const claims = { preferred_username: 'alice', groups: ['projet-nace', 'projet-old', 'admin'] };

describe('the bookmarks of a region', () => {
  test('hold once for each value of their claim, filled in', () => {
    const bookmarks = regionBookmarks(
      region([
        { s3Uri: 's3://$1/', title: { en: 'Personal', fr: 'Personnel' }, claimName: 'preferred_username' },
        {
          s3Uri: 's3://projet-$1/data',
          title: { en: 'Group $1', fr: 'Groupe $1' },
          claimName: 'groups',
          includedClaimPattern: '^projet-(.+)$',
          excludedClaimPattern: 'old$',
          forProfileName: ['nace-$1', 'x*'],
        },
        { s3Uri: 's3://diffusion' },
        { s3Uri: 'https://not-s3/' },
        { s3Uri: 's3://$1/', claimName: 'absent' },
        { s3Uri: 's3://$1/', claimName: 'groups', includedClaimPattern: '(' },
      ]),
      claims,
    );
    const endpoint = 'https://minio.example.org';
    expect(bookmarks).toEqual([
      {
        bucket: 'alice',
        prefix: '',
        title: 'Personal',
        titles: { en: 'Personal', fr: 'Personnel' },
        endpoint,
      },
      {
        bucket: 'projet-nace',
        prefix: 'data/',
        title: 'Group nace',
        titles: { en: 'Group nace', fr: 'Groupe nace' },
        endpoint,
        profiles: ['nace-nace', 'x*'],
      },
      { bucket: 'diffusion', prefix: '', title: 'diffusion', endpoint },
    ]);
  });

  test('are shown by the profiles of their store that they name', () => {
    const [bookmark] = regionBookmarks(region([{ s3Uri: 's3://a-b/', forProfileName: 'team-*' }]), claims);
    const endpoint = 'https://minio.example.org/';
    expect(bookmark && isShownBy(bookmark, { name: 'team-a', endpoint })).toBe(true);
    expect(bookmark && isShownBy(bookmark, { name: 'my-team-a', endpoint })).toBe(false);
    expect(bookmark && isShownBy(bookmark, { name: 'team-a', endpoint: 'https://other.org' })).toBe(false);
  });

  test.each([
    ['s3://b-1', { bucket: 'b-1', prefix: '' }],
    ['s3://b-1/é a', { bucket: 'b-1', prefix: 'é a/' }],
    ['b-1/a', undefined],
    ['s3:///a', undefined],
  ])('reads %s', (text, place) => {
    expect(parseS3Uri(text)).toEqual(place);
  });
});
