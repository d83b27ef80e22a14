import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodePart } from './decode-part.ts';
import { encodePart, type PartKind, type WrittenRecords } from './encode-part.ts';
import { factsOf } from './shape.ts';
import { sampleCampaign, sampleDecision, sampleItems } from './testing/campaign-store.ts';

const campaign = sampleCampaign('duck');
const items = sampleItems(campaign);
const decisions = items.map((item) => ({ decision: sampleDecision(item), item }));

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-duck-'))));
afterEach(() => rm(folder, { recursive: true }));

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const duck = await DuckDBInstance.create();
  const connection = await duck.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    duck.closeSync();
  }
}

async function save<Kind extends PartKind>(kind: Kind, records: WrittenRecords[Kind][]): Promise<string> {
  const file = path.join(folder, `${kind}.parquet`);
  await writeFile(file, Buffer.from(encodePart(kind, records, factsOf(campaign), [])));
  return file;
}

const sparse = (bytes: Buffer) => ({ name: 'x.parquet', size: bytes.length, pieces: [{ start: 0, bytes }] });

describe('DuckDB', () => {
  test('reads items with the types that they have', async () => {
    const file = await save('items', items);
    const types = await ask(`DESCRIBE SELECT * FROM '${file}'`);
    expect(Object.fromEntries(types.map((row) => [row['column_name'], row['column_type']]))).toMatchObject({
      task_id: 'VARCHAR',
      nature: 'VARCHAR',
      multiplicity: 'INTEGER',
      N_h: 'BIGINT',
      incl_prob: 'DOUBLE',
      weight: 'DOUBLE',
      seed: 'BIGINT',
      IC: 'DOUBLE',
      suggestions: 'STRUCT(rank INTEGER, code VARCHAR, prob DOUBLE)[]',
    });
    const [row] = await ask(
      `SELECT task_id, N_h, weight, seed, purpose, known_code, suggestions[1].code AS best, other_variables->>'emetteur' AS emetteur FROM '${file}'`,
    );
    expect(row).toEqual({
      task_id: items[0]?.id,
      N_h: '90',
      weight: 22.5,
      seed: String(2 ** 40),
      purpose: 'gold',
      known_code: '0111Z',
      best: '4721Z',
      emetteur: 'INPI',
    });
  });

  test('reads decisions: dot-less codes, times as times', async () => {
    const file = await save('decisions', decisions);
    const [row] = await ask(
      `SELECT code_first, code_final, annotated_at, lead_time_ms, replaces, flagged, typeof(annotated_at) AS type, typeof(difficulty) AS difficulty FROM '${file}' LIMIT 1`,
    );
    expect(row).toEqual({
      code_first: '0113Z',
      code_final: '4721Z',
      annotated_at: '2023-11-14 22:15:23.456',
      lead_time_ms: 4321,
      replaces: ['d-0', 'd-1'],
      flagged: false,
      type: 'TIMESTAMP',
      difficulty: 'INTEGER',
    });
  });

  test.each(['zstd', 'gzip', 'uncompressed'])(
    'may write a part anew (%s): other widths of numbers, more columns, no marks of ours',
    async (codec) => {
      const file = await save('decisions', decisions);
      const copy = path.join(folder, 'copy.parquet');
      await ask(
        `COPY (SELECT * REPLACE (round::BIGINT AS round, annotated_at::TIMESTAMP_NS AS annotated_at), 1 AS more FROM '${file}') TO '${copy}' (FORMAT parquet, COMPRESSION ${codec})`,
      );
      const { records, problem } = await decodePart('decisions', sparse(await readFile(copy)));
      expect(problem).toBeUndefined();
      expect(records).toEqual(decisions.map(({ decision }) => decision));
    },
  );

  test('rows that it spoilt are counted and named, the others are read', async () => {
    const file = await save('decisions', decisions);
    const copy = path.join(folder, 'copy.parquet');
    await ask(
      `COPY (SELECT * REPLACE (CASE WHEN task_id = '${items[1]?.id}' THEN 'maybe' ELSE status END AS status) FROM '${file}') TO '${copy}' (FORMAT parquet)`,
    );
    const { records, problem } = await decodePart('decisions', sparse(await readFile(copy)));
    expect(records).toHaveLength(decisions.length - 1);
    expect(problem?.data).toMatchObject({
      code: 'invalid-input',
      reason: 'part-rows',
      values: { name: 'x.parquet', rows: 1, row: 2 },
      words: expect.stringContaining('status') as string,
    });
  });

  test('a column that is missing makes it another schema', async () => {
    const file = await save('decisions', decisions);
    const copy = path.join(folder, 'copy.parquet');
    await ask(`COPY (SELECT * EXCLUDE (status) FROM '${file}') TO '${copy}' (FORMAT parquet)`);
    await expect(decodePart('decisions', sparse(await readFile(copy)))).rejects.toMatchObject({
      data: { reason: 'part-foreign', values: { columns: 'status' } },
    });
  });
});

test('a part of the next major version is refused as such', async () => {
  const bytes = Buffer.from(encodePart('items', items, factsOf(campaign), []));
  const mark = bytes.indexOf('items/1');
  bytes.write('items/2', mark);
  await expect(decodePart('items', sparse(bytes))).rejects.toMatchObject({
    data: { code: 'unsupported', reason: 'part-newer', values: { version: '2' } },
  });
});

test('codes of a nomenclature whose dots do not follow from their form come back as they were', async () => {
  const [item] = items;
  const odd = { ...item!, knownCode: 'A.1.b' };
  const bytes = Buffer.from(encodePart('items', [odd, item!], factsOf(campaign), []));
  expect((await decodePart('items', sparse(bytes))).records).toEqual([odd, item]);
});

test('the same records give the same bytes', () => {
  const encode = () => Buffer.from(encodePart('decisions', decisions, factsOf(campaign), []));
  expect(encode().equals(encode())).toBe(true);
});

test('a footer that claims row groups beyond the file is damage, not an allocation', async () => {
  const bytes = Buffer.from(encodePart('items', items, factsOf(campaign), []));
  for (let cut = 0; cut < bytes.length; cut += 97) {
    const spoilt = Buffer.from(bytes);
    spoilt[cut] = 0xff - (spoilt[cut] ?? 0);
    const read = await decodePart('items', sparse(spoilt)).catch((error: unknown) => error);
    if (read instanceof Error) expect(read).toMatchObject({ name: 'Failure' });
  }
});
