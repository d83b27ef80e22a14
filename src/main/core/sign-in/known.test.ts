import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabases, type Databases } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { configurationPrefix, forgetKnown, Known, loadKnown, loadPlatforms, saveKnown } from './known.ts';

let folder: string;
let databases: Databases;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sardonyx-known-'));
  databases = openDatabases(folder);
  store = databases.open('app');
});
afterEach(async () => {
  await databases.close();
  await rm(folder, { recursive: true, force: true });
});

const file = { schemaVersion: 1, id: 'a', name: 'A' };

test('one platform that cannot be read does not hide the others', async () => {
  await store.set('sign-in/platforms', {
    platforms: [
      { file, kind: 'onyxia' },
      { file: { ...file, id: 'NOT VALID' }, kind: 'onyxia' },
    ],
    current: 'a',
  });
  const { platforms, current } = await loadPlatforms(store);
  expect(platforms.map((one) => one.file.id)).toEqual(['a']);
  expect(current).toBe('a');
  await store.set('sign-in/platforms', 'nonsense');
  expect((await loadPlatforms(store)).platforms).toEqual([]);
});

test('forgetting a person keeps what Vault does not have yet', async () => {
  await saveKnown(store, 'a', Known.parse({ person: { userName: 'alice' } }));
  await store.set(`${configurationPrefix('a')}alice/p/one`, { value: 1, waiting: false });
  await store.set(`${configurationPrefix('a')}alice/p/two`, { value: 2, waiting: true });
  await store.set(`${configurationPrefix('a-2')}bob/p/one`, { value: 1, waiting: false });
  await forgetKnown(store, 'a');
  expect(await loadKnown(store, 'a')).toEqual(Known.parse({}));
  expect((await store.kept('configuration/a/')).length).toBe(1);
  expect((await store.kept('configuration/')).map(({ key }) => key)).toEqual(
    expect.arrayContaining(['configuration/a/alice/p/two', 'configuration/a-2/bob/p/one']),
  );
});
