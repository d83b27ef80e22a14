import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile, readdir, rm, writeFile, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { S3Endpoint, S3Request } from '../../platform/s3/endpoint.ts';
import { createS3Endpoint } from '../../platform/s3/endpoint.ts';
import { openStore, type TestStore } from '../../platform/s3/testing/stores.ts';
import { countUnsent } from '../personal-files.ts';
import { localDisk } from './local-disk.ts';
import { mebibyte } from './part-plan.ts';
import { getObject, keysIn, openHarness, putObject, type Harness } from './testing/harness.ts';

const { signal } = new AbortController();

describe('when something goes wrong', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore('sandbox');
  });
  afterAll(() => store[Symbol.asyncDispose]());
  afterEach(() => store.clearFaults());
  const harnessed = (options = {}) =>
    openHarness({ endpoint: store.endpoint, network: store.network, options });

  /** The endpoint with something done before each request. */
  function meddled(before: (request: S3Request) => Promise<void> | void): S3Endpoint {
    return {
      ...store.endpoint,
      send: async (request) => {
        await before(request);
        return store.endpoint.send(request);
      },
    };
  }
  async function fileOf(harness: Harness, bytes: Buffer, name = 'file.bin'): Promise<string> {
    const file = path.join(harness.folder, name);
    await writeFile(file, bytes);
    return file;
  }
  const upload = async (harness: Harness, bucket: string, file: string) =>
    (
      await harness.handlers.upload(
        { to: { profile: 'sandbox', bucket, prefix: '' }, paths: [file] },
        { signal },
      )
    ).id;
  const download = async (
    harness: Harness,
    bucket: string,
    key: string,
    folder = path.join(harness.folder, 'down'),
  ) => (await harness.handlers.download({ selection: harness.rows(bucket, key), folder }, { signal })).id;

  test('connections that are cut and answers of 503 are repeated', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const bytes = randomBytes(20 * mebibyte);
    const file = await fileOf(harness, bytes);
    await store.fault({ cut: true, count: 3 });
    expect(await harness.ended(await upload(harness, bucket, file))).toMatchObject({ state: 'done' });
    await store.fault({ cut: 100_000, count: 3 });
    expect(await harness.ended(await download(harness, bucket, 'file.bin'))).toMatchObject({ state: 'done' });
    expect((await readFile(path.join(harness.folder, 'down/file.bin'))).equals(bytes)).toBe(true);
    await store.fault({ status: 503, count: 3 });
    await rm(path.join(harness.folder, 'down'), { recursive: true });
    expect(await harness.ended(await download(harness, bucket, 'file.bin'))).toMatchObject({ state: 'done' });
  });

  test('without network an upload waits with the reason, and goes on by itself', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const file = await fileOf(harness, randomBytes(100));
    await store.fault({ cut: true });
    const id = await upload(harness, bucket, file);
    expect(await harness.until(id, ({ state }) => state === 'waiting')).toMatchObject({ kind: 'upload' });
    expect((await harness.until(id, ({ problem }) => problem !== undefined)).problem?.code).toBe(
      'unreachable',
    );
    expect(await countUnsent(harness.context.store)).toBe(1);
    await store.clearFaults();
    harness.wakeUp();
    expect(await harness.ended(id)).toMatchObject({ state: 'done' });
    await harness.transfers.enter(undefined);
    expect(await countUnsent(harness.context.store)).toBe(0);
  });

  test('a paused transfer stands still, over a restart, and goes on when told', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const bytes = randomBytes(64 * mebibyte);
    const file = await fileOf(harness, bytes);
    await harness.handlers.setLimits({ up: 30 * mebibyte }, { signal });
    const id = await upload(harness, bucket, file);
    await harness.until(id, ({ bytes: { done } }) => done > 8 * mebibyte);
    await harness.handlers.pause({ id }, { signal });
    expect((await harness.now()).transfers[0]).toMatchObject({ state: 'paused' });
    await harness.restart();
    expect((await harness.now()).transfers[0]).toMatchObject({ id, state: 'paused' });
    expect((await harness.now()).limits).toEqual({ up: 30 * mebibyte });
    await harness.handlers.setLimits({}, { signal });
    await harness.handlers.resume({ id }, { signal });
    expect(await harness.until(id, ({ state }) => state === 'done')).toMatchObject({
      bytes: { done: bytes.length },
    });
    expect((await getObject(store.endpoint, bucket, 'file.bin')).equals(bytes)).toBe(true);
  });

  test('cancelling aborts the upload at the server and removes what came down', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const file = await fileOf(harness, randomBytes(64 * mebibyte));
    await harness.handlers.setLimits({ up: 20 * mebibyte }, { signal });
    const id = await upload(harness, bucket, file);
    await harness.until(id, ({ bytes: { done } }) => done > 4 * mebibyte);
    expect(await harness.handlers.orphans({ profile: 'sandbox', bucket }, { signal })).toMatchObject([
      { key: 'file.bin', ours: true },
    ]);
    await harness.handlers.cancel({ id }, { signal });
    expect((await harness.now()).transfers[0]).toMatchObject({ state: 'cancelled' });
    expect(await harness.handlers.orphans({ profile: 'sandbox', bucket }, { signal })).toEqual([]);
    await putObject(store.endpoint, bucket, 'big', randomBytes(32 * mebibyte));
    await harness.handlers.setLimits({ down: 10 * mebibyte }, { signal });
    const down = await download(harness, bucket, 'big');
    await harness.until(down, ({ bytes: { done } }) => done > mebibyte);
    await harness.handlers.cancel({ id: down }, { signal });
    expect(await readdir(path.join(harness.folder, 'down'))).toEqual([]);
    await harness.handlers.forget({ ids: [id, down] }, { signal });
    expect((await harness.now()).transfers).toEqual([]);
  });

  test('an object that is replaced during its download is fetched anew once', async () => {
    const bucket = await store.bucket();
    const [old, fresh] = [randomBytes(40 * mebibyte), randomBytes(33 * mebibyte)];
    await putObject(store.endpoint, bucket, 'o', old);
    let ranges = 0;
    const endpoint = meddled(async ({ headers }) => {
      if (headers?.['range'] && ++ranges === 2) await putObject(store.endpoint, bucket, 'o', fresh);
    });
    await using harness = await openHarness({ endpoint, network: store.network });
    expect(await harness.ended(await download(harness, bucket, 'o'))).toMatchObject({
      state: 'done',
      bytes: { done: fresh.length, total: fresh.length },
    });
    expect((await readFile(path.join(harness.folder, 'down/o'))).equals(fresh)).toBe(true);
  });

  test('an object that changes all the time fails with the reason', async () => {
    const bucket = await store.bucket();
    await putObject(store.endpoint, bucket, 'o', randomBytes(1000));
    const endpoint = meddled(async ({ method, headers }) => {
      if (method === 'GET' && headers?.['if-match'])
        await putObject(store.endpoint, bucket, 'o', randomBytes(1000));
    });
    await using harness = await openHarness({ endpoint, network: store.network });
    expect(await harness.ended(await download(harness, bucket, 'o'))).toMatchObject({
      state: 'failed',
      problem: { code: 'conflict', reason: 'transfer-object-changed' },
    });
    expect(await readdir(path.join(harness.folder, 'down'))).toEqual([]);
  });

  test('a file that changes while it is sent begins anew, and its old upload is aborted', async () => {
    const bucket = await store.bucket();
    let parts = 0;
    let file = '';
    const endpoint = meddled(async ({ query }) => {
      if (query?.['partNumber'] && ++parts === 2) {
        await appendFile(file, 'more');
        await utimes(file, new Date(), new Date(1_700_000_000_000));
      }
    });
    await using harness = await openHarness({ endpoint, network: store.network });
    file = await fileOf(harness, randomBytes(40 * mebibyte));
    expect(await harness.ended(await upload(harness, bucket, file))).toMatchObject({ state: 'done' });
    expect((await getObject(store.endpoint, bucket, 'file.bin')).equals(await readFile(file))).toBe(true);
    expect(await harness.handlers.orphans({ profile: 'sandbox', bucket }, { signal })).toEqual([]);
  });

  test('a server that tells a wrong length or other bytes is not believed', async () => {
    const bucket = await store.bucket();
    const bytes = randomBytes(5000);
    await putObject(store.endpoint, bucket, 'o', bytes);
    let lies = 2;
    const endpoint: S3Endpoint = {
      ...store.endpoint,
      send: async (request) => {
        const answer = await store.endpoint.send(request);
        if (request.method !== 'GET' || !request.headers?.['if-match'] || lies-- <= 0) return answer;
        if (lies === 1) return { ...answer, headers: { ...answer.headers, 'content-length': '4000' } };
        const wrong = await answer.bytes();
        wrong[7] = (wrong[7] ?? 0) ^ 1;
        const { Readable } = await import('node:stream');
        return { ...answer, body: Readable.from([wrong]) };
      },
    };
    await using harness = await openHarness({ endpoint, network: store.network });
    expect(await harness.ended(await download(harness, bucket, 'o'))).toMatchObject({ state: 'done' });
    expect(lies).toBeLessThanOrEqual(0);
    expect((await readFile(path.join(harness.folder, 'down/o'))).equals(bytes)).toBe(true);
  });

  test('too little room is said before the first byte, and a disk that fills up loses nothing', async () => {
    const bucket = await store.bucket();
    const bytes = randomBytes(40 * mebibyte);
    await putObject(store.endpoint, bucket, 'o', bytes);
    let free = 1000;
    let full = false;
    const disk = {
      free: async () => free,
      write: async (...given: Parameters<typeof localDisk.write>) => {
        if (full)
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
            code: 'ENOSPC',
            syscall: 'write',
          });
        await localDisk.write(...given);
        full = free === Infinity && given[2] > 20 * mebibyte;
      },
    };
    await using harness = await harnessed({ disk });
    const id = await download(harness, bucket, 'o');
    expect(await harness.ended(id)).toMatchObject({
      state: 'paused',
      problem: { code: 'no-space', reason: 'transfer-no-space', values: { needs: bytes.length, free: 1000 } },
    });
    free = Infinity;
    await harness.handlers.resume({ id }, { signal });
    const stuck = await harness.until(
      id,
      ({ state, problem }) => state === 'paused' && problem?.values?.['free'] !== 1000,
    );
    expect(stuck).toMatchObject({ problem: { code: 'no-space' } });
    free = 1e12;
    full = false;
    await harness.handlers.resume({ id }, { signal });
    expect(await harness.until(id, ({ state }) => state === 'done')).toMatchObject({ files: { done: 1 } });
    expect((await readFile(path.join(harness.folder, 'down/o'))).equals(bytes)).toBe(true);
  });

  test('keys that end all the time do not fail a transfer', async () => {
    const bucket = await store.bucket();
    const right = await store.endpoint.credentials();
    if (!right) throw new Error('No keys');
    let uses = 0;
    const keys = {
      profile: store.endpoint.profile,
      // Every third use gets keys that the server does not know (any more), until new ones are asked for.
      credentials: async (asked: { renew?: boolean } = {}) =>
        !asked.renew && ++uses % 3 === 0 ? { ...right, accessKeyId: 'ended' } : right,
    };
    const endpoint = createS3Endpoint({
      id: 'sandbox',
      kind: 'platform',
      profile: store.endpoint.profile,
      keys,
      network: store.network,
      clock: Date.now,
    });
    await using harness = await openHarness({ endpoint, network: store.network });
    const folder = path.join(harness.folder, 'many');
    await mkdir(folder);
    for (let at = 0; at < 30; at += 1) await writeFile(path.join(folder, `f${at}`), `${at}`);
    const bytes = randomBytes(70 * mebibyte);
    await writeFile(path.join(folder, 'big'), bytes);
    expect(await harness.ended(await upload(harness, bucket, folder))).toMatchObject({
      state: 'done',
      files: { done: 31, failed: 0 },
    });
    expect(await harness.ended(await download(harness, bucket, 'many/'))).toMatchObject({
      state: 'done',
      files: { done: 31 },
    });
    expect((await readFile(path.join(harness.folder, 'down/many/big'))).equals(bytes)).toBe(true);
    endpoint.close();
  });

  test('the server refuses the clock of this laptop until its time was asked', async () => {
    const bucket = await store.bucket();
    let asked = 0;
    const { failure } = await import('../../../../shared/contract/errors.ts');
    const endpoint = meddled(({ method }) => {
      if (method === 'PUT' && asked === 0)
        throw failure('unreachable', 'The clock of this laptop is wrong', { reason: 'storage-clock' });
    });
    const network = {
      ...store.network,
      fetch: async (...given: Parameters<typeof store.network.fetch>) => {
        asked += 1;
        return store.network.fetch(...given);
      },
    };
    await using harness = await openHarness({ endpoint, network });
    const file = await fileOf(harness, randomBytes(100));
    expect(await harness.ended(await upload(harness, bucket, file))).toMatchObject({ state: 'done' });
    expect(asked).toBe(1);
  });

  test('what cannot be read fails alone, and only that is tried again', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    await putObject(store.endpoint, bucket, 'a/x', 'x');
    await putObject(store.endpoint, bucket, 'a/y', 'y');
    const folder = path.join(harness.folder, 'down');
    await mkdir(path.join(folder, 'a/y.sardonyx-part'), { recursive: true });
    const id = await download(harness, bucket, 'a/', folder);
    expect(await harness.ended(id)).toMatchObject({ state: 'failed', files: { done: 1, failed: 1 } });
    expect(await harness.handlers.failedFiles({ id, from: 0, count: 10 }, { signal })).toMatchObject({
      total: 1,
      files: [{ name: 'a/y' }],
    });
    await rm(path.join(folder, 'a/y.sardonyx-part'), { recursive: true });
    await harness.handlers.retry({ id }, { signal });
    expect(await harness.until(id, ({ state }) => state === 'done')).toMatchObject({
      files: { done: 2, failed: 0 },
    });
    expect(await readFile(path.join(folder, 'a/y'), 'utf8')).toBe('y');
  });

  test('an answer that got lost is not taken for a name that is taken', async () => {
    const bucket = await store.bucket();
    let lost = 1;
    const { failure } = await import('../../../../shared/contract/errors.ts');
    const endpoint: S3Endpoint = {
      ...store.endpoint,
      send: async (request) => {
        const answer = await store.endpoint.send(request);
        if (request.method !== 'PUT' || lost-- <= 0) return answer;
        answer.drop();
        throw failure('unreachable', 'The connection broke', { reason: 'connection-lost' });
      },
    };
    await using harness = await openHarness({ endpoint, network: store.network });
    const file = await fileOf(harness, randomBytes(1000));
    expect(await harness.ended(await upload(harness, bucket, file))).toMatchObject({
      state: 'done',
      bytes: { done: 1000, total: 1000 },
    });
    expect(await keysIn(store.endpoint, bucket)).toEqual({ 'file.bin': 1000 });
  });
});
