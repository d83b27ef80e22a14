import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testSecrets } from '../platform/oidc/testing/secrets.ts';
import { openDatabases, type Databases } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { countUnsent, discardUnsent, wipeCopies } from './personal-files.ts';

let folder: string;
let databases: Databases;
let store: Store;
const person = { platformId: 'ssp', userName: 'alice' };

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-personal-'));
  databases = openDatabases(folder);
  store = databases.open('platforms', 'ssp', 'alice');
});
afterEach(async () => {
  await databases.close();
  await rm(folder, { recursive: true, force: true });
});

const transfer = (id: string, kind: string, state: string, job: object = { kind }) => ({
  kind: 'transfer' as const,
  id,
  record: JSON.stringify({ id, kind, state, job }),
});
const file = (number: number, state: 'ready' | 'done' | 'failed') => ({
  number,
  state,
  conflict: false,
  name: `f${number}`,
  size: 10,
  uploadId: null,
  record: '{}',
  problem: null,
  verified: null,
});

async function somethingUnsent() {
  await store.transfers.write([
    transfer('up', 'upload', 'paused'),
    { kind: 'files', transfer: 'up', files: [file(0, 'done'), file(1, 'ready'), file(2, 'failed')] },
    transfer('counting', 'upload', 'waiting'),
    transfer('down', 'download', 'running'),
    { kind: 'files', transfer: 'down', files: [file(0, 'ready')] },
    transfer('over', 'upload', 'done'),
    transfer('mirror', 'sync', 'failed', { kind: 'sync', direction: 'up' }),
  ]);
  await store.set('storage/opened/1', {
    id: '1',
    object: { profile: 'p', bucket: 'b', key: 'k' },
    file: '/f',
    state: 'conflict',
    etag: '"e"',
    sha256: '',
    readOnly: false,
  });
}

test('what waits are the files of uploads that did not arrive, and changes of opened files', async () => {
  expect(await countUnsent(store)).toBe(0);
  await somethingUnsent();
  // Two of `up`, one for each upload whose files are not known, one opened file.
  expect(await countUnsent(store)).toBe(5);
});

test('what is discarded does not wait any more, and downloads stay in the list', async () => {
  await somethingUnsent();
  await discardUnsent(store, folder);
  expect(await countUnsent(store)).toBe(0);
  expect((await store.transfers.transfers()).map(({ id }) => id).toSorted()).toEqual(['down', 'over']);
});

test('signing out wipes copies and keys of one person, and leaves what waits', async () => {
  const secrets = testSecrets();
  await secrets.set('storage/ssp/alice/garage', 'secret');
  await secrets.set('storage/ssp/alice%2Fx/garage', 'of another person');
  for (const name of ['cache/objects', 'query', 'staged', 'opened'])
    await mkdir(path.join(folder, 'files', name), { recursive: true });
  await wipeCopies(path.join(folder, 'files'), secrets, person);
  expect((await readdir(path.join(folder, 'files'))).toSorted()).toEqual(['opened', 'staged']);
  expect(await secrets.keys('storage/')).toEqual(['storage/ssp/alice%2Fx/garage']);
});
