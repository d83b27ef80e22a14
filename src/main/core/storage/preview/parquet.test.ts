import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLooking } from './testing/looking.ts';

const looking = startLooking();
let folder = '';
let duck: DuckDBInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sardonyx-parquet-'));
  duck = await DuckDBInstance.create(':memory:');
});
afterAll(async () => {
  duck.closeSync();
  await rm(folder, { recursive: true });
  await looking.close();
});

/** What DuckDB writes for a query. */
async function written(query: string, options = ''): Promise<Buffer> {
  const file = join(folder, `${Math.random()}.parquet`);
  const connection = await duck.connect();
  await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet${options && `, ${options}`})`);
  connection.closeSync();
  return readFile(file);
}

const types = `SELECT 9007199254740993::BIGINT AS big, 7::INTEGER AS small, 18446744073709551615::UBIGINT AS huge,
  -12.345::DECIMAL(9,3) AS dec, 12345678901234567890.12::DECIMAL(22,2) AS wide, 0.35::DECIMAL(4,2) AS cents,
  DATE '2025-01-31' AS day, TIMESTAMP '2025-01-31 10:20:30.123456' AS at, TIMESTAMPTZ '2025-01-31 10:20:30+00' AS utc,
  TIME '10:20:30.5' AS clock, 'cœur' AS text, '\\x00\\xFF'::BLOB AS raw, true AS yes, NULL::INTEGER AS nothing, 1.5::DOUBLE AS double,
  {'a': 9007199254740993::BIGINT, 'b': [1, 2]} AS nested, MAP {'k': 1} AS dict, uuid '00000000-0000-0000-0000-000000000001' AS id,
  INTERVAL 1 DAY AS span, 'NaN'::DOUBLE AS nan`;

const expected: Record<string, unknown> = {
  big: '9007199254740993',
  small: 7,
  huge: '18446744073709551615',
  dec: '-12.345',
  wide: '12345678901234567890.12',
  cents: '0.35',
  day: '2025-01-31',
  at: '2025-01-31T10:20:30.123456',
  utc: '2025-01-31T10:20:30Z',
  clock: '10:20:30.5',
  text: 'cœur',
  raw: '00ff',
  yes: true,
  nothing: null,
  double: 1.5,
  nested: '{"a":9007199254740993,"b":[1,2]}',
  dict: '{"k":1}',
  id: '00000000-0000-0000-0000-000000000001',
  nan: 'NaN',
};

describe('parquet', () => {
  test.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'])(
    'packed by %s shows exact values',
    async (codec) => {
      const preview = await looking.as('table', 'a.parquet', await written(types, `CODEC '${codec}'`));
      const [row = []] = preview.first;
      const cells = Object.fromEntries(preview.columns.map(({ name }, index) => [name, row[index]]));
      expect(cells).toMatchObject(expected);
      const names = Object.fromEntries(
        preview.columns.map(({ name, type, kind }) => [name, `${type} ${kind}`]),
      );
      expect(names).toMatchObject({
        big: 'INT64 number',
        dec: 'DECIMAL(9, 3) number',
        day: 'DATE time',
        utc: 'TIMESTAMP (UTC) time',
        text: 'STRING text',
        nested: 'STRUCT<a: INT64, b: LIST<INT32>> other',
        dict: 'MAP<STRING, INT32> other',
      });
      expect(preview.rowGroups?.[0]?.columns[0]?.compression).toMatch(new RegExp(codec, 'i'));
      expect(preview.createdBy).toContain('DuckDB');
    },
  );

  test('tells statistics over all row groups', async () => {
    const query = `SELECT i::BIGINT AS i, CASE WHEN i % 10 = 0 THEN NULL ELSE (i - 5000)::DECIMAL(9,2) END AS d, 'x' || i AS t FROM range(20000) r(i)`;
    const preview = await looking.as('table', 'a.parquet', await written(query, 'ROW_GROUP_SIZE 5000'));
    expect(preview.rows).toBe(20_000);
    expect(preview.rowGroups?.length).toBeGreaterThan(2);
    const [i, d] = preview.columns;
    expect(i).toMatchObject({ nulls: 0, min: 0, max: 19_999 });
    expect(d).toMatchObject({ nulls: 2_000, min: '-4999.00', max: '14999.00' });
    expect(preview.rowGroups?.[1]?.columns[0]?.name).toBe('i');
  });

  test('of 20 MB in 10 row groups: the first page, and any other, fetch a small part', async () => {
    const rows = 400_000;
    const bytes = Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'id', data: Array.from({ length: rows }, (_, index) => index), type: 'INT32' },
          { name: 'a', data: Array.from({ length: rows }, () => Math.random()), type: 'DOUBLE' },
          { name: 'b', data: Array.from({ length: rows }, () => Math.random()), type: 'DOUBLE' },
          {
            name: 't',
            data: Array.from({ length: rows }, () => Math.random().toString(36) + Math.random()).map((text) =>
              text.repeat(2),
            ),
            type: 'STRING',
          },
        ],
        rowGroupSize: rows / 10,
      }),
    );
    expect(bytes.length).toBeGreaterThan(18_000_000);
    const opened = looking.open('big.parquet', bytes);
    const preview = await looking.look(opened);
    expect(preview).toMatchObject({ kind: 'table', rows });
    expect(preview.kind === 'table' && preview.rowGroups?.length).toBe(10);
    expect(preview.bytesFetched).toBeLessThan(bytes.length / 8);
    const page = await looking.rows(opened, 205_000, 200, { columns: ['id'] });
    expect(page.rows.map(([id]) => id)).toEqual(Array.from({ length: 200 }, (_, index) => 205_000 + index));
    expect(page.bytesFetched).toBeLessThan(300_000);
    expect((await looking.rows(opened, 205_000, 200, { columns: ['id'] })).bytesFetched).toBe(0);
    const border = await looking.rows(opened, 29_990, 20, { columns: ['t', 'id'] });
    expect(border.columns).toEqual(['t', 'id']);
    expect(border.rows.map((row) => row[1])).toEqual(
      Array.from({ length: 20 }, (_, index) => 29_990 + index),
    );
    expect((await looking.rows(opened, rows, 10)).rows).toEqual([]);
  });

  test('in one large row group of one page a column, nothing is fetched twice', async () => {
    const bytes = await written(
      `SELECT i, random() AS a, random() AS b, md5(i::VARCHAR) AS t FROM range(600000) r(i)`,
      'ROW_GROUP_SIZE 1000000',
    );
    expect(bytes.length).toBeGreaterThan(15_000_000);
    const opened = looking.open('one.parquet', bytes);
    const preview = await looking.look(opened);
    expect(preview.kind === 'table' && preview.first.length).toBe(100);
    expect(preview.bytesFetched).toBeLessThan(bytes.length * 1.01);
    const last = await looking.rows(opened, 599_995, 10, { columns: ['i'] });
    expect(last.rows.map(([i]) => i)).toEqual([599_995, 599_996, 599_997, 599_998, 599_999]);
  });

  test('in one large row group of many pages, the first rows come from the beginning of each chunk', async () => {
    const data = Array.from({ length: 1_000_000 }, () => Math.random());
    const bytes = Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'a', data, type: 'DOUBLE', offsetIndex: false },
          { name: 'b', data, type: 'DOUBLE', offsetIndex: false },
        ],
        rowGroupSize: 1_000_000,
        pageSize: 100_000,
      }),
    );
    const opened = looking.open('one.parquet', bytes);
    const preview = await looking.look(opened);
    expect(preview.kind === 'table' && preview.first[99]).toEqual([data[99], data[99]]);
    expect(preview.bytesFetched).toBeLessThan(1_000_000);
    const page = await looking.rows(opened, 100_000, 1);
    expect(page.rows).toEqual([[data[100_000], data[100_000]]]);
    expect(page.bytesFetched).toBeLessThan(bytes.length / 3);
  });

  test('without rows shows its columns', async () => {
    const preview = await looking.as('table', 'a.parquet', await written('SELECT 1 AS a WHERE false'));
    expect(preview).toMatchObject({ rows: 0, first: [], columns: [{ name: 'a' }] });
  });

  test('with another name is still parquet', async () => {
    const preview = await looking.as('table', 'a.csv', await written('SELECT 1 AS a'));
    expect(preview).toMatchObject({ format: 'parquet', mismatch: { extension: 'csv', found: 'parquet' } });
  });

  test('that lies about the size of its footer is told so', async () => {
    const bytes = await written('SELECT 1 AS a');
    bytes.writeUInt32LE(0x7fffffff, bytes.length - 8);
    const preview = await looking.as('broken', 'a.parquet', bytes);
    expect(preview.problem.reason).toBe('preview-lying');
  });

  test('whose every single byte of the footer is changed never hangs, and never breaks the core', async () => {
    const bytes = await written('SELECT i, i::VARCHAR AS t, [i] AS l FROM range(50) r(i)');
    const footer = bytes.readUInt32LE(bytes.length - 8);
    for (let at = bytes.length - 8 - footer; at < bytes.length; at += 3)
      for (const value of [0, 0x7f, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        const preview = await looking.at('a.parquet', changed);
        expect(['table', 'broken', 'bytes', 'text']).toContain(preview.kind);
      }
  });
});
