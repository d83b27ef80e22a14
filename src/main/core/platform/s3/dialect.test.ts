import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import { dialectOf, learnDialect, offers, productOf, rememberDialect, type KnownDialect } from './dialect.ts';
import { tryDialect, writesConditionally } from './dialect-tries.ts';
import type { S3Endpoint, S3Request } from './endpoint.ts';
import { openStore, type TestStore } from './testing/stores.ts';

describe('what answers betray', () => {
  test.each([
    ['MinIO', { server: 'MinIO' }],
    ['MinIO', { server: 'nginx', 'x-minio-deployment-id': 'x' }],
    ['Ceph', { 'x-amz-request-id': 'tx00000000000000000002d-0065a1b2c3-1234-default' }],
    ['Ceph', { server: 'Ceph Object Gateway (squid)' }],
    ['Garage', { server: 'Garage' }],
    ['SeaweedFS', { server: 'SeaweedFS 30GB 3.71' }],
    ['AWS', { server: 'AmazonS3' }],
    ['S3', { server: 'nginx', 'x-amz-request-id': 'tx-1' }],
    ['S3', {}],
  ])('%s by %j', (product, headers) => {
    expect(productOf(headers as Record<string, string>)).toBe(product);
  });

  test('a refusal says no, nothing configured says yes, no rights say nothing', () => {
    expect(offers(failure('unsupported', ''))).toBe(false);
    expect(
      offers(failure('not-found', '', { words: 'NoSuchBucketPolicy: none' }), ['NoSuchBucketPolicy']),
    ).toBe(true);
    expect(offers(failure('forbidden', '', { reason: 'storage-forbidden' }))).toBeUndefined();
  });
});

describe('trying a server', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore('sandbox');
  });
  afterAll(() => store[Symbol.asyncDispose]());

  /** The server as it would be if it did not know these headers. */
  const without = (names: readonly string[]): S3Endpoint => ({
    ...store.endpoint,
    send: (request: S3Request) =>
      store.endpoint.send({
        ...request,
        headers: Object.fromEntries(
          Object.entries(request.headers ?? {}).filter(([name]) => !names.includes(name)),
        ),
      }),
  });

  test.each([
    ['if-none-match', { conditionalWrites: false, checksums: true }],
    ['if-match', { conditionalWrites: false, checksums: true }],
    ['x-amz-checksum-crc32', { conditionalWrites: true, checksums: false }],
  ])('one that ignores %s is found out, and nothing is left', async (header, expected) => {
    const bucket = await store.bucket({ versioning: true });
    const found = await tryDialect(without([header]), bucket, { clock: Date.now });
    expect(found).toMatchObject(expected);
    const left = await store.endpoint.send({ method: 'GET', bucket, query: { versions: '' } });
    expect(await left.text()).not.toMatch(/<(Version|DeleteMarker)>/);
  });

  test('where the person may not write, what needs writing stays open', async () => {
    const bucket = await store.bucket();
    const found = await tryDialect(store.connect(), bucket, { clock: () => 7 });
    expect(found).toEqual({ product: 'S3', triedAt: 7 });
    expect(await writesConditionally(store.connect(), bucket)).toBeUndefined();
  });

  test('is done once an endpoint', async () => {
    const bucket = await store.bucket();
    const endpoint = without([]);
    const told: KnownDialect[] = [];
    rememberDialect(endpoint, { product: 'Sandbox', triedAt: 1 }, (known) => told.push(known));
    expect(await writesConditionally(endpoint, bucket)).toBe(true);
    expect(told).toMatchObject([{ product: 'Sandbox', conditionalWrites: true }]);
    learnDialect(endpoint, { conditionalWrites: false });
    expect(await writesConditionally(endpoint, bucket)).toBe(false);
    expect(dialectOf(endpoint)).toMatchObject({ product: 'Sandbox', conditionalWrites: false });
  });

  test('a server that does not answer is not judged', async () => {
    await store.fault({ cut: true });
    await expect(tryDialect(store.connect(), 'alice', { clock: Date.now })).rejects.toMatchObject({
      code: 'unreachable',
    });
    await store.clearFaults();
  });
});
