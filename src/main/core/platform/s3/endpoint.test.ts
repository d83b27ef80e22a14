import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, storeNames, type TestStore } from './testing/stores.ts';

describe.each(storeNames())('an endpoint over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  test.each([
    'plain.txt',
    'a b+c.txt',
    'é/ü 100%.csv',
    'x%2Fy',
    "quo'te(1)*!.txt",
    'emoji 🦄',
    '..hidden',
    'q?x=1&y#z',
  ])('reads by its own request what the SDK wrote under the name %j', async (key) => {
    const body = randomBytes(1_000);
    await store.endpoint.sdk((client) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })),
    );
    const answer = await store.endpoint.send({
      method: 'GET',
      bucket,
      key,
      headers: { range: 'bytes=10-19' },
    });
    expect(answer.status).toBe(206);
    expect(await answer.bytes()).toEqual(body.subarray(10, 20));
  });

  test('a stranger reads by a presigned address', async () => {
    await store.endpoint.send({ method: 'PUT', bucket, key: 'for you/é.txt', body: 'hello' });
    const { address, shortenedByKeys } = await store.endpoint.presign(
      {
        method: 'GET',
        bucket,
        key: 'for you/é.txt',
        query: { 'response-content-disposition': 'attachment; filename="a b"' },
      },
      60,
    );
    expect(shortenedByKeys).toBe(false);
    expect(await (await fetch(address)).text()).toBe('hello');
  });

  test('a body that is given up by its signal tells so, however it is read', async () => {
    await store.endpoint.send({ method: 'PUT', bucket, key: 'long', body: randomBytes(5 * 1024 ** 2) });
    for (const how of ['text', 'bytes'] as const) {
      const stop = new AbortController();
      const answer = await store.endpoint.send({ method: 'GET', bucket, key: 'long', signal: stop.signal });
      stop.abort();
      await expect(answer[how]()).rejects.toMatchObject({ data: { code: 'cancelled' } });
    }
  });

  test('a missing object, a missing bucket and no rights are told apart', async () => {
    const missing = store.endpoint.send({ method: 'GET', bucket, key: 'nothing' });
    await expect(missing).rejects.toMatchObject({ data: { code: 'not-found', reason: 'storage-no-object' } });
    const nowhere = store.endpoint.send({
      method: 'GET',
      bucket: `${bucket}-none`,
      query: { 'list-type': '2' },
    });
    await expect(nowhere).rejects.toMatchObject({ data: { code: 'not-found', reason: 'storage-no-bucket' } });
    const stranger = store.connect().send({ method: 'GET', bucket, key: 'plain.txt' });
    await expect(stranger).rejects.toMatchObject({ data: { code: 'forbidden' } });
    const sdk = store
      .connect()
      .sdk((client) => client.send(new PutObjectCommand({ Bucket: bucket, Key: 'mine', Body: 'x' })));
    await expect(sdk).rejects.toMatchObject({ data: { code: 'forbidden' } });
  });
});
