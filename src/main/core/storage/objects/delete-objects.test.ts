import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../platform/s3/dialect.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { deleteObjects, readBatchAnswer } from './delete-objects.ts';
import { versionsOf } from './versions.ts';

const awkward = [
  'plain.txt',
  'a b+c.txt',
  'é/ü 100%.csv',
  'x%2Fy',
  `q'uo"te<&>(1)*!.txt`,
  'emoji 🦄',
  '..hidden',
  'q?x=1&y#z',
  'folder/',
  ' spaces ',
  'tab\tand\nline',
  'bell\u0007',
];

describe.each(storeNames())('deleting over %s', (name) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const put = async (bucket: string, key: string, body = 'x') => {
    const answer = await store.endpoint.send({ method: 'PUT', bucket, key, body });
    await answer.text();
    return answer.headers['x-amz-version-id'];
  };
  const keysOf = async (bucket: string) => {
    const answer = await store.endpoint.send({ method: 'GET', bucket, query: { 'list-type': '2' } });
    return [...(await answer.text()).matchAll(/<Key>/g)].length;
  };

  test('deletes names with every awkward character, each told as deleted', async () => {
    const bucket = await store.bucket();
    const made: string[] = [];
    for (const key of awkward)
      await put(bucket, key).then(
        () => made.push(key),
        () => {},
      );
    expect(made.length).toBeGreaterThanOrEqual(10);
    const result = await deleteObjects(
      store.endpoint,
      bucket,
      made.map((key) => ({ key })),
    );
    expect(result.failed).toEqual([]);
    expect(result.deleted.map(({ key }) => key).sort()).toEqual([...made].sort());
    expect(await keysOf(bucket)).toBe(0);
  });

  test('more than a batch, and what was not there counts as deleted', async () => {
    const bucket = await store.bucket();
    await put(bucket, 'k5');
    const objects = Array.from({ length: 2_300 }, (_, index) => ({ key: `k${index}` }));
    const { deleted, failed, markers } = await deleteObjects(store.endpoint, bucket, objects);
    expect([deleted.length, failed.length, markers.length]).toEqual([2_300, 0, 0]);
    expect(await keysOf(bucket)).toBe(0);
  });

  test.each([true, false])(
    'with versions (batches: %s) markers are made, and deleting them undoes it',
    async (batches) => {
      const bucket = await store.bucket({ versioning: true });
      const other = store.connect((await store.endpoint.credentials()) as never);
      if (!batches) {
        const { learnDialect } = await import('../../platform/s3/dialect.ts');
        learnDialect(other, { deleteObjects: false });
      }
      for (const key of ['a', 'b c']) await put(bucket, key);
      const first = await deleteObjects(other, bucket, [{ key: 'a' }, { key: 'b c' }]);
      expect(first.markers.map(({ key }) => key).sort()).toEqual(['a', 'b c']);
      expect(await keysOf(bucket)).toBe(0);
      const undone = await deleteObjects(other, bucket, first.markers);
      expect(undone.failed).toEqual([]);
      expect(undone.markers).toEqual([]);
      expect(await keysOf(bucket)).toBe(2);
      const [version] = await versionsOf(other, { bucket, key: 'a' });
      await deleteObjects(other, bucket, [{ key: 'a', versionId: version?.versionId }]);
      expect(await versionsOf(other, { bucket, key: 'a' })).toEqual([]);
    },
  );

  test('who may not delete is told so key by key, or at once', async () => {
    const bucket = await store.bucket();
    await put(bucket, 'kept');
    const { failed, deleted } = await deleteObjects(store.connect(), bucket, [{ key: 'kept' }]);
    expect(deleted).toEqual([]);
    expect(failed).toMatchObject([
      { key: 'kept', problem: { code: 'forbidden', reason: 'storage-forbidden' } },
    ]);
    expect(await keysOf(bucket)).toBe(1);
  });

  test('a bucket that is not there fails the whole call', async () => {
    await expect(deleteObjects(store.endpoint, 'no-such-bucket-here', [{ key: 'a' }])).rejects.toMatchObject({
      data: { reason: 'storage-no-bucket' },
    });
  });
});

describe('a server that refuses DeleteObjects', () => {
  test.each([501, 400])('with %i is asked one by one, and that is remembered', async (status) => {
    const store = await openStore('sandbox');
    const bucket = await store.bucket({ versioning: true });
    for (const key of ['a', 'b'])
      await (await store.endpoint.send({ method: 'PUT', bucket, key, body: 'x' })).text();
    await store.fault({ status, path: `/${bucket}/?delete` });
    const result = await deleteObjects(store.endpoint, bucket, [{ key: 'a' }, { key: 'b' }]);
    expect(result.deleted).toHaveLength(2);
    expect(result.markers).toHaveLength(2);
    expect(dialectOf(store.endpoint).deleteObjects).toBe(false);
    await store[Symbol.asyncDispose]();
  });

  test('because it is out of order is not taken for one that cannot', async () => {
    const store = await openStore('sandbox');
    const bucket = await store.bucket();
    await store.fault({ status: 500, path: `/${bucket}/?delete` });
    expect((await deleteObjects(store.endpoint, bucket, [{ key: 'a' }])).deleted).toHaveLength(1);
    expect(dialectOf(store.endpoint).deleteObjects).toBeUndefined();
    await store.fault({ cut: true });
    await expect(deleteObjects(store.endpoint, bucket, [{ key: 'a' }])).rejects.toMatchObject({
      code: 'unreachable',
    });
    await store[Symbol.asyncDispose]();
  });
});

test('an object of which the answer says nothing has not been deleted for sure', () => {
  const xml =
    '<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>InternalError</Code></Error>';
  const result = readBatchAnswer(xml, [{ key: 'a' }, { key: 'b' }, { key: 'c' }], { host: 'h', bucket: 'b' });
  expect(result.deleted).toEqual([{ key: 'a' }]);
  expect(result.failed.map(({ key, problem }) => [key, problem.reason])).toEqual([
    ['b', 'storage-error'],
    ['c', 'storage-deletion-unsure'],
  ]);
});
