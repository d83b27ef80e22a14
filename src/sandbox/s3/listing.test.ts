import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as aws from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Catalogue } from './catalogue.ts';
import { openDatabase, transaction } from './database.ts';
import { listObjects } from './listing.ts';
import { startTestServer } from './testing/start.ts';
import type { TestServer } from './testing/start.ts';

let server: TestServer;
let client: aws.S3Client;
const Bucket = 'alice';
const keys = ['a', 'a/1', 'a/2', 'a/b/3', 'a0', 'b c+d/é', 'b c+d/ü', 'z', '\u{1f600}', '\uffee'];
beforeAll(async () => {
  server = await startTestServer();
  client = server.client();
  for (const Key of keys) await client.send(new aws.PutObjectCommand({ Bucket, Key, Body: Key }));
});
afterAll(() => server[Symbol.asyncDispose]());

/** UTF-8 bytes decide, not UTF-16: the emoji comes after U+FFEE. */
const inOrder = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

const list = (more: Partial<aws.ListObjectsV2CommandInput> = {}) =>
  client.send(new aws.ListObjectsV2Command({ Bucket, ...more }));
const names = (page: {
  Contents?: aws._Object[] | undefined;
  CommonPrefixes?: aws.CommonPrefix[] | undefined;
}) => [
  ...(page.Contents ?? []).map(({ Key }) => Key),
  ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
];

describe('listings', () => {
  test('all keys in the order of their bytes, by pages of any size', async () => {
    for (const MaxKeys of [1, 2, 3, 1000]) {
      const found: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ MaxKeys, ...(ContinuationToken ? { ContinuationToken } : {}) });
        found.push(...names(page));
        ContinuationToken = page.NextContinuationToken;
        expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
      } while (ContinuationToken);
      expect(found).toEqual(inOrder);
    }
  });

  test('folders, by pages too', async () => {
    expect(names(await list({ Delimiter: '/' }))).toEqual([
      'a',
      'a0',
      'z',
      '\uffee',
      '\u{1f600}',
      'a/',
      'b c+d/',
    ]);
    expect(names(await list({ Delimiter: '/', Prefix: 'a/' }))).toEqual(['a/1', 'a/2', 'a/b/']);
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({
        Delimiter: '/',
        MaxKeys: 1,
        ...(ContinuationToken ? { ContinuationToken } : {}),
      });
      found.push(...names(page));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(found).toEqual(['a', 'a/', 'a0', 'b c+d/', 'z', '\uffee', '\u{1f600}']);
  });

  test('start-after, owner, encoding, limits', async () => {
    expect(names(await list({ StartAfter: 'a/2', MaxKeys: 2 }))).toEqual(['a/b/3', 'a0']);
    expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.DisplayName).toBe('sandbox');
    expect((await list()).Contents?.[0]?.Owner).toBeUndefined();
    expect(names(await list({ EncodingType: 'url', Prefix: 'b' }))).toEqual([
      'b+c%2Bd/%C3%A9',
      'b+c%2Bd/%C3%BC',
    ]);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ ContinuationToken: '%%%' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ EncodingType: 'x' as 'url' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  test('the first version of the listing', async () => {
    const first = (more: Partial<aws.ListObjectsCommandInput>) =>
      client.send(new aws.ListObjectsCommand({ Bucket, ...more }));
    const page = await first({ MaxKeys: 2, Delimiter: '/' });
    expect(page).toMatchObject({ IsTruncated: true, NextMarker: 'a/' });
    expect(names(await first({ Marker: page.NextMarker, Delimiter: '/', MaxKeys: 1 }))).toEqual(['a0']);
  });
});

describe('listings of the catalogue itself', () => {
  const build = async (all: readonly string[]) => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-list-'));
    const database = openDatabase(join(folder, 'c.sqlite'));
    new Catalogue(database).createBucket('b', [], 0);
    const insert = database.prepare(
      `INSERT INTO versions (bucket, key, version, latest, marker, size, etag, modified, storage_class, headers, tags,
        parts, multipart) VALUES ('b', ?, 'null', 1, 0, 1, 'e', 0, 'STANDARD', '{}', '{}', '[]', 0)`,
    );
    transaction(database, () => all.forEach((key) => insert.run(key)));
    return {
      database,
      [Symbol.asyncDispose]: async () => {
        database.close();
        await rm(folder, { recursive: true });
      },
    };
  };

  test('any keys, prefix and page size give each key or folder once, in order', async () => {
    const letters = fc.constantFrom('a', 'b', '/', 'é', '\u{1f600}', '0');
    const key = fc.string({ unit: letters, minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 30 }),
        fc.string({ unit: letters, maxLength: 2 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('', '/', 'a/', 'é'),
        async (all, prefix, limit, delimiter) => {
          await using store = await build(all);
          const expected = new Set(
            all
              .filter((one) => one.startsWith(prefix))
              .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
              .map((one) => {
                const end = delimiter ? one.indexOf(delimiter, prefix.length) : -1;
                return end < 0 ? one : one.slice(0, end + delimiter.length);
              }),
          );
          const found: string[] = [];
          let after = '';
          for (;;) {
            const page = listObjects(store.database, { bucket: 'b', prefix, delimiter, after, limit });
            found.push(
              ...[...page.items.map((item) => item.key), ...page.prefixes].sort((a, b) =>
                Buffer.compare(Buffer.from(a), Buffer.from(b)),
              ),
            );
            expect(page.items.length + page.prefixes.length).toBeLessThanOrEqual(limit);
            if (page.next === undefined) break;
            after = page.next;
          }
          expect(found).toEqual([...expected]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('a page of 100,000 keys reads no more than a page', async () => {
    const all = Array.from(
      { length: 100_000 },
      (_, index) => `data/${String(index).padStart(6, '0')}.parquet`,
    );
    await using store = await build(all);
    const plan = store.database
      .prepare(
        `EXPLAIN QUERY PLAN SELECT key, size, etag, modified, storage_class FROM versions INDEXED BY current
          WHERE bucket = 'b' AND key > 'data/05' AND latest = 1 AND marker = 0 ORDER BY key LIMIT 1001`,
      )
      .all()
      .map((row) => String(row['detail']));
    expect(plan).toEqual([expect.stringContaining('SEARCH versions USING COVERING INDEX current')]);
    let count = 0;
    let after = '';
    for (;;) {
      const page = listObjects(store.database, {
        bucket: 'b',
        prefix: 'data/',
        delimiter: '',
        after,
        limit: 1000,
      });
      count += page.items.length;
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(count).toBe(100_000);
    const folders = listObjects(store.database, {
      bucket: 'b',
      prefix: '',
      delimiter: '/',
      after: '',
      limit: 1000,
    });
    expect(folders).toEqual({ items: [], prefixes: ['data/'], next: undefined });
  });
});
