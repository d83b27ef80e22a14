import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type TestStore } from '../../platform/s3/testing/stores.ts';
import { countUnsent, discardUnsent } from '../personal-files.ts';
import { createLocalFolder, localFolder } from './local-folder.ts';
import { createSmallFiles } from './small-files.ts';
import { openHarness, putObject } from './testing/harness.ts';

const { signal } = new AbortController();

describe('the laptop at one end', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore('sandbox');
  });
  afterAll(() => store[Symbol.asyncDispose]());
  const harnessed = () => openHarness({ endpoint: store.endpoint, network: store.network });

  test('a folder shows folders first, hides what is hidden, and says why it cannot be shown', async () => {
    await using harness = await harnessed();
    const folder = path.join(harness.folder, 'home');
    for (const one of ['b', 'a', '.hidden']) await mkdir(path.join(folder, one), { recursive: true });
    await writeFile(path.join(folder, 'x10'), '1234');
    await writeFile(path.join(folder, 'x9'), '');
    await symlink('nowhere', path.join(folder, 'broken'));
    const shown = await localFolder({ path: folder, hidden: false });
    expect(shown).toMatchObject({ path: folder, parent: harness.folder });
    expect(shown.entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'folder a',
      'folder b',
      'file x9',
      'file x10',
    ]);
    expect(shown.entries.at(-1)).toMatchObject({ size: 4 });
    expect(shown.freeBytes).toBeGreaterThan(0);
    expect((await localFolder({ path: folder, hidden: true })).entries).toHaveLength(5);
    await expect(localFolder({ path: path.join(folder, 'gone'), hidden: false })).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'transfer-file-gone' },
    });
    await expect(localFolder({ path: 'relative', hidden: false })).rejects.toMatchObject({
      data: { reason: 'transfer-local-path' },
    });
  });

  test('a folder is made once, and only under a name', async () => {
    await using harness = await harnessed();
    const parent = harness.folder;
    const { path: made } = await createLocalFolder({ parent, name: 'été 1' });
    expect((await stat(made)).isDirectory()).toBe(true);
    await expect(createLocalFolder({ parent, name: 'été 1' })).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'transfer-name-taken' },
    });
    for (const name of ['..', 'a/b', ''])
      await expect(createLocalFolder({ parent, name })).rejects.toMatchObject({
        data: { reason: 'transfer-local-name' },
      });
  });

  test('a link in the chosen folder leads no object out of it', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    await putObject(store.endpoint, bucket, 'p/link/stolen', 'bytes');
    await putObject(store.endpoint, bucket, 'p/plain', 'bytes');
    const folder = path.join(harness.folder, 'target');
    const outside = path.join(harness.folder, 'outside');
    await mkdir(path.join(folder, 'p'), { recursive: true });
    await mkdir(outside);
    await symlink(outside, path.join(folder, 'p/link'));
    const { id } = await harness.handlers.download(
      { selection: harness.rows(bucket, 'p/'), folder },
      { signal },
    );
    expect(await harness.ended(id)).toMatchObject({ state: 'failed', files: { done: 1, failed: 1 } });
    expect(await readdir(outside)).toEqual([]);
    expect((await harness.handlers.failedFiles({ id, from: 0, count: 5 }, { signal })).files).toMatchObject([
      { name: 'p/link/stolen', problem: { code: 'forbidden', reason: 'transfer-outside' } },
    ]);
  });

  test('a platform that allows no copies on laptops gets none', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    await putObject(store.endpoint, bucket, 'o', 'bytes');
    Object.assign(harness.context, { forbidsLocalCopies: true });
    await expect(
      harness.handlers.download(
        { selection: harness.rows(bucket, 'o'), folder: path.join(harness.folder, 'down') },
        { signal },
      ),
    ).rejects.toMatchObject({ data: { code: 'forbidden', reason: 'transfer-no-local-copies' } });
  });

  test('what is not sent is counted, and given up when told', async () => {
    await using harness = await harnessed();
    const to = { profile: 'sandbox', bucket: await store.bucket(), prefix: '' };
    const { store: kept, folder } = harness.context;
    expect(await countUnsent(kept)).toBe(0);
    await harness.handlers.stage({ to, files: [{ path: 'a', size: 3 }] }, { signal });
    expect(await countUnsent(kept)).toBe(1);
    await harness.transfers.enter(undefined);
    await discardUnsent(kept, folder);
    expect(await countUnsent(kept)).toBe(0);
    await harness.transfers.enter(harness.context);
    expect((await harness.now()).transfers).toEqual([]);
  });

  test('small files are written together, and one that cannot be fails alone', async () => {
    await using harness = await harnessed();
    const files = createSmallFiles();
    const file = (name: string, bytes: Uint8Array, replace = false) => {
      const target = path.join(harness.folder, name);
      return { part: `${target}.part`, target, bytes, replace, modified: 1_700_000_000_000 };
    };
    const [bytes, taken] = [new Uint8Array(randomBytes(70_000)), path.join(harness.folder, 'taken')];
    await writeFile(taken, 'theirs');
    const results = await Promise.allSettled([
      files.save(file('a', bytes)),
      files.save(file('empty', new Uint8Array())),
      files.save(file('taken', bytes)),
      files.save(file('no/such/folder', bytes)),
      files.save(file('b', bytes)),
    ]);
    expect(results.map((one) => (one.status === 'rejected' ? one.reason.code : 'done'))).toEqual([
      'done',
      'done',
      'EEXIST',
      'ENOENT',
      'done',
    ]);
    expect((await readFile(path.join(harness.folder, 'b'))).equals(bytes)).toBe(true);
    expect((await stat(path.join(harness.folder, 'a'))).mtimeMs).toBe(1_700_000_000_000);
    expect(await readFile(taken, 'utf8')).toBe('theirs');
    await files.save(file('taken', bytes, true));
    expect((await readFile(taken)).equals(bytes)).toBe(true);
    await rm(taken);
    await files.close();
  });
});
