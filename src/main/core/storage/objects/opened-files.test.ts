import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenedFile } from '../../../../shared/contract/storage/objects.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { openTestPlaces, type TestPlaces } from '../places/testing/test-places.ts';
import { createObjects, type Objects } from './objects.ts';

const profile = 'platform:default';
const signal = new AbortController().signal;

/** Waits until the list of opened files is as wanted. */
async function until(
  objects: Objects,
  wanted: (files: readonly OpenedFile[]) => boolean,
): Promise<OpenedFile[]> {
  const stop = new AbortController();
  try {
    for await (const files of objects.handlers.openedFiles({}, { signal: stop.signal }))
      if (wanted(files as OpenedFile[])) return files as OpenedFile[];
  } finally {
    stop.abort();
  }
  throw new Error('The stream ended');
}

const inState = (id: string, state: OpenedFile['state']) => (files: readonly OpenedFile[]) =>
  files.some((one) => one.id === id && one.state === state);

describe.each(storeNames())('files opened in a program, over %s', (name) => {
  let store: TestStore;
  let there: TestPlaces;
  let objects: Objects;
  let bucket: string;
  let key: string;
  let count = 0;
  beforeAll(async () => {
    store = await openStore(name);
    there = await openTestPlaces(store);
    objects = createObjects(there.places.here, there.surroundings);
    bucket = await store.bucket();
  });
  afterAll(async () => {
    await objects.close();
    await there[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });
  const put = async (at: string, body: string) =>
    (
      await store.endpoint.send({
        method: 'PUT',
        bucket,
        key: at,
        body,
        headers: { 'content-type': 'text/csv', 'x-amz-meta-a': 'b' },
      })
    ).text();
  const get = async (at: string) => (await store.endpoint.send({ method: 'GET', bucket, key: at })).text();
  beforeEach(async () => {
    key = `é dir/../../nul${count++} #%2F.csv`.replace('/../..', '');
    await put(key, 'first');
  });
  const open = () => objects.handlers.openLocally({ profile, bucket, key }, { signal });
  const restart = async () => {
    await objects.close();
    objects = createObjects(there.places.here, there.surroundings);
    await objects.enter(there.places.here());
  };

  test('are put back each time they are saved, with what belonged to the object', async () => {
    const { id, file } = await open();
    expect(there.opened.at(-1)).toBe(file);
    expect(path.dirname(path.dirname(file))).toBe(path.join(there.folder, 'opened'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe('first');
    await writeFile(file, 'second');
    const [saved] = await until(objects, inState(id, 'saved'));
    expect(await get(key)).toBe('second');
    const head = await store.endpoint.send({ method: 'HEAD', bucket, key });
    expect(head.headers).toMatchObject({ 'content-type': 'text/csv', 'x-amz-meta-a': 'b' });

    // As editors do: a new file that takes the name of the old.
    await writeFile(`${file}.tmp`, 'third');
    await rename(`${file}.tmp`, file);
    await until(objects, (files) =>
      files.some((one) => one.id === id && (one.savedAt ?? 0) > (saved?.savedAt ?? 0)),
    );
    expect(await get(key)).toBe('third');
    expect((await open()).id).toBe(id);
    await objects.handlers.closeOpenedFile({ id }, { signal });
    expect(await readdir(path.join(there.folder, 'opened'))).toEqual([]);
    expect(there.commands().join('\n')).toMatch(/done mc cp .*opened/);
  });

  test.each([
    ['replace', 'mine', 1],
    ['keep-both', 'theirs', 2],
    ['discard', 'theirs', 1],
  ] as const)(
    'a conflict is shown, not overwritten, and settled by %s',
    async (how, expected, objectsThere) => {
      const { id, file } = await open();
      await put(key, 'theirs');
      await writeFile(file, 'mine');
      const [conflict] = await until(objects, inState(id, 'conflict'));
      expect(conflict?.problem).toMatchObject({ code: 'conflict', reason: 'storage-changed' });
      expect(await get(key)).toBe('theirs');
      await expect(objects.handlers.closeOpenedFile({ id }, { signal })).rejects.toMatchObject({
        data: { reason: 'storage-opened-unsaved' },
      });
      await objects.handlers.settleOpenedFile({ id, how }, { signal });
      expect(await get(key)).toBe(expected);
      const stem = key.replace(/\.csv$/, '');
      const page = await store.endpoint.send({
        method: 'GET',
        bucket,
        query: { 'list-type': '2', prefix: stem },
      });
      expect([...(await page.text()).matchAll(/<Contents>/g)]).toHaveLength(objectsThere);
      if (how === 'discard') return;
      if (how === 'keep-both') {
        const [file] = await until(objects, inState(id, 'saved'));
        expect(file?.object.key).toMatch(/ \(\d{4}-\d\d-\d\d \d\d\.\d\d alice\)\.csv$/);
        expect(await get(file?.object.key ?? '')).toBe('mine');
      }
      await objects.handlers.closeOpenedFile({ id }, { signal });
    },
  );

  test('saved while nobody watched, a file is put back after the restart', async () => {
    const { id, file } = await open();
    await objects.close();
    await writeFile(file, 'while away');
    await restart();
    await until(objects, inState(id, 'saved'));
    expect(await get(key)).toBe('while away');
    await objects.handlers.closeOpenedFile({ id }, { signal });
  });

  test('changed on both sides meanwhile, it is shown as a conflict after the restart', async () => {
    const { id, file } = await open();
    await objects.close();
    await writeFile(file, 'mine');
    await put(key, 'theirs');
    await restart();
    await until(objects, inState(id, 'conflict'));
    await restart();
    await until(objects, inState(id, 'conflict'));
    expect(await get(key)).toBe('theirs');
    await objects.handlers.settleOpenedFile({ id, how: 'discard' }, { signal });
  });

  test('an answer that was lost after the bytes arrived is no conflict', async () => {
    const { id, file } = await open();
    await objects.close();
    await writeFile(file, 'arrived');
    await put(key, 'arrived');
    await restart();
    await until(objects, inState(id, 'saved'));
    await objects.handlers.closeOpenedFile({ id }, { signal });
  });

  test('deleted on the server meanwhile, the object is not made again silently', async () => {
    const { id, file } = await open();
    await (await store.endpoint.send({ method: 'DELETE', bucket, key })).text();
    await writeFile(file, 'mine');
    await until(objects, inState(id, 'conflict'));
    await objects.handlers.settleOpenedFile({ id, how: 'replace' }, { signal });
    expect(await get(key)).toBe('mine');
    await objects.handlers.closeOpenedFile({ id }, { signal });
  });

  test('a file that is gone is forgotten at the restart', async () => {
    const { file } = await open();
    await objects.close();
    await rm(path.dirname(file), { recursive: true });
    await restart();
    expect(await until(objects, () => true)).toEqual([]);
  });

  test('what the platform forbids or what would run is not opened', async () => {
    await put('setup.exe', 'MZ');
    await expect(
      objects.handlers.openLocally({ profile, bucket, key: 'setup.exe' }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'storage-open-program' } });
    await there.enter({ forbidsLocalCopies: true });
    await expect(open()).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'storage-copies-forbidden' },
    });
    await there.enter({});
    expect(await readdir(path.join(there.folder, 'opened'))).toEqual([]);
  });
});

describe('files opened while the network is away', () => {
  test('wait, and are put back when it is there again', async () => {
    await using store = await openStore('sandbox');
    await using there = await openTestPlaces(store);
    let objects = createObjects(there.places.here, there.surroundings);
    const bucket = await store.bucket();
    const object = { profile, bucket, key: 'a.txt' };
    await (await store.endpoint.send({ method: 'PUT', ...object, body: 'first' })).text();
    const { id, file } = await objects.handlers.openLocally(object, { signal });
    await store.fault({ cut: true });
    await writeFile(file, 'second');
    const [waiting] = await until(objects, inState(id, 'waiting'));
    expect(waiting?.problem?.code).toBe('unreachable');
    await expect(objects.handlers.closeOpenedFile({ id }, { signal })).rejects.toMatchObject({
      data: { reason: 'storage-opened-unsaved' },
    });
    // Nothing is lost by a restart in between.
    await objects.close();
    objects = createObjects(there.places.here, there.surroundings);
    await objects.enter(there.places.here());
    await until(objects, inState(id, 'waiting'));
    await store.clearFaults();
    there.resume();
    await until(objects, inState(id, 'saved'));
    expect(await (await store.endpoint.send({ method: 'GET', ...object })).text()).toBe('second');
    await objects.close();
  });

  test('one that cannot be fetched leaves nothing behind', async () => {
    await using store = await openStore('sandbox');
    await using there = await openTestPlaces(store);
    const bucket = await store.bucket();
    const object = { profile, bucket, key: 'a.txt' };
    await (await store.endpoint.send({ method: 'PUT', ...object, body: 'x'.repeat(100_000) })).text();
    const here = there.places.here;
    let cut = false;
    // The first bytes of the object come, then the connection ends.
    const endpoint = (): S3Endpoint => ({
      ...here().endpoint(profile),
      send: async (request) => {
        cut ||= request.method === 'GET';
        if (request.method === 'GET') await store.fault({ cut: 1000 });
        return here().endpoint(profile).send(request);
      },
    });
    const objects = createObjects(() => ({ ...here(), endpoint }), there.surroundings);
    await expect(objects.handlers.openLocally(object, { signal })).rejects.toMatchObject({
      data: { code: 'unreachable', reason: 'storage-short' },
    });
    expect(cut).toBe(true);
    expect(await readdir(path.join(there.folder, 'opened'))).toEqual([]);
    expect(await until(objects, () => true)).toEqual([]);
    expect(JSON.stringify(await there.stored())).not.toContain('storage/opened');
    await objects.close();
  });
});
