import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { headOf, tagsOf } from '../../platform/s3/object-attributes.ts';
import { copyObject } from './copy-object.ts';

const mebibyte = 1024 ** 2;
const headers = {
  'content-type': 'text/csv; charset=utf-8',
  'cache-control': 'max-age=60',
  'x-amz-meta-source': 'survey',
  'x-amz-meta-author': '=?UTF-8?B?w4lsb8Ovc2U=?=',
  'x-amz-tagging': 'year=2026&kind=a%20b',
};

describe.each(storeNames())('copying over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  /** Another endpoint of the same server: what passes between them passes through us. */
  let other: S3Endpoint;
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    const keys = (await store.endpoint.credentials()) as { accessKeyId: string; secretAccessKey: string };
    other = { ...store.connect(keys), id: 'other' };
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const put = async (key: string, body: Buffer) => {
    await (await store.endpoint.send({ method: 'PUT', bucket, key, body, headers })).text();
    return headOf(store.endpoint, { bucket, key });
  };
  const hashOf = async (key: string) => {
    const answer = await store.endpoint.send({ method: 'GET', bucket, key });
    return createHash('sha256')
      .update(await answer.bytes())
      .digest('hex');
  };
  const sha = (body: Buffer) => createHash('sha256').update(body).digest('hex');

  test.each([
    ['at once, on the server', 1000, {}],
    ['in parts, on the server', 12 * mebibyte + 1, { threshold: mebibyte, partSize: 5 * mebibyte }],
    ['at once, through us', 1000, { through: true }],
    ['nothing, through us', 0, { through: true }],
    [
      'in parts, through us',
      12 * mebibyte + 1,
      { through: true, threshold: mebibyte, partSize: 5 * mebibyte },
    ],
  ])(
    '%s: the bytes, metadata and tags arrive',
    async (way, size, { through, ...options }: Record<string, unknown>) => {
      const body = randomBytes(size);
      const from = `from/${way} é#%2F 🦄`;
      const to = `to/${way} é#%2F 🦄?`;
      const { etag } = await put(from, body);
      const done: number[] = [];
      const copied = await copyObject(
        store.endpoint,
        { bucket, key: from },
        { bucket, key: to },
        {
          size,
          etag,
          onProgress: (bytes) => done.push(bytes),
          ...(through === true && { targetEndpoint: other }),
          ...options,
        },
      );
      expect(await hashOf(to)).toBe(sha(body));
      const head = await headOf(store.endpoint, { bucket, key: to });
      expect(head.etag.replaceAll('"', '')).toBe(copied.etag.replaceAll('"', ''));
      expect(head.contentType).toBe('text/csv; charset=utf-8');
      expect(head.headers['cache-control']).toBe('max-age=60');
      expect(head.metadata).toEqual({ source: 'survey', author: 'Éloïse' });
      expect(await tagsOf(store.endpoint, { bucket, key: to })).toEqual({ year: '2026', kind: 'a b' });
      expect(done.at(-1)).toBe(size);
      expect(done).toEqual([...done].sort((a, b) => a - b));
    },
  );

  test.each([
    ['on the server', {}],
    ['in parts', { threshold: 10, partSize: 5 * mebibyte }],
    ['through us', { targetEndpoint: true }],
  ])('a source that changed since is not copied %s, and no upload is left', async (way, options) => {
    const key = `changed ${way}`;
    const { etag } = await put(key, Buffer.from('first'));
    await put(key, Buffer.from('other'));
    const asked = copyObject(
      store.endpoint,
      { bucket, key },
      { bucket, key: `${key} copy` },
      { size: 5, etag, ...options, targetEndpoint: 'targetEndpoint' in options ? other : undefined },
    );
    await expect(asked).rejects.toMatchObject({ data: { code: 'conflict', reason: 'storage-changed' } });
    await expect(headOf(store.endpoint, { bucket, key: `${key} copy` })).rejects.toMatchObject({
      code: 'not-found',
    });
    const uploads = await store.endpoint.send({ method: 'GET', bucket, query: { uploads: '' } });
    expect(await uploads.text()).not.toContain('<Upload>');
  });

  test.each([
    ['at once', {}],
    ['in parts', { threshold: mebibyte, partSize: 5 * mebibyte }],
  ])('onto itself %s, it takes other metadata and keeps the rest', async (way, options) => {
    const body = randomBytes(6 * mebibyte);
    const { etag, size } = await put(`itself ${way}`, body);
    const place = { bucket, key: `itself ${way}` };
    const attributes = { contentType: 'text/plain', metadata: { note: 'été' } };
    await copyObject(store.endpoint, place, place, { size, etag, attributes, ...options });
    expect(await hashOf(place.key)).toBe(sha(body));
    const head = await headOf(store.endpoint, place);
    expect(head).toMatchObject({ contentType: 'text/plain', metadata: { note: 'été' } });
    expect(head.headers['cache-control']).toBe('max-age=60');
    expect(await tagsOf(store.endpoint, place)).toEqual({ year: '2026', kind: 'a b' });
  });

  test('a name that is taken stays as it is when nothing may be replaced', async () => {
    const { etag } = await put('one', Buffer.from('one'));
    await put('two', Buffer.from('two'));
    const options = { size: 3, etag, ifNoneMatch: true };
    await expect(
      copyObject(store.endpoint, { bucket, key: 'one' }, { bucket, key: 'two' }, options),
    ).rejects.toMatchObject({ data: { reason: 'storage-name-taken', values: { name: 'two' } } });
    expect(await hashOf('two')).toBe(sha(Buffer.from('two')));
    await copyObject(store.endpoint, { bucket, key: 'one' }, { bucket, key: 'three' }, options);
    expect(await hashOf('three')).toBe(sha(Buffer.from('one')));
  });

  test('cancelled in the middle, it leaves no upload', async () => {
    const { etag } = await put('large', randomBytes(12 * mebibyte));
    const stop = new AbortController();
    await expect(
      copyObject(
        store.endpoint,
        { bucket, key: 'large' },
        { bucket, key: 'large copy' },
        {
          size: 12 * mebibyte,
          etag,
          targetEndpoint: other,
          threshold: mebibyte,
          partSize: 5 * mebibyte,
          signal: stop.signal,
          onProgress: () => stop.abort(),
        },
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const uploads = await store.endpoint.send({ method: 'GET', bucket, query: { uploads: '' } });
    expect(await uploads.text()).not.toContain('<Upload>');
  });
});

describe('copying from a server that fails', () => {
  test('an answer that was lost after the copy was made is no failure', async () => {
    await using store = await openStore('sandbox');
    const bucket = await store.bucket();
    await (await store.endpoint.send({ method: 'PUT', bucket, key: 'a', body: 'x' })).text();
    const { etag, size } = await headOf(store.endpoint, { bucket, key: 'a' });
    const endpoint: S3Endpoint = {
      ...store.endpoint,
      send: async (request) => {
        const answer = await store.endpoint.send(request);
        if (request.method !== 'PUT') return answer;
        await answer.text();
        throw failure('unreachable', 'The connection broke', { reason: 'connection-lost' });
      },
    };
    const options = { size, etag, ifNoneMatch: true };
    const copied = await copyObject(endpoint, { bucket, key: 'a' }, { bucket, key: 'b' }, options);
    expect(copied.etag).toBe(etag);
  });

  test('a part that was cut off is fetched again', async () => {
    await using store = await openStore('sandbox');
    const bucket = await store.bucket();
    const body = randomBytes(6 * mebibyte);
    await (await store.endpoint.send({ method: 'PUT', bucket, key: 'a', body })).text();
    const { etag, size } = await headOf(store.endpoint, { bucket, key: 'a' });
    const other = { ...store.endpoint, id: 'other' };
    let cut = false;
    await copyObject(
      {
        ...store.endpoint,
        send: async (request) => {
          if (request.method === 'GET' && request.headers?.['range'] && !cut) {
            cut = true;
            await store.fault({ cut: 1000, count: 1, path: `/${bucket}/a` });
          }
          return store.endpoint.send(request);
        },
      },
      { bucket, key: 'a' },
      { bucket, key: 'b' },
      { size, etag, targetEndpoint: other, threshold: mebibyte, partSize: 5 * mebibyte },
    );
    expect(cut).toBe(true);
    const copy = await store.endpoint.send({ method: 'GET', bucket, key: 'b' });
    expect(await copy.bytes()).toEqual(body);
  });
});
