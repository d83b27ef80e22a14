import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { Preview } from '../../../../shared/contract/storage/preview.ts';
import { createReaderThreads, usualLimits } from './reader-threads.ts';
import { openDocument, savOf, tarOf, workbook } from './testing/files.ts';
import { startLooking } from './testing/looking.ts';

const looking = startLooking();
const files = new Map<string, Uint8Array>();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sardonyx-hostile-'));
  const duck = await DuckDBInstance.create(':memory:');
  const connection = await duck.connect();
  const file = join(folder, 'a.parquet');
  await connection.run(
    `COPY (SELECT i, i::VARCHAR AS t, [i, i] AS l, i::DECIMAL(9,2) AS d FROM range(2000) r(i)) TO '${file}' (FORMAT parquet, CODEC 'zstd')`,
  );
  files.set('a.parquet', await readFile(file));
  connection.closeSync();
  duck.closeSync();
  await rm(folder, { recursive: true });
  const rows = Array.from(
    { length: 50 },
    (_, index) => `<row><c t="inlineStr"><is><t>é${index}</t></is></c></row>`,
  ).join('');
  files.set('a.xlsx', workbook({ A: rows }));
  files.set(
    'a.ods',
    openDocument(
      '<table:table table:name="A"><table:table-row><table:table-cell/></table:table-row></table:table>',
    ),
  );
  files.set('a.zip', zipSync({ a: strToU8('x'.repeat(1000)), b: strToU8('y') }));
  files.set(
    'a.tar',
    tarOf([
      { name: 'a', size: 700 },
      { name: 'b', size: 3 },
    ]),
  );
  files.set('a.tgz', gzipSync(files.get('a.tar') ?? ''));
  files.set('a.csv.gz', gzipSync('a;b\n1;2\n'.repeat(50)));
  const fields = [
    { name: 'A', width: 0 },
    { name: 'B', width: 9 },
  ];
  for (const compression of [0, 1, 2] as const)
    files.set(
      `${compression}.sav`,
      savOf(
        fields,
        [
          [1, 'x'],
          [2.5, 'y'],
        ],
        { compression, long: 'A=long' },
      ),
    );
  files.set('a.csv', Buffer.from('nom;"âge ""x"""\nZoé;"3\n4"\n'.repeat(20)));
  files.set('a.json', Buffer.from('[{"a":1,"b":"é\\""},{"a":[1,{}]}]'));
  files.set('a.jsonl', Buffer.from('{"a":1}\n{"a":2}\n'));
  files.set(
    'a.ipynb',
    Buffer.from('{"nbformat":4,"cells":[{"cell_type":"code","source":"1","outputs":[]}]}'),
  );
  files.set('a.txt', Buffer.from('\ufeffété', 'utf16le'));
});
afterAll(() => looking.close());

/** A preview, or a Failure: nothing else comes out. */
async function holds(name: string, bytes: Uint8Array): Promise<void> {
  const opened = looking.open(name, bytes);
  const preview = await looking.look(opened);
  expect(Preview.safeParse(preview).error).toBeUndefined();
  if (preview.kind === 'broken') expect(preview.problem.reason).toMatch(/^preview-/);
  try {
    await looking.rows(opened, 1, 3);
  } catch (error) {
    expect(isFailure(error)).toBe(true);
  }
}

describe('a hostile file', () => {
  test('cut anywhere gives a preview, or says what is wrong', async () => {
    for (const [name, bytes] of files) {
      const stride = Math.max(1, Math.floor(bytes.length / 60));
      for (let length = 0; length <= bytes.length; length += stride)
        await holds(name, bytes.subarray(0, length));
    }
  });

  test('with any bytes changed gives a preview, or says what is wrong', { timeout: 120_000 }, async () => {
    const names = [...files.keys()];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 8,
        }),
        async (name, changes) => {
          const bytes = Buffer.from(files.get(name) ?? '');
          for (const [place, value] of changes) bytes[Math.floor(place * (bytes.length - 1))] = value;
          await holds(name, bytes);
        },
      ),
      { numRuns: 600, interruptAfterTimeLimit: 60_000 },
    );
  });

  test('any bytes under any name give a preview', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom(...files.keys(), 'a', 'a.dbf', 'a.md', 'a.dta'),
        (bytes, name) => holds(name, bytes),
      ),
      { numRuns: 200 },
    );
  });

  test('a bomb of gzip is stopped', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    expect((await looking.as('broken', 'a.tar.gz', bomb)).problem.reason).toBe('preview-bomb');
    expect((await looking.as('broken', 'a.csv.gz', bomb)).bytesFetched).toBeLessThan(400_000);
    expect(['text', 'bytes', 'table']).toContain((await looking.at('a.txt', bomb, 'gzip')).kind);
  });

  test('that takes too long is given up, and the next one is read all the same', async () => {
    const threads = createReaderThreads({ ...usualLimits, time: 3_000 });
    const head = savOf([{ name: 'A', width: 0 }], [], { compression: 1 });
    head.writeInt32LE(-1, 80);
    const bytes = Buffer.concat([head, Buffer.alloc(400 * 1024 * 1024, 101)]);
    const job = { what: 'rows', name: 'a.sav', packed: false } as const;
    const long = { ...job, parser: 'sav', size: bytes.length, from: 1_000_000_000, count: 1 } as const;
    await expect(threads.run(long, async (start, end) => bytes.subarray(start, end))).rejects.toMatchObject({
      data: { reason: 'preview-too-slow', values: { name: 'a.sav' } },
    });
    const small = Buffer.from('[{"a":1}]');
    const short = { ...job, parser: 'json', size: small.length, from: 0, count: 1 } as const;
    const page = await threads.run(short, async (start, end) => small.subarray(start, end));
    expect(page.rows).toEqual([[1]]);
    await threads.close();
  });

  test('that takes too much memory is given up', { timeout: 90_000 }, async () => {
    const few = startLooking({ growth: 150 * 1024 * 1024 });
    const strings = Array.from(
      { length: 1_500_000 },
      (_, index) => `<t>${index} ${index * 7} and so on and on and on</t>`,
    );
    const large = workbook({ A: '<row><c t="s"><v>1</v></c></row>' }, { strings });
    expect((await few.as('broken', 'a.xlsx', large)).problem.reason).toBe('preview-too-big');
    expect((await few.at('a.csv', 'a,b\n1,2\n')).kind).toBe('table');
    await few.close();
  });

  test('of JSON with more values than fit is not parsed', async () => {
    const dense = `{"nbformat":4,"cells":[${'{},'.repeat(8_000_000)}{}]}`;
    expect((await looking.as('broken', 'a.ipynb', dense)).problem.reason).toBe('preview-too-big');
  });

  test('of parquet whose page claims a billion values ends in words', async () => {
    const bytes = Buffer.from(files.get('a.parquet') ?? '');
    for (let at = 4; at < 60; at++) {
      const changed = Buffer.from(bytes);
      // The largest number of five bytes in Thrift's compact protocol, wherever a count may stand.
      Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f]).copy(changed, at);
      await holds('a.parquet', changed);
    }
  });

  test('whose bytes cannot be had is no broken file: the failure of the network comes out', async () => {
    const opened = looking.open('a.parquet', files.get('a.parquet') ?? new Uint8Array(0));
    let asked = 0;
    const gone = {
      ...opened,
      read: async (...range: Parameters<typeof opened.read>) => {
        if (asked++ > 0) throw failure('unreachable', 'Gone', { reason: 'storage-short' });
        return (await opened.read(...range)).subarray(0, 64);
      },
    };
    await expect(looking.look(gone)).rejects.toMatchObject({ data: { reason: 'storage-short' } });
  });

  test('that nobody waits for any more is left', async () => {
    const threads = createReaderThreads();
    const abort = new AbortController();
    const job = { what: 'preview', parser: 'csv', name: 'a.csv', size: 10, packed: false } as const;
    const never = threads.run(
      job,
      () => {
        abort.abort();
        return new Promise(() => undefined);
      },
      abort.signal,
    );
    await expect(never).rejects.toMatchObject({ data: { code: 'cancelled' } });
    await threads.close();
  });
});
