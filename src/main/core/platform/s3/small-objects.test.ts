import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newBytes, putObject } from './put-object.ts';
import { readObject } from './read-object.ts';
import { openStore, storeNames, type TestStore } from './testing/stores.ts';

const type = 'application/json';

describe.each(storeNames())('small objects over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const put = (key: string, bytes: Buffer, expected: string | undefined) =>
    putObject(store.endpoint, { bucket, key }, newBytes(bytes), { expected, contentType: type });
  const read = (key: string, options?: Parameters<typeof readObject>[2]) =>
    readObject(store.endpoint, { bucket, key }, options);

  test.each([0, 1, 100_000])('what was written is read again: %i bytes', async (size) => {
    const key = `écrit/${size} +?.json`;
    const bytes = randomBytes(size);
    const { etag } = await put(key, bytes, '');
    expect(await read(key)).toEqual({ bytes, etag });
  });

  test('there is nothing where nothing was written, and no bucket is told from no object', async () => {
    expect(await read('nothing')).toBeUndefined();
    const nowhere = readObject(store.endpoint, { bucket: `${bucket}-none`, key: 'a' });
    await expect(nowhere).rejects.toMatchObject({ data: { code: 'not-found', reason: 'storage-no-bucket' } });
  });

  test('what is known already is not sent again, until it changes', async () => {
    const { etag } = await put('known', Buffer.from('one'), '');
    const again = (ifNoneMatch: string | undefined) =>
      readObject(store.endpoint, { bucket, key: 'known' }, { ifNoneMatch });
    expect(await again(etag)).toBe('unchanged');
    expect(await again(etag.replaceAll('"', ''))).toBe('unchanged');
    expect(await again(undefined)).toMatchObject({ etag });
    const next = await put('known', Buffer.from('two'), etag);
    expect(await again(etag)).toEqual({ bytes: Buffer.from('two'), etag: next.etag });
    await expect(read('known', { ifMatch: etag })).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'storage-changed' },
    });
  });

  test('of two who write the first time, one is told that the other was there', async () => {
    await put('first', Buffer.from('hers'), '');
    await expect(put('first', Buffer.from('his'), '')).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'storage-changed' },
    });
    expect((await read('first'))?.bytes.toString()).toBe('hers');
  });

  test('of many who write over the same state at once, one comes through', async () => {
    const { etag } = await put('race', Buffer.from('start'), '');
    const writers = Array.from({ length: 8 }, (_, index) => put('race', Buffer.from(`by ${index}`), etag));
    const ended = await Promise.allSettled(writers);
    const through = ended.flatMap((one, index) => (one.status === 'fulfilled' ? [index] : []));
    expect(through).toHaveLength(1);
    expect((await read('race'))?.bytes.toString()).toBe(`by ${through[0]}`);
    for (const one of ended)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ data: { code: 'conflict', reason: 'storage-changed' } });
  });

  test('the very bytes that are there already count as written', async () => {
    const bytes = Buffer.from('the same');
    const { etag } = await put('same', bytes, '');
    expect(await put('same', bytes, '')).toEqual({ etag });
  });

  test('what is larger than it may be is not taken into memory', async () => {
    await put('large', randomBytes(5_000), undefined);
    await expect(read('large', { largest: 4_999 })).rejects.toMatchObject({
      data: {
        code: 'unsupported',
        reason: 'storage-object-too-large',
        values: { name: 'large', size: 5_000, largest: 4_999 },
      },
    });
    expect((await read('large', { largest: 5_000 }))?.bytes).toHaveLength(5_000);
  });

  test('a reader who gave up is told so', async () => {
    await expect(read('large', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      data: { code: 'cancelled' },
    });
  });
});

test.each([
  ['ends before its length', { cut: 1_000, count: 1 }],
  ['promises more than it sends', { promiseMore: 10, count: 1 }],
])('an answer that %s is not taken for the object', async (_, fault) => {
  await using store = await openStore('sandbox');
  const at = { bucket: await store.bucket(), key: 'short' };
  await putObject(store.endpoint, at, newBytes(randomBytes(5_000)), { expected: '', contentType: type });
  await store.fault(fault);
  await expect(readObject(store.endpoint, at)).rejects.toMatchObject({
    data: { code: 'unreachable', reason: 'storage-short', values: { name: 'short' } },
  });
  expect((await readObject(store.endpoint, at))?.bytes).toHaveLength(5_000);
});
