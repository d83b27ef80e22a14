import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { fileOf, put, startAsker, type Asker } from './testing/question.ts';

const wide = (seed: number, rows = 60_000) =>
  fileOf(
    `SELECT range AS i, hash(range + ${seed})::VARCHAR AS label, hash(range * 7 + ${seed})::VARCHAR AS other FROM range(${rows})`,
    'FORMAT parquet, ROW_GROUP_SIZE 20000',
  );
/** Some megabytes of memory at least hold what cannot be put aside. */
const tooMuch = 'SELECT list(i) FROM range(50000000) t(i)';

async function filesBelow(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
}
const dataFiles = async (asker: Asker) =>
  (await filesBelow(path.join(asker.folder, 'cache'))).filter((file) => file.endsWith('data'));

/** A disk of 2 MiB; undefined where one may not be made. */
function smallDisk(folder: string): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return () => execFileSync('umount', ['-l', folder]);
  } catch {
    return undefined;
  }
}

describe.each(storeNames())('running a query over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    await put(store, bucket, {
      'a.parquet': await wide(1),
      'b.parquet': await wide(2),
      'small/c.parquet': await wide(9, 20_000),
      'few.csv': 'a,b\n1,2\n',
    });
  });
  afterAll(() => store[Symbol.asyncDispose]());
  const last = async (asker: Asker, sql: string, more = {}) => (await asker.states(sql, more)).at(-1);

  test('goes from planning over fetching to running, and counts the bytes', async () => {
    await using asker = await startAsker(store);
    const states = await asker.states(`SELECT max(label) FROM 's3://${bucket}/a.parquet'`);
    expect(states.map(({ state }) => state).filter((state, index, all) => all[index - 1] !== state)).toEqual(
      expect.arrayContaining(['planning', 'done']),
    );
    const end = states.at(-1);
    expect(end).toMatchObject({ state: 'done', objects: 1, rows: 1 });
    expect(end?.bytesFetched).toBe(end?.bytesToFetch);
  });

  test('ends at once when the reader stops while it runs', async () => {
    await using asker = await startAsker(store);
    const control = new AbortController();
    const sql = 'SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b';
    const seen: string[] = [];
    for await (const { state } of asker.queries.handlers.runQuery({ sql, profile: name } as never, {
      signal: control.signal,
    })) {
      seen.push(state);
      if (state === 'running') control.abort();
    }
    expect(seen.at(-1)).toBe('cancelled');
    expect(await asker.rows('SELECT 1')).toEqual([[1]]);
  });

  test('what was fetched before it was cancelled counts, what was under way does not', async () => {
    await using asker = await startAsker(store);
    const control = new AbortController();
    let chunks = 0;
    asker.before((line) => {
      if (!line.startsWith('GET') || !line.includes('bytes=')) return;
      chunks += 1;
      if (chunks === 2) control.abort();
    });
    const sql = `SELECT max(label) FROM 's3://${bucket}/a.parquet'`;
    expect((await last(asker, sql, { signal: control.signal }))?.state).toBe('cancelled');
    asker.before(undefined);
    const end = await asker.done(sql);
    expect(end.bytesFetched).toBeGreaterThan(0);
    expect(end.bytesCached).toBeGreaterThanOrEqual(0);
  });

  test('more memory than allowed is a failure that names the limit, and nothing else suffers', async () => {
    await using asker = await startAsker(store);
    const end = await last(asker, tooMuch, { memoryLimit: 100e6 });
    expect(end?.failure).toMatchObject({ code: 'no-space', reason: 'query-memory', values: { gib: 0.1 } });
    expect(await asker.rows('SELECT 1')).toEqual([[1]]);
  });

  test('an object that is replaced between footer and columns is read once more from the start', async () => {
    await using asker = await startAsker(store);
    await put(store, bucket, { 'changing.parquet': await wide(3) });
    const fresh = await wide(4, 70_000);
    let requests = 0;
    asker.before(async (line) => {
      if (line.startsWith('GET') && (requests += 1) === 2)
        await put(store, bucket, { 'changing.parquet': fresh });
    });
    expect(
      await asker.rows(`SELECT count(*), count(DISTINCT label) FROM 's3://${bucket}/changing.parquet'`),
    ).toEqual([[70_000, 70_000]]);
  });

  test('an object that changes again and again is a failure that says so', async () => {
    await using asker = await startAsker(store);
    const versions = [await wide(5), await wide(6), await wide(7), await wide(8)];
    await put(store, bucket, { 'restless.parquet': versions[0] ?? '' });
    let turn = 0;
    asker.before(async (line) => {
      if (line.startsWith('GET'))
        await put(store, bucket, { 'restless.parquet': versions[(turn += 1) % 4] ?? '' });
    });
    const end = await last(asker, `SELECT max(label) FROM 's3://${bucket}/restless.parquet'`);
    expect(end?.failure).toMatchObject({ code: 'conflict', reason: 'storage-changed' });
  });

  test('answers from what is on this laptop when nothing answers, and says from when it is', async () => {
    await using asker = await startAsker(store);
    const one = `SELECT max(label) FROM 's3://${bucket}/a.parquet'`;
    const many = `SELECT count(*), sum(i) FROM 's3://${bucket}/*.parquet' WHERE i < 10`;
    const before = [await asker.rows(one), await asker.rows(many)];
    asker.unplug(true);
    const offline = await asker.done(one);
    expect(offline.asOf).toBeGreaterThan(Date.now() - 60_000);
    expect([await asker.rows(one), await asker.rows(many)]).toEqual(before);
    expect((await last(asker, `SELECT max(other) FROM 's3://${bucket}/a.parquet'`))?.failure).toMatchObject({
      code: 'unreachable',
      reason: 'query-not-kept',
      values: { name: `s3://${bucket}/a.parquet` },
    });
    expect((await last(asker, `FROM 's3://${bucket}/*.csv'`))?.failure).toMatchObject({
      reason: 'query-not-kept',
    });
  });

  test('copies stay for the next start, and a damaged one is fetched anew', async () => {
    await using asker = await startAsker(store);
    const sql = `SELECT max(label), max(other) FROM 's3://${bucket}/b.parquet'`;
    const right = await asker.rows(sql);
    await asker.queries.close();
    await using second = await asker.again();
    expect((await second.done(sql)).bytesFetched).toBe(0);
    await second.queries.close();
    const [file = ''] = await dataFiles(asker);
    const bytes = await readFile(file);
    bytes.fill(7, bytes.length - 200_000, bytes.length - 199_900);
    await writeFile(file, bytes);
    await using third = await asker.again();
    expect((await third.done(sql)).bytesFetched).toBeGreaterThan(0);
    expect(await third.rows(sql)).toEqual(right);
    await third.queries.close();
    await writeFile(file, bytes.subarray(0, 1_000));
    await using fourth = await asker.again();
    expect(await fourth.rows(sql)).toEqual(right);
  });

  test('without its list of pieces nothing of a copy is believed', async () => {
    await using asker = await startAsker(store);
    const sql = `SELECT max(label) FROM 's3://${bucket}/a.parquet'`;
    await asker.done(sql);
    await asker.queries.close();
    for (const file of await filesBelow(path.join(asker.folder, 'cache', 'objects')))
      if (file.endsWith('.json')) await writeFile(file, '{"version":1,"pie');
    await using second = await asker.again();
    expect((await second.done(sql)).bytesFetched).toBeGreaterThan(0);
  });

  test('where the platform forbids copies nothing stays, and nothing is answered offline', async () => {
    await using asker = await startAsker(store, { forbidsLocalCopies: true });
    const sql = `SELECT max(label) FROM 's3://${bucket}/a.parquet'`;
    await asker.done(sql);
    expect(await filesBelow(asker.folder)).toEqual([]);
    await asker.queries.close();
    expect(await readdir(asker.temporaryFolder)).toEqual([]);
    asker.unplug(true);
    expect((await last(asker, sql))?.failure).toMatchObject({ reason: 'query-not-kept' });
  });

  test('what was used longest ago goes when the copies are too much', async () => {
    await using asker = await startAsker(store, { quota: 1_500_000 });
    await asker.done(`SELECT max(label), max(other) FROM 's3://${bucket}/a.parquet'`);
    await asker.done(`SELECT max(label) FROM 's3://${bucket}/b.parquet'`);
    const kept = await asker.queries.kept();
    expect(kept.bytes).toBeLessThanOrEqual(1_500_000);
    expect(kept.count).toBe(1);
    expect(kept.oldest).toBeGreaterThan(Date.now() - 60_000);
    expect(await asker.rows(`SELECT count(*) FROM 's3://${bucket}/a.parquet'`)).toEqual([[60_000]]);
    await asker.queries.removeKept();
    expect(await asker.queries.kept()).toMatchObject({ count: 0, bytes: 0 });
    expect(await asker.rows(`SELECT count(*) FROM 's3://${bucket}/a.parquet'`)).toEqual([[60_000]]);
  });

  test('very much is fetched only when the person agrees', async () => {
    await using asker = await startAsker(store);
    const sql = `SELECT max(label) FROM 's3://${bucket}/a.parquet'`;
    const end = await last(asker, sql, { allowBytes: 200_000 });
    expect(end?.failure).toMatchObject({ code: 'over-quota', reason: 'query-too-much' });
    const bytes = Number(end?.failure?.values?.['bytes']);
    expect(bytes).toBeGreaterThan(200_000);
    expect((await last(asker, sql, { allowBytes: bytes }))?.state).toBe('done');
  });

  test('a full disk is told, and nothing half-written counts', async ({ skip }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-small-disk-'));
    const unmount = smallDisk(folder);
    if (!unmount) {
      await rm(folder, { recursive: true });
      skip('a disk of its own can be mounted by root alone');
    }
    try {
      await using asker = await startAsker(store, { folder: path.join(folder, 'app') });
      await mkdir(asker.folder, { recursive: true });
      await writeFile(path.join(folder, 'filler'), Buffer.alloc(1_700_000));
      const sql = `SELECT count(*), max(length(label)) FROM 's3://${bucket}/small/c.parquet'`;
      expect((await last(asker, sql))?.failure).toMatchObject({ code: 'no-space', reason: 'disk-full' });
      await rm(path.join(folder, 'filler'));
      expect(await asker.rows(sql)).toEqual([[20_000, 20]]);
    } finally {
      unmount?.();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('more rows than are shown are cut, and it is said', async () => {
    await using asker = await startAsker(store);
    const end = await asker.done('SELECT range AS i FROM range(1500000)');
    expect(end).toMatchObject({ rows: 1_000_000, truncatedAt: 1_000_000 });
  });

  test('what was asked is remembered without what looks like a secret, newest first', async () => {
    await using asker = await startAsker(store);
    await asker.done('SELECT 1');
    await asker.states('SELECT nothing');
    await asker.done(`SELECT 2 AS a, 'x' AS secret_key, {'password': 'hunter2'} AS b`);
    await asker.done('SELECT 1');
    const context = { signal: new AbortController().signal };
    const history = await asker.queries.handlers.queryHistory({}, context);
    expect(history.map(({ sql, failed }) => [sql, failed])).toEqual([
      ['SELECT 1', false],
      [expect.stringContaining('SELECT 2'), false],
      ['SELECT nothing', true],
    ]);
    await asker.queries.handlers.forgetQueries({}, context);
    expect(await asker.queries.handlers.queryHistory({}, context)).toEqual([]);
  });

  test('two queries at once over the same object both answer', async () => {
    await using asker = await startAsker(store);
    const sql = `SELECT max(label) FROM 's3://${bucket}/a.parquet'`;
    const answers = await Promise.all([asker.rows(sql), asker.rows(sql), asker.rows(sql)]);
    expect(new Set(answers.map((rows) => JSON.stringify(rows))).size).toBe(1);
  });
});
