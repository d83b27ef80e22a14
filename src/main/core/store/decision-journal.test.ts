import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabases, type Databases } from './database.ts';
import type { JournalKind } from './decision-journal.ts';

let folder: string;
let databases: Databases;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-decisions-'));
  databases = openDatabases(folder);
});
afterEach(async () => {
  await databases.close();
  await rm(folder, { recursive: true });
});

const journal = () => databases.open('p', 'alice').decisions;
const entry = (id: string, kind: JournalKind = 'decision', campaign = 'home/b/campaigns/c/') => ({
  id,
  campaign,
  kind,
  item: `item-${id}`,
  record: `{"id":"${id}"}`,
});
const campaign = 'home/b/campaigns/c/';

test('what was decided is there after a restart, in order, and the same record only once', async () => {
  await journal().append([entry('a'), entry('b', 'first-code')]);
  await journal().append([entry('a'), entry('c')]);
  await databases.close();
  databases = openDatabases(folder);
  expect((await journal().entries({ campaign })).map(({ id, sent, part }) => [id, sent, part])).toEqual([
    ['a', false, null],
    ['b', false, null],
    ['c', false, null],
  ]);
  expect(
    (await journal().entries({ campaign, kind: 'decision', newestFirst: true, count: 1 }))[0],
  ).toMatchObject({ id: 'c', item: 'item-c', record: '{"id":"c"}' });
  expect(await journal().entries({ campaign, item: 'item-b' })).toHaveLength(1);
});

test('a part keeps its entries until it is confirmed, however often it is bound', async () => {
  await journal().append([entry('a'), entry('b'), entry('c')]);
  const bound = async (part: string) =>
    (await journal().bind({ campaign, kind: 'decision', part, most: 2 })).map(({ id, part }) => [id, part]);
  expect(await bound('one')).toEqual([
    ['a', 'one'],
    ['b', 'one'],
  ]);
  await databases.close();
  databases = openDatabases(folder);
  expect(await bound('two')).toEqual([
    ['a', 'one'],
    ['b', 'one'],
    ['c', 'two'],
  ]);
  await journal().confirm('one');
  expect(await bound('three')).toEqual([['c', 'two']]);
  expect(await journal().unsent()).toEqual([{ campaign, entries: 1 }]);
  await journal().confirm('two');
  expect(await bound('four')).toEqual([]);
  expect(await journal().entries({ campaign, unsent: true })).toEqual([]);
});

test('what another laptop sent counts as sent, and does not touch what is known', async () => {
  await journal().append([entry('a')]);
  await journal().adopt([entry('a'), entry('z')]);
  expect((await journal().entries({ campaign })).map(({ id, sent }) => [id, sent])).toEqual([
    ['a', false],
    ['z', true],
  ]);
});

test('first codes rest: they are not counted as unsent', async () => {
  await journal().append([
    entry('a', 'first-code'),
    entry('b', 'adjudication'),
    entry('c', 'decision', 'other'),
  ]);
  expect(await journal().unsent()).toEqual([
    { campaign, entries: 1 },
    { campaign: 'other', entries: 1 },
  ]);
  await journal().forget('other');
  expect(await journal().unsent()).toEqual([{ campaign, entries: 1 }]);
});

test('entries are written as a whole or not at all', async () => {
  await expect(
    journal().append([entry('a'), { ...entry('b'), record: undefined as unknown as string }]),
  ).rejects.toThrow();
  expect(await journal().entries({ campaign })).toEqual([]);
  await journal().append([entry('a')]);
  expect(await journal().entries({ campaign })).toHaveLength(1);
});

test('a full disk refuses the decision and keeps those before', async () => {
  await journal().append([entry('a')]);
  await databases.close();
  const file = path.join(folder, 'p', 'alice', 'store.db');
  const raw = new DatabaseSync(file);
  raw.exec('PRAGMA journal_mode = WAL');
  raw.exec(
    `CREATE TRIGGER full_disk BEFORE INSERT ON decision WHEN NEW.id = 'b' BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  );
  raw.close();
  databases = openDatabases(folder);
  await expect(journal().append([entry('b')])).rejects.toMatchObject({
    data: { code: 'no-space', reason: 'disk-full' },
  });
  await journal().append([entry('c')]);
  expect((await journal().entries({ campaign })).map(({ id }) => id)).toEqual(['a', 'c']);
});
