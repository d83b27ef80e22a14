import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabases, type Databases } from './database.ts';
import type { JournalFile } from './transfer-journal.ts';

let folder: string;
let databases: Databases;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-journal-'));
  databases = openDatabases(folder);
});
afterEach(async () => {
  await databases.close();
  await rm(folder, { recursive: true });
});

const file = (number: number, rest: Partial<JournalFile> = {}): JournalFile => ({
  number,
  state: 'ready',
  conflict: false,
  name: `f${number}`,
  size: 10,
  uploadId: null,
  record: '{}',
  problem: null,
  verified: null,
  ...rest,
});

test('files, parts and sums of a transfer are there after a restart, and gone when it is forgotten', async () => {
  const journal = databases.open('p', 'alice').transfers;
  await journal.write([
    { kind: 'transfer', id: 't', record: '{"a":1}' },
    {
      kind: 'files',
      transfer: 't',
      files: [file(0), file(1, { uploadId: 'u' }), file(2, { conflict: true })],
    },
    { kind: 'part', transfer: 't', file: 1, part: { number: 1, etag: 'e', size: 5 } },
    { kind: 'state', transfer: 't', number: 0, state: 'failed', problem: '{"code":"internal"}' },
  ]);
  await databases.close();
  databases = openDatabases(folder);
  const again = databases.open('p', 'alice').transfers;
  expect(await again.transfers()).toEqual([{ id: 't', record: '{"a":1}' }]);
  expect(await again.parts('t', 1)).toEqual([{ number: 1, etag: 'e', size: 5 }]);
  expect(await again.partBytes('t')).toEqual([{ file: 1, bytes: 5 }]);
  expect(await again.uploads()).toEqual(['u']);
  expect(await again.sums('t')).toEqual([
    { state: 'failed', conflict: false, files: 1, bytes: 10, problems: 1 },
    { state: 'ready', conflict: false, files: 1, bytes: 10, problems: 0 },
    { state: 'ready', conflict: true, files: 1, bytes: 10, problems: 0 },
  ]);
  await again.write([{ kind: 'state', transfer: 't', number: 1, state: 'done', verified: 'md5' }]);
  expect(await again.parts('t', 1)).toEqual([]);
  expect(await again.uploads()).toEqual([]);
  expect(
    (await again.files({ transfer: 't', states: ['done', 'failed'], after: -1, count: 10 })).map(
      ({ number, verified }) => [number, verified],
    ),
  ).toEqual([
    [0, null],
    [1, 'md5'],
  ]);
  await again.write([{ kind: 'settle', transfer: 't', from: ['failed'], to: 'ready' }]);
  expect(
    await again.files({ transfer: 't', states: ['ready'], conflict: false, after: -1, count: 10 }),
  ).toEqual([file(0)]);
  await again.write([{ kind: 'forget', id: 't' }]);
  expect(await again.transfers()).toEqual([]);
  expect(await again.sums('t')).toEqual([]);
});

test('a batch is written as a whole or not at all', async () => {
  const journal = databases.open('p', 'alice').transfers;
  await journal.write([{ kind: 'transfer', id: 't', record: '1' }]);
  await expect(
    journal.write([
      { kind: 'transfer', id: 'other', record: '2' },
      { kind: 'transfer', id: 'broken', record: undefined as unknown as string },
    ]),
  ).rejects.toThrow();
  expect(await journal.transfers()).toEqual([{ id: 't', record: '1' }]);
  await journal.write([{ kind: 'transfer', id: 'third', record: '3' }]);
  expect((await journal.transfers()).map(({ id }) => id)).toEqual(['t', 'third']);
});
