import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import type { StorageContext, StorageSurroundings } from '../storage-context.ts';
import { createPreviews, type Previews } from './preview.ts';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100_000, 7)]);
const { signal } = new AbortController();

describe.each(storeNames())('previews over %s', (name) => {
  let store: TestStore;
  let bucket = '';
  let previews: Previews;
  let place: string | undefined = 'one';

  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    const here = () => {
      if (place === undefined) throw failure('signed-out', 'Nobody');
      return { key: place, endpoint: () => store.endpoint } as unknown as StorageContext;
    };
    previews = createPreviews(here, {} as StorageSurroundings);
  });
  afterAll(async () => {
    previews.close();
    await store[Symbol.asyncDispose]();
  });

  async function put(key: string, body: Uint8Array | string, headers: Record<string, string> = {}) {
    const answer = await store.endpoint.send({ method: 'PUT', bucket, key, body, headers });
    await answer.text();
    return { profile: name, bucket, key };
  }

  test('a parquet is seen by its footer and a few pieces', async () => {
    const rows = 300_000;
    const data = Array.from({ length: rows }, () => Math.random());
    const bytes = parquetWriteBuffer({
      columnData: ['a', 'b', 'c', 'd'].map((column) => ({ name: column, data, type: 'DOUBLE' as const })),
      rowGroupSize: rows / 10,
    });
    const object = await put('data/big one #1.parquet', new Uint8Array(bytes));
    const seen = await previews.handlers.preview(object, { signal });
    expect(seen).toMatchObject({ kind: 'table', rows });
    expect(seen.bytesFetched).toBeLessThan(bytes.byteLength / 4);
    const page = await previews.handlers.tableRows(
      { ...object, etag: seen.etag, from: 299_999, count: 200, columns: ['d'] },
      { signal },
    );
    expect(page.rows).toEqual([[data.at(-1)]]);
  });

  test('a page of an object that was replaced is a conflict', async () => {
    const object = await put('a.csv', 'a,b\n1,2\n');
    const seen = await previews.handlers.preview(object, { signal });
    await put('a.csv', 'a,b\n3,4\n');
    const page = { ...object, from: 0, count: 10 };
    await expect(previews.handlers.tableRows({ ...page, etag: '"other"' }, { signal })).rejects.toMatchObject(
      { data: { code: 'conflict', reason: 'storage-changed' } },
    );
    const now = await previews.handlers.preview(object, { signal });
    expect(now.etag).not.toBe(seen.etag);
    expect((await previews.handlers.tableRows({ ...page, etag: now.etag }, { signal })).rows).toEqual([
      ['3', '4'],
    ]);
  });

  test('a picture is served under an address of its own, with ranges and a type that is ours', async () => {
    const object = await put('evil.html', png, { 'content-type': 'text/html' });
    const seen = await previews.handlers.preview(object, { signal });
    if (seen.kind !== 'image') throw new Error(seen.kind);
    expect(seen.address).toMatch(/^\/blobs\/object\/[\w-]{32}$/);
    expect((await previews.handlers.preview(object, { signal })) as { address: string }).toMatchObject({
      address: seen.address,
    });
    const served = await previews.bytes(seen.address.slice('/blobs/'.length));
    expect(served).toMatchObject({ type: 'image/png', size: png.length, etag: seen.etag });
    const body = await served?.stream(4, 20, signal);
    expect(Buffer.concat((await body?.toArray()) as Buffer[])).toEqual(png.subarray(4, 20));
    await put('evil.html', Buffer.alloc(100));
    await expect(served?.stream(0, 50, signal)).rejects.toMatchObject({ data: { code: 'conflict' } });
  });

  test('an SVG that is stored packed is unpacked, and may run nothing', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const object = await put('a.svg', gzipSync(svg), { 'content-encoding': 'gzip' });
    const seen = await previews.handlers.preview(object, { signal });
    const served = await previews.bytes((seen as { address: string }).address.slice('/blobs/'.length));
    expect(served?.type).toBe('image/svg+xml');
    expect(served?.headers['content-security-policy']).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    );
    const body = await served?.stream(0, served.size, signal);
    expect(Buffer.concat((await body?.toArray()) as Buffer[]).toString()).toBe(svg);
  });

  test('addresses are forgotten when another person is there', async () => {
    const object = await put('a.png', png);
    const seen = await previews.handlers.preview(object, { signal });
    const path = (seen as { address: string }).address.slice('/blobs/'.length);
    expect(await previews.bytes(path)).toBeDefined();
    place = 'two';
    expect(await previews.bytes(path)).toBeUndefined();
    place = undefined;
    expect(await previews.bytes(path)).toBeUndefined();
    place = 'one';
    expect(await previews.bytes(path)).toBeUndefined();
    expect(await previews.bytes('object/../../etc')).toBeUndefined();
    expect(await previews.bytes('other/x')).toBeUndefined();
  });

  test('an empty object, a folder and a missing one', async () => {
    expect(await previews.handlers.preview(await put('new.py', ''), { signal })).toMatchObject({
      kind: 'text',
      language: 'python',
      size: 0,
    });
    expect(await previews.handlers.preview(await put('folder/', ''), { signal })).toMatchObject({
      kind: 'named',
      reason: 'folder',
    });
    await expect(
      previews.handlers.preview({ profile: name, bucket, key: 'none' }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'not-found' } });
  });
});
