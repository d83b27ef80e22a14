import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResultView } from '../../../../shared/contract/storage/query.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { duck, neverAborted, startAsker, type Asker } from './testing/question.ts';

describe.each(storeNames())('results over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  let asker: Asker;
  let id: string;
  let folder: string;
  const plain: ResultView = { sort: [], filter: '' };
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    asker = await startAsker(store);
    folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-query-export-'));
    ({ id } = await asker.done(
      `SELECT range AS n, range % 3 AS "a ""b""", 'Été ' || range AS "select", DATE '2025-01-01' + (range % 10)::INT AS d,
       CASE WHEN range % 4 = 0 THEN NULL ELSE range / 2 END AS half, [range] AS list FROM range(1000)`,
    ));
  });
  afterAll(async () => {
    await asker[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  const page = (view: Partial<ResultView>, from = 0, count = 3) =>
    asker.queries.handlers.resultRows({ id, from, count, view: { ...plain, ...view } }, neverAborted());
  const exported = (format: 'csv' | 'parquet', file: string, replace = false) =>
    asker.queries.handlers.exportResult(
      { id, format, to: { kind: 'file', path: file }, replace },
      neverAborted(),
    );

  test('rows come in pages, in the order of the query', async () => {
    const { rows, total } = await page({}, 997, 500);
    expect(total).toBe(1000);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual([997, 1, 'Été 997', '2025-01-08', 498.5, '[997]']);
  });

  test('rows are sorted by several columns, missing values last', async () => {
    const { rows } = await page({
      sort: [
        { column: 'a "b"', descending: true },
        { column: 'n', descending: true },
      ],
    });
    expect(rows.map(([n]) => n)).toEqual([998, 995, 992]);
    const last = await page({ sort: [{ column: 'half', descending: false }] }, 999, 1);
    expect(last.rows[0]?.[4]).toBeNull();
  });

  test('a filter finds text in any column, whatever case and accents', async () => {
    expect((await page({ filter: 'ete 99' })).total).toBe(11);
    expect((await page({ filter: "'); DROP TABLE result; --" })).total).toBe(0);
    expect((await page({})).total).toBe(1000);
  });

  test('a filter with an equals sign is a condition, and only a condition', async () => {
    expect((await page({ filter: '= n >= 990 AND "a ""b""" = 0' })).total).toBe(4);
    await expect(page({ filter: '= n >' })).rejects.toMatchObject({ data: { reason: 'query-filter' } });
    await expect(page({ filter: '= 1=1); DROP TABLE result; SELECT (1' })).rejects.toMatchObject({
      data: { reason: 'query-filter' },
    });
    await expect(page({ filter: '= missing = 1' })).rejects.toMatchObject({
      data: { code: 'invalid-input' },
    });
    await expect(page({ filter: `= n IN (SELECT n FROM read_csv('/etc/passwd'))` })).rejects.toMatchObject({
      data: { code: 'invalid-input' },
    });
    expect((await page({})).total).toBe(1000);
  });

  test('a column of numbers has its profile', async () => {
    const profile = (column: string, view = plain) =>
      asker.queries.handlers.columnProfile({ id, column, view }, neverAborted());
    const half = await profile('half');
    expect(half).toMatchObject({
      rows: 1000,
      nulls: 250,
      distinct: 750,
      distinctIsEstimate: false,
      min: 0.5,
      max: 499.5,
    });
    expect(half.mean).toBeCloseTo(250, 5);
    expect(half.median).toBeCloseTo(250, 5);
    expect(half.histogram?.length).toBe(28);
    expect(half.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(750);
    const days = await profile('d');
    expect(days).toMatchObject({ min: '2025-01-01', max: '2025-01-10', distinct: 10 });
    expect(days.histogram?.[0]?.from).toBe(Date.UTC(2025, 0, 1));
    const text = await profile('select', { ...plain, filter: '= n < 2' });
    expect(text).toMatchObject({
      rows: 2,
      frequent: [
        { value: 'Été 0', count: 1 },
        { value: 'Été 1', count: 1 },
      ],
    });
    expect(await profile('list')).toMatchObject({ rows: 1000, distinct: 1000 });
    await expect(profile('none')).rejects.toMatchObject({ data: { reason: 'query-no-column' } });
  });

  test('many rows have estimated distinct values; values that are no numbers do not break the histogram', async () => {
    const { id: many } = await asker.done(
      `SELECT CASE WHEN range = 0 THEN 'nan'::DOUBLE WHEN range = 1 THEN 'inf'::DOUBLE ELSE range END AS x FROM range(150000)`,
    );
    const profile = await asker.queries.handlers.columnProfile(
      { id: many, column: 'x', view: plain },
      neverAborted(),
    );
    expect(profile.distinctIsEstimate).toBe(true);
    expect(profile.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(149_998);
    await asker.queries.handlers.forgetResult({ id: many }, neverAborted());
    await expect(
      asker.queries.handlers.columnProfile({ id: many, column: 'x', view: plain }, neverAborted()),
    ).rejects.toMatchObject({ data: { code: 'not-found', reason: 'query-result-gone' } });
  });

  test('points to draw are aggregated', async () => {
    const chart = (wish: object) =>
      asker.queries.handlers.chart({ id, x: 'd', aggregate: 'count', ...wish }, neverAborted());
    expect(await chart({})).toMatchObject({
      truncated: false,
      points: expect.arrayContaining([{ x: '2025-01-01', y: 100 }]),
    });
    const mean = await chart({ y: 'n', aggregate: 'mean', series: 'a "b"' });
    expect(mean.points).toHaveLength(30);
    expect(mean.points[0]).toEqual({ x: '2025-01-01', y: 495, series: '0' });
    const raw = await chart({ x: 'n', y: 'half', aggregate: 'none' });
    expect(raw.points).toHaveLength(750);
    await expect(chart({ y: 'select', aggregate: 'sum' })).rejects.toMatchObject({
      data: { reason: 'query-chart-number' },
    });
  });

  test('results that were closed in between are opened again', async () => {
    for (let other = 0; other < 6; other += 1) await asker.done(`SELECT ${other}`);
    expect((await page({})).total).toBe(1000);
  });

  test('a result becomes a CSV file and a Parquet file that hold the same', async () => {
    const csv = path.join(folder, "it's.csv");
    expect(await exported('csv', csv)).toMatchObject({ rows: 1000 });
    const text = await readFile(csv, 'utf8');
    expect(text.split('\n')[1]).toBe('0,0,Été 0,2025-01-01,,[0]');
    const parquet = path.join(folder, 'result.parquet');
    const { bytes } = await exported('parquet', parquet);
    expect(bytes).toBe((await readFile(parquet)).length);
    expect(await duck(`SELECT count(*), sum(n), max(half) FROM '${parquet}'`)).toEqual([
      ['1000', '499500', 499.5],
    ]);
    expect((await readdir(folder)).sort()).toEqual(["it's.csv", 'result.parquet']);
  });

  test('a file is replaced only when that is asked, and bad places are named', async () => {
    const taken = path.join(folder, 'taken.csv');
    await writeFile(taken, 'mine');
    await expect(exported('csv', taken)).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'query-export-exists' },
    });
    expect(await readFile(taken, 'utf8')).toBe('mine');
    await exported('csv', taken, true);
    expect((await readFile(taken, 'utf8')).length).toBeGreaterThan(1_000);
    await expect(exported('csv', path.join(folder, 'none', 'x.csv'))).rejects.toMatchObject({
      data: { reason: 'query-export-folder' },
    });
    await expect(exported('csv', 'x.csv')).rejects.toMatchObject({ data: { reason: 'query-export-path' } });
    await expect(exported('csv', folder, true)).rejects.toMatchObject({
      data: { reason: 'query-export-exists' },
    });
    await rm(taken);
  });

  test('a result becomes an object, which is replaced only when that is asked', async () => {
    const object = { profile: name, bucket, key: "exports/résultat d'été.parquet" };
    const send = (replace: boolean) =>
      asker.queries.handlers.exportResult(
        { id, format: 'parquet', to: { kind: 'object', object }, replace },
        neverAborted(),
      );
    expect(await send(false)).toMatchObject({ rows: 1000 });
    expect(
      await asker.rows(`SELECT count(*), sum(n) FROM 's3://${bucket}/${object.key.replaceAll("'", "''")}'`),
    ).toEqual([[1000, 499500]]);
    await expect(send(false)).rejects.toMatchObject({ data: { reason: 'query-export-exists' } });
    expect(await send(true)).toMatchObject({ rows: 1000 });
  });

  test('an export holds all rows, also of a result that was cut, in several parts', async () => {
    const { id: long } = await asker.done(`SELECT range AS i, hash(range)::VARCHAR AS a FROM range(3000000)`);
    const object = { profile: name, bucket, key: 'exports/long.csv' };
    const answer = await asker.queries.handlers.exportResult(
      { id: long, format: 'csv', to: { kind: 'object', object }, replace: false },
      neverAborted(),
    );
    expect(answer.rows).toBe(3_000_000);
    expect(answer.bytes).toBeGreaterThan(64 * 2 ** 20);
    expect(await asker.rows(`SELECT count(*), sum(i) FROM 's3://${bucket}/exports/long.csv'`)).toEqual([
      [3_000_000, 4_499_998_500_000],
    ]);
    await asker.queries.handlers.forgetResult({ id: long }, neverAborted());
  });

  test('where the platform forbids exports a result stays on it', async () => {
    await using strict = await startAsker(store, { forbidsExports: true, kind: 'platform' });
    const { id: mine } = await strict.done('SELECT 1 AS a');
    const file = path.join(folder, 'forbidden.csv');
    await expect(
      strict.queries.handlers.exportResult(
        { id: mine, format: 'csv', to: { kind: 'file', path: file }, replace: true },
        neverAborted(),
      ),
    ).rejects.toMatchObject({ data: { code: 'forbidden', reason: 'query-export-forbidden' } });
    const object = { profile: name, bucket, key: 'exports/inside.csv' };
    await expect(
      strict.queries.handlers.exportResult(
        { id: mine, format: 'csv', to: { kind: 'object', object }, replace: true },
        neverAborted(),
      ),
    ).resolves.toMatchObject({ rows: 1 });
  });
});
