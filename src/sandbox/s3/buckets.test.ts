import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as aws from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { send } from './testing/signed-request.ts';
import { startTestServer } from './testing/start.ts';
import type { TestServer } from './testing/start.ts';

let server: TestServer;
let client: aws.S3Client;
beforeAll(async () => {
  server = await startTestServer();
  client = server.client();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('buckets', () => {
  test('are made, found, refused and removed', async () => {
    const create = (Bucket: string) => client.send(new aws.CreateBucketCommand({ Bucket }));
    await create('made.here-1');
    await expect(create('made.here-1')).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    for (const name of ['ab', '-abc', 'a..b', '192.168.1.1', 'x'.repeat(64)])
      await expect(create(name)).rejects.toMatchObject({ name: 'InvalidBucketName' });
    await client.send(new aws.HeadBucketCommand({ Bucket: 'made.here-1' }));
    expect(await client.send(new aws.GetBucketLocationCommand({ Bucket: 'made.here-1' }))).not.toHaveProperty(
      'LocationConstraint',
      'x',
    );
    await client.send(new aws.PutObjectCommand({ Bucket: 'made.here-1', Key: 'x', Body: 'x' }));
    const remove = () => client.send(new aws.DeleteBucketCommand({ Bucket: 'made.here-1' }));
    await expect(remove()).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      $metadata: { httpStatusCode: 409 },
    });
    await client.send(new aws.DeleteObjectCommand({ Bucket: 'made.here-1', Key: 'x' }));
    await remove();
    await expect(client.send(new aws.HeadBucketCommand({ Bucket: 'made.here-1' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('answer CORS by their rules, and every origin without any', async () => {
    const Bucket = 'bob';
    const ask = (origin: string, method: string) =>
      send(
        server.s3.url,
        'OPTIONS',
        `/${Bucket}/x`,
        {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization',
        },
        Buffer.alloc(0),
      );
    expect(await ask('http://any.test', 'PUT')).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'http://any.test',
        'access-control-allow-headers': 'authorization',
      },
    });
    const CORSRules = [
      { AllowedOrigins: ['http://one.test'], AllowedMethods: ['GET'], AllowedHeaders: ['*'] },
    ];
    await client.send(new aws.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    expect((await client.send(new aws.GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules);
    expect((await ask('http://one.test', 'GET')).status).toBe(200);
    expect(await ask('http://one.test', 'PUT')).toMatchObject({ status: 403, code: 'AccessForbidden' });
    expect((await ask('http://two.test', 'GET')).status).toBe(403);
    const plain = await fetch(`${server.s3.url}/${Bucket}/x`, { headers: { origin: 'http://one.test' } });
    expect(plain.headers.get('access-control-allow-origin')).toBe('http://one.test');
    await client.send(new aws.DeleteBucketCorsCommand({ Bucket }));
    await expect(client.send(new aws.GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchCORSConfiguration',
    });
  });

  test('tell what was never configured', async () => {
    const Bucket = 'alice';
    await expect(client.send(new aws.GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
    });
    await expect(client.send(new aws.GetObjectLockConfigurationCommand({ Bucket }))).rejects.toMatchObject({
      name: 'ObjectLockConfigurationNotFoundError',
    });
    expect((await client.send(new aws.GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect((await client.send(new aws.GetBucketAclCommand({ Bucket }))).Grants).toMatchObject([
      { Permission: 'FULL_CONTROL' },
    ]);
  });
});

describe('versions', () => {
  const Bucket = 'projet-nace';
  const versioning = (Status: 'Enabled' | 'Suspended') =>
    client.send(new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const put = async (Key: string, Body: string) =>
    (await client.send(new aws.PutObjectCommand({ Bucket, Key, Body }))).VersionId;
  const get = async (Key: string, VersionId?: string) => {
    const answer = await client.send(
      new aws.GetObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }),
    );
    return answer.Body?.transformToString();
  };
  const remove = (Key: string, VersionId?: string) =>
    client.send(new aws.DeleteObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }));
  const list = (more = {}) => client.send(new aws.ListObjectVersionsCommand({ Bucket, ...more }));

  test('are kept, hidden, brought back and removed for good', async () => {
    expect(await put('k', 'before')).toBeUndefined();
    await versioning('Enabled');
    const one = await put('k', 'one');
    const two = await put('k', 'two');
    expect([await get('k'), await get('k', one), await get('k', 'null')]).toEqual(['two', 'one', 'before']);
    const hidden = await remove('k');
    expect(hidden).toMatchObject({ DeleteMarker: true });
    const marker = hidden.VersionId ?? '';
    await expect(get('k')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('k', marker)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
    await expect(get('k', 'nonsense')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(get('k', '3f1c0c60-9d3b-4f6e-8d2a-111111111111')).rejects.toMatchObject({
      name: 'NoSuchVersion',
    });
    expect((await client.send(new aws.ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    const all = await list();
    expect(all.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [two, false],
      [one, false],
      ['null', false],
    ]);
    expect(all.DeleteMarkers).toMatchObject([{ VersionId: marker, IsLatest: true }]);
    await remove('k', marker);
    expect(await get('k')).toBe('two');
    await remove('k', two);
    expect(await get('k')).toBe('one');
  });

  test('suspended: the null version is replaced, the others stay', async () => {
    await versioning('Enabled');
    const kept = await put('s', 'kept');
    await versioning('Suspended');
    await put('s', 'null one');
    await put('s', 'null two');
    expect((await list({ Prefix: 's' })).Versions?.map(({ VersionId }) => VersionId)).toEqual(['null', kept]);
    await remove('s');
    const after = await list({ Prefix: 's' });
    expect(after.DeleteMarkers).toMatchObject([{ VersionId: 'null', IsLatest: true }]);
    expect(after.Versions?.map(({ VersionId }) => VersionId)).toEqual([kept]);
    expect(await get('s', kept)).toBe('kept');
    await expect(
      client.send(
        new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'X' as 'Enabled' } }),
      ),
    ).rejects.toMatchObject({ name: 'IllegalVersioningConfigurationException' });
  });

  test('are listed by pages within a key and by folders', async () => {
    await versioning('Enabled');
    const ids: (string | undefined)[] = [];
    for (const text of ['1', '2', '3', '4', '5']) ids.unshift(await put('p/many', text));
    await put('p/sub/x', 'x');
    const found: (string | undefined)[] = [];
    let markers = {};
    for (;;) {
      const page = await list({ Prefix: 'p/many', MaxKeys: 2, ...markers });
      found.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
      if (!page.IsTruncated) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(found).toEqual(ids);
    expect((await list({ Prefix: 'p/', Delimiter: '/' })).CommonPrefixes).toEqual([{ Prefix: 'p/sub/' }]);
  });
});

test('a restart keeps buckets, objects, uploads, policies, versions and what was half written is gone', async () => {
  await using own = await startTestServer();
  const before = own.client();
  const Bucket = 'alice';
  await before.send(new aws.PutObjectCommand({ Bucket, Key: 'k', Body: 'kept', Metadata: { a: 'b' } }));
  await before.send(
    new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const { UploadId } = await before.send(new aws.CreateMultipartUploadCommand({ Bucket, Key: 'm' }));
  const part = { Bucket, Key: 'm', UploadId, PartNumber: 1 };
  const { ETag, ChecksumCRC32 } = await before.send(new aws.UploadPartCommand({ ...part, Body: 'part' }));
  await writeFile(join(own.folder, 'incoming', 'half-written'), 'half');
  await own.restart();
  const after = own.client();
  const read = await after.send(new aws.GetObjectCommand({ Bucket, Key: 'k' }));
  expect([await read.Body?.transformToString(), read.Metadata]).toEqual(['kept', { a: 'b' }]);
  expect((await after.send(new aws.GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  expect((await fetch(`${own.s3.url}/diffusion?list-type=2`)).status).toBe(200);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] };
  await after.send(new aws.CompleteMultipartUploadCommand({ Bucket, Key: 'm', UploadId, MultipartUpload }));
  const made = await after.send(new aws.GetObjectCommand({ Bucket, Key: 'm' }));
  expect(await made.Body?.transformToString()).toBe('part');
  expect(await readdir(join(own.folder, 'incoming'))).toEqual([]);
});

test('an upload that is cut leaves the object as it was and no file behind', async () => {
  await using own = await startTestServer();
  const s3 = own.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const target = { Bucket: 'alice', Key: 'k' };
  await s3.send(new aws.PutObjectCommand({ ...target, Body: 'first' }));
  const incoming = () => readdir(join(own.folder, 'incoming'));
  const cut = new AbortController();
  const bytes = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.alloc(1 << 20);
    await vi.waitFor(async () => expect(await incoming()).toHaveLength(1));
    cut.abort();
    await new Promise(() => undefined);
  };
  const upload = new aws.PutObjectCommand({
    ...target,
    Body: Readable.from(bytes()),
    ContentLength: 2 << 20,
  });
  await expect(s3.send(upload, { abortSignal: cut.signal })).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(async () => expect(await incoming()).toEqual([]));
  const read = await s3.send(new aws.GetObjectCommand(target));
  expect(await read.Body?.transformToString()).toBe('first');
});
