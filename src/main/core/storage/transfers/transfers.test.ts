import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { getObject, keysIn, openHarness, putObject } from './testing/harness.ts';

describe.each(storeNames())('transfers over %s', (name) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterAll(() => store[Symbol.asyncDispose]());
  const harnessed = () => openHarness({ endpoint: store.endpoint, network: store.network });

  test('a file goes up and comes down with the same bytes, and both are compared by MD5', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const bytes = randomBytes(300_000);
    const file = path.join(harness.folder, 'données été.csv');
    await writeFile(file, bytes);
    const { id } = await harness.handlers.upload(
      { to: { profile: name, bucket, prefix: 'in/' }, paths: [file] },
      { signal: new AbortController().signal },
    );
    expect(await harness.ended(id)).toMatchObject({
      state: 'done',
      files: { done: 1, total: 1, failed: 0 },
      bytes: { done: 300_000, total: 300_000 },
    });
    expect((await getObject(store.endpoint, bucket, 'in/données été.csv')).equals(bytes)).toBe(true);
    const target = path.join(harness.folder, 'down');
    const down = await harness.handlers.download(
      { selection: harness.rows(bucket, 'in/données été.csv'), folder: target },
      { signal: new AbortController().signal },
    );
    expect(await harness.ended(down.id)).toMatchObject({ state: 'done' });
    expect((await readFile(path.join(target, 'données été.csv'))).equals(bytes)).toBe(true);
    for (const one of [id, down.id]) {
      const [row] = await harness.context.store.transfers.files({
        transfer: one,
        states: ['done'],
        after: -1,
        count: 1,
      });
      expect(row?.verified).toBe('md5');
    }
    expect(harness.commands.list.get().map(({ text, state }) => `${state} ${text.split(' ')[1]}`)).toEqual([
      'done cp',
      'done cp',
    ]);
    expect(harness.awake).toMatchObject({ now: 0 });
    expect(harness.awake.ever).toBeGreaterThan(0);
  });

  test('a folder with awkward names goes up and comes down again, links are not followed', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const folder = path.join(harness.folder, 'my data #1');
    const names = [
      'a b/c#d.txt',
      'a b/%2F.csv',
      '😀/été.parquet',
      'x?y&z=1+2.json',
      'deep/er/still/q.bin',
      '.hidden',
    ];
    for (const one of names) {
      await mkdir(path.dirname(path.join(folder, one)), { recursive: true });
      await writeFile(path.join(folder, one), `content of ${one}`);
    }
    await writeFile(path.join(folder, 'empty'), '');
    await writeFile(path.join(harness.folder, 'secret'), 'outside');
    await symlink('../secret', path.join(folder, 'link-out'));
    const signal = new AbortController().signal;
    const up = await harness.handlers.upload(
      { to: { profile: name, bucket, prefix: '' }, paths: [folder] },
      { signal },
    );
    expect(await harness.ended(up.id)).toMatchObject({
      state: 'done',
      files: { done: 7, skipped: 1, failed: 0 },
    });
    expect(Object.keys(await keysIn(store.endpoint, bucket)).toSorted()).toEqual(
      [...names, 'empty'].map((one) => `my data #1/${one}`).toSorted(),
    );
    expect(
      (await harness.handlers.failedFiles({ id: up.id, from: 0, count: 10 }, { signal })).files,
    ).toMatchObject([{ name: 'my data #1/link-out', problem: { reason: 'transfer-link-skipped' } }]);
    const target = path.join(harness.folder, 'back');
    const down = await harness.handlers.download(
      { selection: harness.rows(bucket, 'my data #1/'), folder: target },
      { signal },
    );
    expect(await harness.ended(down.id)).toMatchObject({ state: 'done', files: { done: 7 } });
    for (const one of names)
      expect(await readFile(path.join(target, 'my data #1', one), 'utf8')).toBe(`content of ${one}`);
  });

  test('hostile and impossible keys stay in the folder, and none is lost', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    // MinIO itself refuses keys with `..` as a part.
    const keys =
      name === 'sandbox'
        ? ['p/../../escape', 'p//etc/passwd', 'p/a', 'p/a/b', 'p/A', 'p/x.sardonyx-part', 'p/x', 'p/folder/']
        : ['p/...', 'p/A', 'p/a ', 'p/x.sardonyx-part', 'p/x', 'p/b/c', 'p/folder/'];
    const put: string[] = [];
    for (const key of keys)
      await putObject(store.endpoint, bucket, key, key.endsWith('/') ? '' : key).then(
        () => put.push(key),
        () => {},
      );
    const folder = path.join(harness.folder, 'target');
    await mkdir(folder);
    const { id } = await harness.handlers.download(
      { selection: harness.rows(bucket, 'p/'), folder },
      { signal: new AbortController().signal },
    );
    expect(await harness.ended(id)).toMatchObject({ state: 'done', files: { done: put.length, failed: 0 } });
    expect((await readdir(harness.folder)).toSorted()).toEqual(['store', 'target']);
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const contents = await Promise.all(
      files.map((one) => readFile(path.join(one.parentPath, one.name), 'utf8')),
    );
    expect(contents.toSorted()).toEqual(put.filter((key) => !key.endsWith('/')).toSorted());
    expect((await lstat(path.join(folder, 'p', 'folder'))).isDirectory()).toBe(true);
  });

  test('a large file goes in parts, comes in ranges, and its CRC-32 is compared', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const bytes = randomBytes(40 * 1024 * 1024 + 17);
    const file = path.join(harness.folder, 'big.bin');
    await writeFile(file, bytes);
    const signal = new AbortController().signal;
    const { id } = await harness.handlers.upload(
      { to: { profile: name, bucket, prefix: '' }, paths: [file] },
      { signal },
    );
    expect(await harness.ended(id)).toMatchObject({ state: 'done', bytes: { done: bytes.length } });
    expect((await getObject(store.endpoint, bucket, 'big.bin')).equals(bytes)).toBe(true);
    const folder = path.join(harness.folder, 'down');
    const down = await harness.handlers.download(
      { selection: harness.rows(bucket, 'big.bin'), folder },
      { signal },
    );
    expect(await harness.ended(down.id)).toMatchObject({ state: 'done', bytes: { done: bytes.length } });
    expect((await readFile(path.join(folder, 'big.bin'))).equals(bytes)).toBe(true);
    expect(await readdir(folder)).toEqual(['big.bin']);
    for (const one of [id, down.id]) {
      const [row] = await harness.context.store.transfers.files({
        transfer: one,
        states: ['done'],
        after: -1,
        count: 1,
      });
      expect(row?.verified).toBe('crc32');
    }
  });
});
