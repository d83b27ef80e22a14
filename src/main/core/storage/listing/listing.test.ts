import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Selection } from '../../../../shared/contract/storage/listing.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import type { SelectedObject } from '../selection.ts';
import { putAll, testListings, type TestListings } from './testing/listings.ts';

const { signal } = new AbortController();
const awkward = [
  'a b+c.txt',
  'x%2Fy',
  "quo'te(1)*!.txt",
  'emoji 🦄',
  '..hidden',
  'q?x=1&y#z',
  '<b>&amp;.txt',
  'Été/élève 100%.csv',
  'sub folder+%/deep/file',
];

describe.each(storeNames())('listings over %s', (name) => {
  let store: TestStore;
  let test1: TestListings;
  let bucket: string;
  let many: string;
  beforeAll(async () => {
    store = await openStore(name);
    test1 = await testListings(() => store.endpoint);
    bucket = await store.bucket();
    many = await store.bucket();
    await putAll(
      store.endpoint,
      bucket,
      awkward.map((key) => `the prefix/${key}`),
      (key) => key,
    );
    const numbers = Array.from({ length: 3500 }, (_, index) => `many/${String(index).padStart(5, '0')}.csv`);
    await putAll(
      store.endpoint,
      many,
      [...numbers, 'few/Alpha.TXT', 'few/été.txt', 'few/beta.csv', 'few/'],
      (key) => 'x'.repeat(Number(/(\d+)/.exec(key)?.[1] ?? key.length) % 97),
    );
  }, 120_000);
  afterAll(async () => {
    await test1[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  const rowsOf = async (id: string, from = 0, count = 500) =>
    (await test1.listings.handlers.rows({ id, from, count }, { signal })).rows;

  async function all(selection: Selection, options = {}): Promise<SelectedObject[]> {
    const found: SelectedObject[] = [];
    for await (const page of test1.listings.resolve(selection).objects(options)) found.push(...page);
    return found.sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
  }

  test('shows one level with awkward names, folders first', async () => {
    const reading = test1.read({ bucket, prefix: 'the prefix/' });
    const { id, count, matching, folders, bytes } = await reading.done();
    const rows = await rowsOf(id);
    expect({ count, matching, folders }).toEqual({ count: 9, matching: 9, folders: 2 });
    expect(rows.map((row) => row.name)).toEqual([
      'sub folder+%/',
      'Été/',
      ..."..hidden|<b>&amp;.txt|a b+c.txt|emoji 🦄|q?x=1&y#z|quo'te(1)*!.txt|x%2Fy".split('|'),
    ]);
    expect(rows[0]).toEqual({ kind: 'folder', name: 'sub folder+%/', key: 'the prefix/sub folder+%/' });
    expect(rows[4]).toMatchObject({
      kind: 'object',
      key: 'the prefix/a b+c.txt',
      size: 20,
      storageClass: 'STANDARD',
    });
    expect(rows[4]?.etag).toMatch(/^[0-9a-f]{32}$/);
    expect(Math.abs((rows[4]?.modified ?? 0) - Date.now())).toBeLessThan(600_000);
    expect(rows[4]?.owner).toBeUndefined();
    expect(bytes).toBe(rows.reduce((sum, row) => sum + (row.size ?? 0), 0));
    await reading.stop();
  });

  test('shows everything below, with owners where they are asked for', async () => {
    const reading = test1.read({ bucket, prefix: 'the prefix/', recursive: true, owner: true });
    const { id, folders } = await reading.done();
    const rows = await rowsOf(id);
    expect(folders).toBe(0);
    expect(rows.map((row) => row.name)).toEqual(
      awkward
        .map((key) => Buffer.from(key))
        .sort(Buffer.compare)
        .map(String),
    );
    expect(rows.every((row) => row.owner)).toBe(true);
    await reading.stop();
  });

  test('a folder in which nothing lies has no rows', async () => {
    const reading = test1.read({ bucket, prefix: 'nowhere/' });
    expect(await reading.done()).toMatchObject({ state: 'done', count: 0, matching: 0 });
    await reading.stop();
  });

  test('the first state comes with the first page, and the last with all pages', async () => {
    const reading = test1.read({ bucket: many, prefix: 'many/' });
    const first = await reading.until(() => true);
    expect(first.count).toBeGreaterThanOrEqual(1000);
    const last = await reading.done();
    expect(last).toMatchObject({ state: 'done', count: 3500, matching: 3500 });
    expect((await rowsOf(last.id, 3499)).map((row) => row.name)).toEqual(['03499.csv']);
    expect(await rowsOf(last.id, 3500)).toEqual([]);
    await reading.stop();
  });

  test('sorts, filters, finds by the first letters and by key', async () => {
    const reading = test1.read({ bucket: many, prefix: 'many/', sort: 'size', descending: true });
    const { id } = await reading.done();
    const { handlers } = test1.listings;
    const sizes = (await rowsOf(id)).map((row) => row.size ?? 0);
    expect(sizes).toEqual([...sizes].sort((one, other) => other - one));
    const names = (await rowsOf(id, 0, 3)).map((row) => row.name);
    expect(names).toEqual(['00096.csv', '00193.csv', '00290.csv']);
    const arranged = { id, sort: 'name', descending: true, filter: '*9.CSV 03' } as const;
    const nines = Array.from({ length: 3500 }, (_, index) => String(index).padStart(5, '0')).filter(
      (digits) => /03.*9$/.test(digits),
    );
    expect(await handlers.arrange(arranged, { signal })).toEqual({ matching: nines.length });
    const state = await reading.until(({ matching }) => matching === nines.length);
    expect(state.bytes).toBeGreaterThan(0);
    expect((await rowsOf(id, 0, 2)).map((row) => row.name)).toEqual(['03499.csv', '03489.csv']);
    await handlers.arrange({ id, sort: 'name', descending: false, filter: '' }, { signal });
    expect(await handlers.find({ id, text: '012', from: 0 }, { signal })).toEqual({ index: 1200 });
    expect(await handlers.find({ id, text: '012', from: 1234 }, { signal })).toEqual({ index: 1234 });
    expect(await handlers.find({ id, text: '012', from: 1300 }, { signal })).toEqual({ index: -1 });
    expect(await handlers.indexOf({ id, key: 'many/02000.csv' }, { signal })).toEqual({ index: 2000 });
    expect(await handlers.indexOf({ id, key: 'many/02000' }, { signal })).toEqual({ index: -1 });
    await reading.stop();
  });

  test('a filter takes no notice of case and accents, and the empty object of the folder itself is not shown', async () => {
    const reading = test1.read({ bucket: many, prefix: 'few/', filter: 'ETE' });
    const { id, count, matching } = await reading.done();
    expect({ count, matching }).toEqual({ count: 3, matching: 1 });
    expect((await rowsOf(id)).map((row) => row.name)).toEqual(['été.txt']);
    const arranged = await test1.listings.handlers.arrange(
      { id, sort: 'name', descending: false, filter: 'TXT alp' },
      { signal },
    );
    expect(arranged).toEqual({ matching: 1 });
    expect(await test1.listings.handlers.find({ id, text: 'aL', from: 0 }, { signal })).toEqual({ index: 0 });
    await reading.stop();
  });

  test('shows versions and delete markers, the newest first', async () => {
    const versioned = await store.bucket({ versioning: true });
    for (const body of ['1', '22', '333']) await putAll(store.endpoint, versioned, ['a/x'], () => body);
    await putAll(store.endpoint, versioned, ['a/y', 'a/b/z']);
    await store.endpoint.send({ method: 'DELETE', bucket: versioned, key: 'a/x' });
    const reading = test1.read({ bucket: versioned, prefix: 'a/', versions: true });
    const { id } = await reading.done();
    const rows = await rowsOf(id);
    expect(rows.map((row) => [row.name, row.size ?? 0, row.version?.latest, row.version?.deleted])).toEqual([
      ['b/', 0, undefined, undefined],
      ['x', 0, true, true],
      ['x', 3, false, false],
      ['x', 2, false, false],
      ['x', 1, false, false],
      ['y', 0, true, false],
    ]);
    const listed: Selection = { kind: 'listing', id, except: ['a/y'] };
    expect((await all(listed, { versions: true })).map(({ key, deleted }) => [key, deleted])).toEqual([
      ['a/b/z', undefined],
      ['a/x', true],
      ['a/x', undefined],
      ['a/x', undefined],
      ['a/x', undefined],
    ]);
    expect(await all(listed)).toHaveLength(4);
    const [oldest] = rows.filter((row) => row.size === 1);
    const versionId = oldest?.version?.id ?? '';
    const one = {
      kind: 'rows',
      profile: name,
      bucket: versioned,
      keys: ['a/x'],
      versions: [{ key: 'a/x', versionId }],
    } as const;
    expect(await all(one as unknown as Selection)).toEqual([
      { key: 'a/x', size: 1, modified: oldest?.modified, etag: oldest?.etag, versionId, relative: 'x' },
    ]);
    await reading.stop();
  });

  test('resolves chosen objects and folders, each once, without a request for each', async () => {
    const keys = ['many/', 'many/00001.csv', 'few/été.txt', 'few/beta.csv', 'few/gone'];
    const resolved = test1.listings.resolve({ kind: 'rows', profile: name, bucket: many, keys });
    expect(resolved).toMatchObject({ profile: name, bucket: many, prefix: '', single: undefined });
    const found = await all({ kind: 'rows', profile: name, bucket: many, keys });
    expect(found).toHaveLength(3502);
    expect(found[0]).toMatchObject({
      key: 'few/beta.csv',
      relative: 'few/beta.csv',
      size: 'few/beta.csv'.length,
    });
    const folder = test1.listings.resolve({ kind: 'rows', profile: name, bucket, keys: ['the prefix/Été/'] });
    expect(folder).toMatchObject({ prefix: 'the prefix/', single: 'Été' });
    expect(
      (await all({ kind: 'rows', profile: name, bucket, keys: ['the prefix/Été/'] })).map(
        (one) => one.relative,
      ),
    ).toEqual(['Été/élève 100%.csv']);
    const scattered = Array.from(
      { length: 1500 },
      (_, index) => `many/${String(index * 2).padStart(5, '0')}.csv`,
    );
    expect(
      (await all({ kind: 'rows', profile: name, bucket: many, keys: scattered })).map(({ key }) => key),
    ).toEqual(scattered);
    expect(
      await all({ kind: 'rows', profile: name, bucket, keys: awkward.map((key) => `the prefix/${key}`) }),
    ).toHaveLength(9);
  });

  test('resolves what a listing shows, its filter applied, also after its stream was left', async () => {
    const reading = test1.read({ bucket: many, prefix: 'many/', filter: '*7.csv' });
    const { id } = await reading.done();
    await reading.stop();
    const found = await all({ kind: 'listing', id, except: ['many/00007.csv'] });
    expect(found).toHaveLength(349);
    expect(found[0]).toMatchObject({ key: 'many/00017.csv', relative: '00017.csv', size: 17 });
  });

  test('what is gone, and listings that are closed, are named', async () => {
    await expect(all({ kind: 'rows', profile: name, bucket, keys: ['nothing'] })).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'storage-selection-gone', values: { name: 'nothing' } },
    });
    const closed = { data: { code: 'not-found', reason: 'listing-closed' } };
    await expect(
      test1.listings.handlers.rows({ id: 'x', from: 0, count: 1 }, { signal }),
    ).rejects.toMatchObject(closed);
    expect(() => test1.listings.resolve({ kind: 'listing', id: 'x', except: [] })).toThrow('closed');
    const reading = test1.read({ bucket: `${bucket}-none` });
    expect(await reading.done()).toMatchObject({
      state: 'failed',
      count: 0,
      failure: { reason: 'storage-no-bucket' },
    });
    await reading.stop();
  });

  test('measures objects and folders, and stops when nobody reads', async () => {
    const selection: Selection = { kind: 'rows', profile: name, bucket: many, keys: ['many/', 'few/'] };
    const told: { objects: number; bytes: number; done: boolean }[] = [];
    for await (const measured of test1.listings.handlers.measure({ selection }, { signal }))
      told.push(measured);
    const expected = Array.from({ length: 3500 }, (_, index) => index % 97).reduce(
      (sum, size) => sum + size,
      0,
    );
    expect(told.at(-1)).toEqual({ objects: 3504, bytes: expected + 13 + 12 + 11 + 4, done: true });
    const over = new AbortController();
    over.abort();
    const none = [];
    for await (const measured of test1.listings.handlers.measure({ selection }, over)) none.push(measured);
    expect(none.filter(({ done }) => done)).toEqual([]);
  });
});
