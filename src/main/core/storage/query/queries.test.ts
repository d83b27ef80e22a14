import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { duck, fileOf, neverAborted, put, startAsker, type Asker } from './testing/question.ts';

describe.each(storeNames())('questions over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  let asker: Asker;
  let bytes = 0;
  /** The same files on this laptop, whole. */
  let folder: string;
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    asker = await startAsker(store);
    folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-query-whole-'));
    for (let month = 1; month <= 12; month += 1) {
      const body = await fileOf(
        `SELECT range AS i, hash(range + ${month})::VARCHAR AS label, random() AS share, ${month} * 10 + range % 7 AS amount FROM range(20000)`,
        'FORMAT parquet, ROW_GROUP_SIZE 5000',
      );
      bytes += body.length;
      const key = `sales/annee=2025/mois=${String(month).padStart(2, '0')}/part é.parquet`;
      await put(store, bucket, { [key]: body });
      await mkdir(path.dirname(path.join(folder, key)), { recursive: true });
      await writeFile(path.join(folder, key), body);
    }
    const parquet = await fileOf('SELECT range AS i FROM range(100)');
    await put(store, bucket, {
      'codes.csv': 'code,title\n10,dix\n11,onze\n99,rien\n',
      'latin.csv': Buffer.from('nom;n\nH\xe9l\xe8ne;1\nNo\xebl \x80;2\n', 'latin1'),
      'latin-1.csv': Buffer.from('nom;n\nH\xe9l\xe8ne;1\n', 'latin1'),
      'utf16.csv': Buffer.from('\uFEFFnom;n\nZoë;3\n', 'utf16le'),
      'lines.jsonl': '{"a": 1, "b": {"c": [1, 2]}}\n{"a": 2}\n',
      'odd [1] <a>:|é.txt': 'hello',
      'lying.parquet': Buffer.from(`PAR1${'x'.repeat(500)}PAR1`),
      'cut.parquet': parquet.subarray(0, parquet.length - 100),
    });
  });
  afterAll(async () => {
    await asker[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    await store[Symbol.asyncDispose]();
  });

  const all = () => `'s3://${bucket}/sales/**/*.parquet'`;

  test('one object is read by its address', async () => {
    const rows = await asker.rows(
      `SELECT count(*), sum(amount), max(i) FROM 's3://${bucket}/sales/annee=2025/mois=03/part é.parquet'`,
    );
    expect(rows).toEqual([[20000, 659_997, 19999]]);
  });

  test('a pattern reads every object that fits, and the mean of a column fetches that column alone', async () => {
    await using fresh = await startAsker(store);
    const state = await fresh.done(`SELECT avg(amount) FROM ${all()}`);
    expect(state.objects).toBe(12);
    expect(state.bytesFetched).toBeLessThan(bytes / 2);
    expect(state.bytesFetched).toBeGreaterThan(0);
    const again = await fresh.done(`SELECT avg(amount) FROM ${all()}`);
    expect(again.bytesFetched).toBe(0);
    expect(again.bytesCached).toBeGreaterThan(0);
  });

  /** The months whose objects were read. */
  const monthsRead = (requests: readonly string[]) =>
    [
      ...new Set(
        requests.flatMap((line) => (line.startsWith('GET') ? (/mois=(\d+)/.exec(line)?.[1] ?? []) : [])),
      ),
    ].sort();

  test('a condition on a hive partition leaves the other objects alone', async () => {
    await using fresh = await startAsker(store);
    expect(
      await fresh.rows(
        `SELECT mois, count(*), avg(amount) FROM ${all()} WHERE mois IN ('04', '05') AND i >= 0 GROUP BY mois ORDER BY mois`,
      ),
    ).toEqual([
      ['04', 20000, 42.99985],
      ['05', 20000, 52.99985],
    ]);
    // The first tells the columns.
    expect(monthsRead(fresh.requests)).toEqual(['01', '04', '05']);
  });

  test('conditions on two months of one pattern fetch those two', async () => {
    await using fresh = await startAsker(store);
    const sum = (month: string) => `(SELECT sum(amount) FROM ${all()} WHERE mois = '${month}')`;
    const [row] = await fresh.rows(`SELECT ${sum('02')} AS a, ${sum('12')} AS b`);
    expect(row).toEqual([459_997, 2_459_997]);
    expect(monthsRead(fresh.requests)).toEqual(['01', '02', '12']);
  });

  test('a date in a condition prunes too', async () => {
    await using fresh = await startAsker(store);
    const [row] = await fresh.rows(
      `SELECT count(*) FROM ${all()} WHERE make_date(annee, mois::INT, 1) >= DATE '2025-11-01'`,
    );
    expect(row).toEqual([40_000]);
    expect(monthsRead(fresh.requests)).toEqual(['01', '11', '12']);
  });

  test('the first rows fetch the first row group of the first object', async () => {
    await using fresh = await startAsker(store);
    const state = await fresh.done(`SELECT * FROM ${all()} LIMIT 100`);
    expect(state.rows).toBe(100);
    expect(state.bytesFetched).toBeLessThan(bytes / 4);
    const { rows } = await fresh.queries.handlers.resultRows(
      { id: state.id, from: 98, count: 5, view: { sort: [], filter: '' } },
      neverAborted(),
    );
    expect(rows.map(([i]) => i)).toEqual([98, 99]);
  });

  test.each([
    `SELECT label FROM ALL ORDER BY i DESC, label LIMIT 7`,
    `SELECT mois, min(label), max(amount), count(DISTINCT amount) FROM ALL GROUP BY mois ORDER BY mois`,
    `SELECT count(*) FROM ALL`,
    `WITH a AS (FROM ALL WHERE i < 10), b AS (FROM ALL WHERE i BETWEEN 5 AND 20) SELECT count(*), sum(a.amount + b.i) FROM a JOIN b USING (i)`,
    `FROM ALL SELECT sum(i) FILTER (amount > 50)`,
    `SELECT i, row_number() OVER (ORDER BY label, i, mois) FROM ALL WHERE label LIKE '99%' ORDER BY 2 LIMIT 20`,
    `SELECT * FROM ALL WHERE i = 4711 ORDER BY mois`,
    `SELECT count(*) FROM ALL WHERE amount > 1000000`,
    `DESCRIBE FROM ALL`,
  ])('gives what DuckDB gives over the whole files: %s', async (sql) => {
    const ours = await asker.rows(sql.replaceAll('ALL', all()));
    const theirs = await duck(sql.replaceAll('ALL', `'${folder}/sales/**/*.parquet'`));
    expect(ours.map((row) => row.map(String))).toEqual(theirs.map((row) => row.map(String)));
  });

  test('a join of two objects reads what each side needs', async () => {
    const rows = await asker.rows(
      `SELECT n.title, count(*) FROM 's3://${bucket}/sales/annee=2025/mois=01/*.parquet' s
       JOIN read_csv('s3://${bucket}/codes.csv') AS n ON n.code = s.amount GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      ['dix', 2858],
      ['onze', 2857],
    ]);
  });

  test('the name of the object is its address, as a column and in conditions', async () => {
    expect(await asker.rows(`SELECT DISTINCT filename FROM ${all()} WHERE mois = '02'`)).toEqual([
      [`s3://${bucket}/sales/annee=2025/mois=02/part é.parquet`],
    ]);
    const wide = await asker.rows(
      `SELECT * FROM read_parquet(${all()}, filename = true) WHERE filename LIKE '%mois=07%' AND i = 1`,
    );
    expect(wide).toHaveLength(1);
    expect(wide[0]).toContain(`s3://${bucket}/sales/annee=2025/mois=07/part é.parquet`);
    const text = await asker.rows(`FROM read_text('s3://${bucket}/' || 'codes.csv')`).catch(String);
    expect(text).toContain('query-name-computed');
  });

  test('objects with awkward names are read and told by their names', async () => {
    const [row] = await asker.rows(
      `SELECT filename, content FROM read_text('s3://${bucket}/odd [[]1] <a>:|é.txt')`,
    );
    expect(row).toEqual([`s3://${bucket}/odd [1] <a>:|é.txt`, 'hello']);
  });

  test('a CSV in Latin-1 is read, with its encoding named and without', async () => {
    const expected = [
      ['Hélène', 1],
      ['Noël €', 2],
    ];
    expect(await asker.rows(`SELECT * FROM 's3://${bucket}/latin.csv'`)).toEqual(expected);
    expect(
      await asker.rows(`SELECT nom FROM read_csv('s3://${bucket}/latin-1.csv', encoding = 'latin-1')`),
    ).toEqual([['Hélène']]);
    expect(await asker.rows(`SELECT * FROM 's3://${bucket}/utf16.csv'`)).toEqual([['Zoë', 3]]);
  });

  test('lines of JSON are read', async () => {
    expect(await asker.rows(`SELECT a, b FROM 's3://${bucket}/lines.jsonl' ORDER BY a`)).toEqual([
      [1, '{"c":[1,2]}'],
      [2, null],
    ]);
  });

  test('a list of objects, alternatives and sets of signs are understood', async () => {
    const part = (month: string) => `s3://${bucket}/sales/annee=2025/mois=${month}/part é.parquet`;
    expect(await asker.rows(`SELECT count(*) FROM read_parquet(['${part('01')}', '${part('02')}'])`)).toEqual(
      [[40_000]],
    );
    expect(await asker.rows(`SELECT count(*) FROM '${part('{01,03,11}')}'`)).toEqual([[60_000]]);
    expect(await asker.rows(`SELECT count(*) FROM '${part('1[0-1]')}'`)).toEqual([[40_000]]);
    expect(await asker.rows(`SELECT count(*) FROM '${part('?2')}'`)).toEqual([[40_000]]);
  });

  test('values keep what they are', async () => {
    const [row] = await asker.rows(
      `SELECT 9007199254740993::BIGINT, 12::BIGINT, 1.10::DECIMAL(9, 2), TIMESTAMP '2025-01-02 03:04:05.6', DATE '2025-01-02',
       TIMESTAMPTZ '2025-01-02 03:04:05+02', '\\xAB01'::BLOB, {'a': [1, 2]}, NULL, 'nan'::DOUBLE, true, 170141183460469231731687303715884105727::HUGEINT`,
    );
    expect(row).toEqual([
      '9007199254740993',
      12,
      '1.10',
      '2025-01-02T03:04:05.6',
      '2025-01-02',
      '2025-01-02T01:04:05Z',
      'ab3031',
      '{"a":[1,2]}',
      null,
      'NaN',
      true,
      '170141183460469231731687303715884105727',
    ]);
  });

  test.each([
    ['SUMMARIZE', 'SUMMARIZE FROM ALL', 6],
    ['EXPLAIN', 'EXPLAIN SELECT avg(amount) FROM ALL', 1],
    ['EXPLAIN ANALYZE', 'explain analyze SELECT avg(amount) FROM ALL;', 1],
    ['VALUES', 'VALUES (1), (2)', 2],
    ['the footers of files', 'SELECT DISTINCT file_name FROM parquet_metadata(ALL)', 12],
  ])('%s is a question', async (_name, sql, count) => {
    const rows = await asker.rows(sql.replace('ALL', all()));
    expect(rows).toHaveLength(count);
    expect(JSON.stringify(rows)).not.toContain(asker.folder);
  });

  test.each([
    [`COPY (SELECT 1) TO 'x.csv'`, 'query-statement'],
    [`CREATE TABLE t AS SELECT 1`, 'query-statement'],
    [`ATTACH 'x.db'`, 'query-statement'],
    [`INSTALL httpfs`, 'query-statement'],
    [`LOAD httpfs`, 'query-statement'],
    [`SET threads = 1`, 'query-statement'],
    [`PRAGMA database_list`, 'query-statement'],
    [`EXPLAIN COPY (SELECT 1) TO 'x.csv'`, 'query-statement'],
    [`-- nothing`, 'query-statement'],
    [`SELECT 1; DROP TABLE result`, 'query-one-statement'],
    [`SELECT * FROM read_csv('/etc/passwd')`, 'query-local-file'],
    [`SELECT * FROM read_text(['/etc/passwd'])`, 'query-local-file'],
    [`FROM '/etc/hosts.csv'`, 'query-local-file'],
    [`FROM glob('/etc/*')`, 'query-local-file'],
    [`FROM glob('s3://bucket/*')`, 'query-reader'],
    [`SELECT * FROM query('SELECT * FROM read_csv(''/etc/passwd'')')`, 'query-local-file'],
    [`FROM 's3://bucket'`, 'query-address'],
    [`FROM 's3://bucket/model.bin'`, 'query-format'],
  ])('%s is refused as %s', async (sql, reason) => {
    const last = (await asker.states(sql)).at(-1);
    expect(last?.failure).toMatchObject({ reason });
  });

  test('a mistake is told at its place in the text that was written', async () => {
    const at = async (sql: string) => (await asker.states(sql)).at(-1)?.failure;
    expect(await at(`SELECT é\nFORM x y z`)).toMatchObject({
      reason: 'query-invalid-at',
      values: { line: 2 },
    });
    const text = `SELECT amount,\n  "é",\n  missing\nFROM ${all()} WHERE mois = '01'`;
    expect(await at(text)).toMatchObject({
      reason: 'query-invalid-at',
      values: { line: 2, column: 3, position: text.indexOf('"é"') },
      field: 'sql',
    });
    const later = `SELECT a.i FROM ${all()} a JOIN ${all()} b ON a.i = b.nothing`;
    const failed = await at(later);
    expect(failed?.values).toMatchObject({ position: later.indexOf('b.nothing') });
    expect(JSON.stringify(failed)).not.toContain(asker.folder);
    expect(await at(`EXPLAIN SELECT nothing FROM ${all()}`)).toMatchObject({ values: { position: 15 } });
  });

  test('what is not there is named', async () => {
    const failed = async (sql: string) => (await asker.states(sql)).at(-1)?.failure;
    expect(await failed(`FROM 's3://${bucket}/none.parquet'`)).toMatchObject({
      code: 'not-found',
      reason: 'storage-no-object',
      values: { name: 'none.parquet' },
    });
    expect(await failed(`FROM 's3://${bucket}/none/*.parquet'`)).toMatchObject({
      code: 'not-found',
      reason: 'query-no-match',
      values: { name: `s3://${bucket}/none/*.parquet` },
    });
    expect(await failed(`FROM 's3://${bucket}-none/*.parquet'`)).toMatchObject({
      reason: 'storage-no-bucket',
    });
  });

  test('what is no Parquet file is told, by its address', async () => {
    const failed = (await asker.states(`FROM 's3://${bucket}/lying.parquet'`)).at(-1)?.failure;
    expect(failed?.words).toContain(`s3://${bucket}/lying.parquet`);
    const cut = (await asker.states(`FROM 's3://${bucket}/cut.parquet'`)).at(-1)?.failure;
    expect(cut).toBeDefined();
  });

  test('a question to begin with runs as it stands', async () => {
    const suggest = (place: { prefix: string; key?: string }) =>
      asker.queries.handlers.suggestQuery({ profile: name, bucket, ...place }, neverAborted());
    for (const place of [
      { prefix: 'sales/' },
      { prefix: 'sales/annee=2025/mois=02/', key: 'sales/annee=2025/mois=02/part é.parquet' },
      { prefix: '', key: 'odd [1] <a>:|é.txt' },
      { prefix: '', key: 'lines.jsonl' },
    ]) {
      const { sql } = await suggest(place);
      expect((await asker.states(sql)).at(-1)).toMatchObject({ state: 'done' });
    }
  });
});
