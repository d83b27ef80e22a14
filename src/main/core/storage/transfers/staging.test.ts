import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type TestStore } from '../../platform/s3/testing/stores.ts';
import { getObject, keysIn, openHarness } from './testing/harness.ts';

const { signal } = new AbortController();

describe('files that the page sends', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore('sandbox');
  });
  afterAll(() => store[Symbol.asyncDispose]());
  const harnessed = () => openHarness({ endpoint: store.endpoint, network: store.network });

  test('they go to the disk first and then to the server, and leave no copy', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const { id, files } = await harness.handlers.stage(
      {
        to: { profile: 'sandbox', bucket, prefix: 'in/' },
        files: [
          { path: 'd/a.txt', size: 5 },
          { path: 'd/b.txt', size: 6 },
        ],
      },
      { signal },
    );
    expect(files.map((one) => one.path)).toEqual(['d/a.txt', 'd/b.txt']);
    await harness.transfers.receive(
      files[0]?.address ?? '',
      Readable.from([Buffer.from('he'), Buffer.from('llo')]),
    );
    await harness.until(id, (one) => one.files.done === 1);
    expect((await getObject(store.endpoint, bucket, 'in/d/a.txt')).toString()).toBe('hello');
    await harness.transfers.receive(files[1]?.address ?? '', Readable.from([Buffer.from('world!')]));
    expect(await harness.ended(id)).toMatchObject({ state: 'done', name: 'd', files: { done: 2, total: 2 } });
    expect(await readdir(path.join(harness.folder, 'own/staged'))).toEqual([]);
    await expect(
      harness.transfers.receive(files[1]?.address ?? '', Readable.from(['x'])),
    ).rejects.toMatchObject({
      data: { reason: 'transfer-not-expected' },
    });
  });

  test('an address that was not given out, a path that climbs and a wrong length are refused', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const to = { profile: 'sandbox', bucket, prefix: '' };
    await expect(
      harness.handlers.stage({ to, files: [{ path: 'a/../../b', size: 1 }] }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'transfer-dropped-path' } });
    const { id, files } = await harness.handlers.stage({ to, files: [{ path: 'a', size: 3 }] }, { signal });
    const address = files[0]?.address ?? '';
    await expect(
      harness.transfers.receive(
        address.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        Readable.from(['abc']),
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      harness.transfers.receive(address, Readable.from([Buffer.from('abcd')])),
    ).rejects.toMatchObject({
      data: { reason: 'transfer-dropped-length' },
    });
    expect(await harness.ended(id)).toMatchObject({
      state: 'failed',
      problem: { reason: 'transfer-dropped-length' },
    });
    expect(await keysIn(store.endpoint, bucket)).toEqual({});
  });

  test('what had not come whole before a restart is named; what had come goes on', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    await store.fault({ cut: true });
    const { id, files } = await harness.handlers.stage(
      {
        to: { profile: 'sandbox', bucket, prefix: '' },
        files: [
          { path: 'whole', size: 5 },
          { path: 'half', size: 1000 },
        ],
      },
      { signal },
    );
    await harness.transfers.receive(files[0]?.address ?? '', Readable.from([Buffer.from('whole')]));
    const body = new PassThrough();
    const half = harness.transfers.receive(files[1]?.address ?? '', body).catch(() => {});
    await new Promise((resolve) => body.write(Buffer.alloc(500), resolve));
    await store.clearFaults();
    await harness.restart();
    await half;
    expect(await harness.ended(id)).toMatchObject({ state: 'failed', files: { done: 1, failed: 1 } });
    expect(await harness.handlers.failedFiles({ id, from: 0, count: 10 }, { signal })).toMatchObject({
      files: [{ name: 'half', problem: { reason: 'transfer-drop-again' } }],
    });
    expect((await getObject(store.endpoint, bucket, 'whole')).toString()).toBe('whole');
  });
});
