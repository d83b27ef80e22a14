import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { tarOf } from './testing/files.ts';
import { startLooking } from './testing/looking.ts';

const looking = startLooking();
afterAll(() => looking.close());

describe('an archive', () => {
  test('zip is listed by its directory, of which alone bytes are fetched', async () => {
    const noise = Buffer.from(Array.from({ length: 3_000_000 }, () => Math.floor(Math.random() * 256)));
    const bytes = zipSync(
      { 'data/é.csv': strToU8('a,b'), 'big.bin': [noise, { level: 0 }] },
      { mtime: new Date(2025, 0, 31) },
    );
    const preview = await looking.as('archive', 'a.zip', bytes);
    expect(preview.entries.map(({ name, size }) => [name, size])).toEqual([
      ['data/é.csv', 3],
      ['big.bin', 3_000_000],
    ]);
    expect(preview.entries[0]?.modified).toBe(Date.UTC(2025, 0, 31));
    expect(preview.bytesFetched).toBeLessThan(100_000);
  });

  test('tar is listed by its headers, long names too', async () => {
    const long = `${'x'.repeat(120)}.txt`;
    const bytes = tarOf([
      { name: 'a.txt', size: 3 },
      { name: '././@LongLink', size: long.length + 1, type: 'L', body: Buffer.from(`${long}\0`) },
      { name: 'cut', size: 600_000 },
      { name: 'last', size: 0 },
    ]);
    const preview = await looking.as('archive', 'a.tar', bytes);
    expect(preview.entries.map(({ name, size }) => [name, size])).toEqual([
      ['a.txt', 3],
      [long, 600_000],
      ['last', 0],
    ]);
    expect(preview.truncated).toBe(false);
    expect(preview.bytesFetched).toBeLessThan(400_000);
    const packed = await looking.as('archive', 'a.tar.gz', gzipSync(bytes));
    expect(packed.entries).toEqual(preview.entries);
    expect((await looking.as('archive', 'a.bin', gzipSync(bytes))).entries).toHaveLength(3);
  });

  test('gzip of one file names it', async () => {
    const preview = await looking.as('archive', 'd/model.bin.gz', gzipSync(Buffer.alloc(1_000_000)));
    expect(preview.entries).toEqual([{ name: 'model.bin', size: 1_000_000 }]);
  });

  test('with a model of PyTorch in it is named, not opened', async () => {
    const bytes = zipSync({ 'archive/data.pkl': strToU8('x') });
    expect(await looking.as('named', 'weights.bin', bytes)).toMatchObject({
      format: 'pytorch',
      reason: 'code',
    });
  });

  test('whose directory points nowhere is told so', async () => {
    const bytes = Buffer.from(zipSync({ a: strToU8('x') }));
    bytes.writeUInt32LE(0x7fffffff, bytes.length - 6);
    expect((await looking.as('broken', 'a.zip', bytes)).problem.reason).toBe('preview-lying');
  });
});
