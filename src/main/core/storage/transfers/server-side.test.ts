import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConflictAnswer, SyncPlan } from '../../../../shared/contract/storage/transfers.ts';
import { copyObject } from '../objects/copy-object.ts';
import { deleteObjects } from '../objects/delete-objects.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { createUpload } from './multipart-calls.ts';
import { getObject, keysIn, openHarness, putObject, type Harness } from './testing/harness.ts';

const { signal } = new AbortController();

describe.each(storeNames())('on the server and beside it, over %s', (name) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterAll(() => store[Symbol.asyncDispose]());
  const harnessed = () =>
    openHarness({ endpoint: store.endpoint, network: store.network, options: { copyObject, deleteObjects } });
  const put = (bucket: string, ...keys: string[]) =>
    Promise.all(keys.map((key) => putObject(store.endpoint, bucket, key, `content of ${key}`)));
  const keys = async (bucket: string) => Object.keys(await keysIn(store.endpoint, bucket)).toSorted();

  test('a folder is copied, moved and renamed', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const other = await store.bucket();
    await put(bucket, 'a/b/x y.csv', 'a/b/c/z', 'a/other');
    const copy = await harness.handlers.copy(
      { selection: harness.rows(bucket, 'a/b/'), to: { profile: name, bucket: other, prefix: 'in/' } },
      { signal },
    );
    expect(await harness.ended(copy.id)).toMatchObject({ state: 'done', files: { done: 2 } });
    expect(await keys(other)).toEqual(['in/b/c/z', 'in/b/x y.csv']);
    const rename = await harness.handlers.rename(
      { profile: name, bucket, key: 'a/b/', name: 'été' },
      { signal },
    );
    expect(await harness.ended(rename.id)).toMatchObject({ state: 'done', kind: 'move', canUndo: false });
    expect(await keys(bucket)).toEqual(['a/other', 'a/été/c/z', 'a/été/x y.csv']);
    const single = await harness.handlers.rename(
      { profile: name, bucket, key: 'a/other', name: 'o.txt' },
      { signal },
    );
    expect(await harness.ended(single.id)).toMatchObject({ state: 'done' });
    expect((await getObject(store.endpoint, bucket, 'a/o.txt')).toString()).toBe('content of a/other');
    await expect(
      harness.handlers.rename({ profile: name, bucket, key: 'a/o.txt', name: 'a/b' }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'transfer-rename' } });
  });

  test('a deletion and a move in a bucket with versions can be undone', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket({ versioning: true });
    await put(bucket, 'a/1', 'a/2', 'b/3');
    const removal = await harness.handlers.remove(
      { selection: harness.rows(bucket, 'a/'), versions: false },
      { signal },
    );
    expect(await harness.ended(removal.id)).toMatchObject({ state: 'done', kind: 'delete', canUndo: true });
    expect(await keys(bucket)).toEqual(['b/3']);
    await harness.restart();
    const undo = await harness.handlers.undo({ id: removal.id }, { signal });
    expect(await harness.ended(undo.id)).toMatchObject({ state: 'done', files: { done: 2 } });
    expect(await keys(bucket)).toEqual(['a/1', 'a/2', 'b/3']);
    await expect(harness.handlers.undo({ id: removal.id }, { signal })).rejects.toMatchObject({
      data: { reason: 'transfer-no-undo' },
    });
    const move = await harness.handlers.move(
      { selection: harness.rows(bucket, 'a/'), to: { profile: name, bucket, prefix: 'z/' } },
      { signal },
    );
    expect(await harness.ended(move.id)).toMatchObject({ state: 'done', canUndo: true });
    expect(await keys(bucket)).toEqual(['b/3', 'z/a/1', 'z/a/2']);
    const back = await harness.handlers.undo({ id: move.id }, { signal });
    expect(await harness.ended(back.id)).toMatchObject({ state: 'done' });
    expect(await keys(bucket)).toEqual(['a/1', 'a/2', 'b/3']);
  });

  test('without versions a deletion is for good', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    await put(bucket, ...Array.from({ length: 30 }, (_, at) => `a/${at}`), 'b');
    const { id } = await harness.handlers.remove(
      { selection: harness.rows(bucket, 'a/'), versions: false },
      { signal },
    );
    expect(await harness.ended(id)).toMatchObject({ state: 'done', canUndo: false, files: { done: 30 } });
    expect(await keys(bucket)).toEqual(['b']);
  });

  test.each<[ConflictAnswer, Record<string, string>]>([
    ['replace', { 'in/d/new': 'new', 'in/d/old': 'mine', 'in/d/recent': 'mine' }],
    ['skip', { 'in/d/new': 'new', 'in/d/old': 'theirs', 'in/d/recent': 'theirs' }],
    ['newer', { 'in/d/new': 'new', 'in/d/old': 'theirs', 'in/d/recent': 'mine' }],
    [
      'keep-both',
      {
        'in/d/new': 'new',
        'in/d/old': 'theirs',
        'in/d/old (2)': 'mine',
        'in/d/recent': 'theirs',
        'in/d/recent (2)': 'mine',
      },
    ],
  ])('taken names are asked about once: %s, up and down', async (answer, expected) => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    await putObject(store.endpoint, bucket, 'in/d/old', 'theirs');
    await putObject(store.endpoint, bucket, 'in/d/recent', 'theirs');
    const folder = path.join(harness.folder, 'd');
    await mkdir(folder);
    await writeFile(path.join(folder, 'new'), 'new');
    await writeFile(path.join(folder, 'old'), 'mine');
    await utimes(path.join(folder, 'old'), new Date(), new Date(1_600_000_000_000));
    await writeFile(path.join(folder, 'recent'), 'mine');
    await utimes(path.join(folder, 'recent'), new Date(), new Date(Date.now() + 3_600_000));
    const { id } = await harness.handlers.upload(
      { to: { profile: name, bucket, prefix: 'in/' }, paths: [folder] },
      { signal },
    );
    expect(await harness.ended(id)).toMatchObject({
      state: 'asking',
      conflicts: { count: 2, sample: ['d/old', 'd/recent'] },
    });
    expect(await keys(bucket)).toEqual(['in/d/old', 'in/d/recent']);
    await harness.restart();
    expect((await harness.now()).transfers[0]).toMatchObject({ state: 'asking', conflicts: { count: 2 } });
    await harness.handlers.answerConflicts({ id, answer }, { signal });
    expect(await harness.until(id, ({ state }) => state === 'done')).toMatchObject({ files: { failed: 0 } });
    const found: Record<string, string> = {};
    for (const key of await keys(bucket))
      found[key] = (await getObject(store.endpoint, bucket, key)).toString();
    expect(found).toEqual(expected);

    const target = path.join(harness.folder, 'down');
    await mkdir(target);
    await writeFile(path.join(target, 'new'), 'local');
    const down = await harness.handlers.download(
      { selection: harness.rows(bucket, 'in/d/new'), folder: target },
      { signal },
    );
    expect(await harness.ended(down.id)).toMatchObject({ state: 'asking', conflicts: { count: 1 } });
    await harness.handlers.answerConflicts({ id: down.id, answer }, { signal });
    await harness.until(down.id, ({ state }) => state === 'done');
    const local = Object.fromEntries(
      await Promise.all(
        (await readdir(target)).map(
          async (one) => [one, await readFile(path.join(target, one), 'utf8')] as const,
        ),
      ),
    );
    expect(local).toEqual(
      answer === 'replace'
        ? { new: 'new' }
        : answer === 'keep-both'
          ? { new: 'local', 'new (2)': 'new' }
          : { new: 'local' },
    );
  });

  async function planned(
    harness: Harness,
    asked: { bucket: string; local: string; direction: 'up' | 'down'; remove: boolean },
  ) {
    const stop = new AbortController();
    const { bucket, ...rest } = asked;
    const plans = harness.handlers.planSync(
      { ...rest, remote: { profile: name, bucket, prefix: 'data/' } },
      { signal: stop.signal },
    );
    const iterator = plans[Symbol.asyncIterator]();
    for (;;) {
      const { value } = (await iterator.next()) as { value: SyncPlan };
      if (value.state !== 'comparing') return { plan: value, stop: () => (stop.abort(), iterator.next()) };
    }
  }

  test('a folder is planned first and then made like the other, up and down', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const local = path.join(harness.folder, 'local');
    await mkdir(path.join(local, 'sub'), { recursive: true });
    await writeFile(path.join(local, 'same'), 'content of data/same');
    await utimes(path.join(local, 'same'), new Date(), new Date(Date.now() + 3_600_000));
    await writeFile(path.join(local, 'changed'), 'longer than what is there');
    await writeFile(path.join(local, 'sub/new'), 'new');
    await put(bucket, 'data/same', 'data/changed', 'data/gone', 'elsewhere');
    const up = await planned(harness, { bucket, local, direction: 'up', remove: true });
    expect(up.plan).toMatchObject({
      state: 'ready',
      create: { files: 1, bytes: 3 },
      update: { files: 1 },
      remove: { files: 1 },
      same: 1,
    });
    expect(await keys(bucket)).toEqual(['data/changed', 'data/gone', 'data/same', 'elsewhere']);
    const { id } = await harness.handlers.startSync({ planId: up.plan.id }, { signal });
    await up.stop();
    expect(await harness.ended(id)).toMatchObject({
      state: 'done',
      kind: 'sync',
      files: { done: 3, failed: 0 },
    });
    expect(await keys(bucket)).toEqual(['data/changed', 'data/same', 'data/sub/new', 'elsewhere']);

    await put(bucket, 'data/from-there');
    await writeFile(path.join(local, 'only-here'), 'x');
    const down = await planned(harness, { bucket, local, direction: 'down', remove: true });
    expect(down.plan).toMatchObject({
      create: { files: 1 },
      update: { files: 0 },
      remove: { files: 1 },
      same: 3,
    });
    const back = await harness.handlers.startSync({ planId: down.plan.id }, { signal });
    await down.stop();
    expect(await harness.ended(back.id)).toMatchObject({ state: 'done', files: { done: 2 } });
    expect((await readdir(local, { recursive: true })).toSorted()).toEqual([
      'changed',
      'from-there',
      'same',
      'sub',
      'sub/new',
    ]);
    const again = await planned(harness, { bucket, local, direction: 'down', remove: true });
    expect(again.plan).toMatchObject({
      create: { files: 0 },
      update: { files: 0 },
      remove: { files: 0 },
      same: 4,
    });
    await again.stop();
    await expect(harness.handlers.startSync({ planId: again.plan.id }, { signal })).rejects.toMatchObject({
      data: { reason: 'transfer-plan-gone' },
    });
  });

  test('uploads that were left at the server are listed with their sizes and aborted', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const key = 'left behind/é#1.bin';
    const { id: uploadId } = await createUpload(store.endpoint, { bucket, key, signal }, 'text/plain');
    const answer = await store.endpoint.send({
      method: 'PUT',
      bucket,
      key,
      query: { partNumber: '1', uploadId },
      body: Buffer.alloc(70_000),
    });
    await answer.text();
    // MinIO tells of the uploads of one key at a time, when its name is given as prefix.
    const orphans = await harness.handlers.orphans({ profile: name, bucket }, { signal });
    if (name === 'sandbox')
      expect(orphans).toMatchObject([{ key, uploadId, bytes: 70_000, parts: 1, ours: false }]);
    expect(
      await harness.handlers.abortOrphans(
        { profile: name, bucket, uploads: [{ key, uploadId }] },
        { signal },
      ),
    ).toEqual({ aborted: 1 });
    expect(await harness.handlers.orphans({ profile: name, bucket }, { signal })).toEqual([]);
  });

  test('an upload of ours that stands still is listed as ours until it is cancelled', async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const file = path.join(harness.folder, 'big.bin');
    await writeFile(file, Buffer.alloc(40 * 1024 * 1024));
    await harness.handlers.setLimits({ up: 8 * 1024 * 1024 }, { signal });
    const to = { profile: name, bucket, prefix: 'in/' };
    const { id } = await harness.handlers.upload({ to, paths: [file] }, { signal });
    await harness.until(id, ({ bytes }) => bytes.done > 0);
    await harness.handlers.pause({ id }, { signal });
    expect(await harness.handlers.orphans({ profile: name, bucket }, { signal })).toMatchObject([
      { key: 'in/big.bin', ours: true },
    ]);
    await harness.handlers.cancel({ id }, { signal });
    expect(await harness.handlers.orphans({ profile: name, bucket }, { signal })).toEqual([]);
  });

  // All ten thousand where a real server takes them; over the sandbox, which is slower, a tenth.
  const many = name === 'sandbox' && storeNames().length > 1 ? 1_000 : 10_000;
  test(`${many} small files go up, with few writes to the journal and few messages`, async () => {
    await using harness = await harnessed();
    const bucket = await store.bucket();
    const folder = path.join(harness.folder, 'many');
    await mkdir(folder);
    for (let at = 0; at < many; at += 1) await writeFile(path.join(folder, `f${at}`), Buffer.alloc(4096, at));
    const { id } = await harness.handlers.upload(
      { to: { profile: name, bucket, prefix: '' }, paths: [folder] },
      { signal },
    );
    const started = performance.now();
    let messages = 0;
    const done = await harness.until(id, ({ state }) => {
      messages += 1;
      return state === 'done' || state === 'failed';
    });
    expect(done).toMatchObject({ state: 'done', files: { done: many }, bytes: { done: many * 4096 } });
    expect(messages).toBeLessThan((performance.now() - started) / 200 + 20);
    expect(Object.keys(await keysIn(store.endpoint, bucket))).toHaveLength(many);
  }, 180_000);
});
