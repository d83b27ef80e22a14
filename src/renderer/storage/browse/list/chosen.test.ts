import { expect, test } from 'vitest';
import type { ListingState, Row } from '../../../../shared/contract/storage/listing.ts';
import {
  allChosen,
  isChosen,
  joined,
  nothingChosen,
  onlyThese,
  selectionOf,
  tally,
  toggled,
} from './chosen.ts';

const object = (name: string, size: number, version?: Row['version']): Row => ({
  kind: 'object',
  name,
  key: `d/${name}`,
  size,
  ...(version ? { version } : {}),
});
const folder: Row = { kind: 'folder', name: 'f/', key: 'd/f/' };
const place = { profile: 'p', bucket: 'b' };
const listing: ListingState = {
  id: 'l1',
  state: 'listing',
  count: 1000,
  matching: 1000,
  folders: 4,
  bytes: 5000,
  generation: 1,
};

test('rows are selected and no longer, counted with their bytes', () => {
  const some = toggled(toggled(onlyThese([object('a', 5)]), folder), object('b', 7));
  expect(tally(some, undefined)).toEqual({ count: 3, folders: 1, bytes: 12 });
  expect(isChosen(toggled(some, object('a', 5)), object('a', 5))).toBe(false);
  expect(selectionOf(some, place, listing)).toEqual({
    kind: 'rows',
    ...place,
    keys: ['d/a', 'd/f/', 'd/b'],
  });
  expect(selectionOf(nothingChosen, place, listing)).toBeUndefined();
});

test('all means what the listing shows, also what is still to come, but a few', () => {
  const most = toggled(toggled(allChosen, folder), object('a', 5));
  expect(isChosen(most, object('z', 1))).toBe(true);
  expect(isChosen(most, folder)).toBe(false);
  expect(tally(most, listing)).toEqual({ count: 998, folders: 3, bytes: 4995 });
  expect(selectionOf(most, place, listing)).toEqual({ kind: 'listing', id: 'l1', except: ['d/f/', 'd/a'] });
  expect(tally(joined(most, [folder]), listing).count).toBe(999);
});

test('versions of one key are rows of their own', () => {
  const [old, latest] = [
    object('a', 5, { id: 'v1', latest: false, deleted: false }),
    object('a', 9, { id: 'v2', latest: true, deleted: false }),
  ];
  const chosen = onlyThese([old, latest]);
  expect(tally(chosen, undefined).count).toBe(2);
  expect(selectionOf(chosen, place, listing)).toMatchObject({
    keys: ['d/a'],
    versions: [
      { key: 'd/a', versionId: 'v1' },
      { key: 'd/a', versionId: 'v2' },
    ],
  });
});
