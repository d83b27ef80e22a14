import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import * as aws from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './testing/start.ts';
import type { TestServer } from './testing/start.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const md5 = (data: string | Buffer): string => createHash('md5').update(data).digest('hex');

describe.each([
  ['its defaults', {}],
  [
    'checksums only when required',
    { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
  ],
] as const)('the AWS SDK with %s', (title, config) => {
  const Bucket = `objects-${title.length}`;
  let client: aws.S3Client;
  beforeAll(async () => {
    client = server.client(config);
    await client.send(new aws.CreateBucketCommand({ Bucket }));
  });
  const put = (Key: string, Body: string | Buffer = Key, more: Partial<aws.PutObjectCommandInput> = {}) =>
    client.send(new aws.PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = async (Key: string, more: Partial<aws.GetObjectCommandInput> = {}) => {
    const answer = await client.send(new aws.GetObjectCommand({ Bucket, Key, ...more }));
    return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
  };

  test('an object comes back as it was put, with what was said of it', async () => {
    const bytes = randomBytes(300_000);
    const said = {
      ContentType: 'text/csv',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment; filename="é.csv"'.replace('é', 'e'),
      ContentLanguage: 'fr',
      Metadata: { one: 'two' },
      StorageClass: 'REDUCED_REDUNDANCY',
    } as const;
    const written = await put('a b/é+&<ü>.csv', bytes, { ...said, Tagging: 'a=b&c=d%20e' });
    expect(written.ETag).toBe(`"${md5(bytes)}"`);
    const read = await get('a b/é+&<ü>.csv');
    expect(read.bytes.equals(bytes)).toBe(true);
    expect(read).toMatchObject({ ...said, ContentLength: 300_000, ETag: written.ETag, TagCount: 2 });
    const head = await client.send(new aws.HeadObjectCommand({ Bucket, Key: 'a b/é+&<ü>.csv' }));
    expect(head).toMatchObject({ ...said, ContentLength: 300_000 });
  });

  test.each([0, 1, 65_536, 5_000_001])('a stream of %d bytes is stored without its framing', async (size) => {
    const bytes = randomBytes(size);
    await client.send(
      new aws.PutObjectCommand({ Bucket, Key: 'stream', Body: Readable.from([bytes]), ContentLength: size }),
    );
    const { bytes: read } = await get('stream');
    expect(read.equals(bytes)).toBe(true);
  });

  test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256', 'CRC64NVME'] as const)(
    'the checksum %s is verified, kept and told',
    async (algorithm) => {
      const member = `Checksum${algorithm}` as const;
      // The SDK has CRC64NVME only with an optional native package, so its value is given.
      const given =
        algorithm === 'CRC64NVME' ? { ChecksumCRC64NVME: 'rosUhgp5mIg=' } : { ChecksumAlgorithm: algorithm };
      const written = await put('sum', '123456789', given);
      expect(written[member]).toMatch(/=$/);
      const head = await client.send(
        new aws.HeadObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }),
      );
      expect(head[member]).toBe(written[member]);
      const wrong = {
        [member]: Buffer.alloc(Buffer.from(written[member] ?? '', 'base64').length).toString('base64'),
      };
      await expect(put('sum', '123456789', wrong)).rejects.toMatchObject({
        name: 'XAmzContentChecksumMismatch',
      });
    },
  );

  test('ranges: first, middle, suffix, outside', async () => {
    await put('range', '0123456789');
    expect(await get('range', { Range: 'bytes=0-0' })).toMatchObject({
      bytes: Buffer.from('0'),
      ContentRange: 'bytes 0-0/10',
      $metadata: { httpStatusCode: 206 },
    });
    expect((await get('range', { Range: 'bytes=3-5' })).bytes.toString()).toBe('345');
    expect((await get('range', { Range: 'bytes=-2' })).bytes.toString()).toBe('89');
    expect((await get('range', { PartNumber: 1 })).bytes.toString()).toBe('0123456789');
    await expect(get('range', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  test('conditional reads', async () => {
    const { ETag } = await put('condition');
    await expect(get('condition', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(get('condition', { IfMatch: '"x"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get('condition', { IfModifiedSince: new Date() })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect((await get('condition', { IfMatch: ETag, IfUnmodifiedSince: new Date(0) })).bytes.length).toBe(9);
  });

  test('of twenty writers that want no such key, one wins; If-Match finds the ETag or fails', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => put('race', String(index), { IfNoneMatch: '*' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ $metadata: { httpStatusCode: 412 } });
    const { ETag } = await get('race');
    await put('race', 'next', { IfMatch: ETag });
    await expect(put('race', 'later', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('absent', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect((await get('race')).bytes.toString()).toBe('next');
  });

  test('copies: metadata kept or replaced, conditions, illegal ones', async () => {
    await put('source', 'text', { Metadata: { a: '1' }, ContentType: 'text/plain' });
    const copy = (Key: string, more: Partial<aws.CopyObjectCommandInput> = {}) =>
      client.send(new aws.CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...more }));
    expect((await copy('target é')).CopyObjectResult?.ETag).toBe(`"${md5('text')}"`);
    expect(await get('target é')).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/plain' });
    await copy('target', { MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    expect((await get('target')).Metadata).toEqual({ b: '2' });
    await client.send(new aws.DeleteObjectCommand({ Bucket, Key: 'source' }));
    expect((await get('target')).bytes.toString()).toBe('text');
    await expect(copy('x')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put('source', 'text');
    await expect(copy('source')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(copy('x', { CopySourceIfMatch: '"x"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('x', { CopySource: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  test('deletes: one, many with their own outcomes, what is not there', async () => {
    await Promise.all(['d/1', 'd/2', 'd/<3>'].map((key) => put(key)));
    await client.send(new aws.DeleteObjectCommand({ Bucket, Key: 'd/1' }));
    await client.send(new aws.DeleteObjectCommand({ Bucket, Key: 'd/1' }));
    await expect(get('d/1')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    const answer = await client.send(
      new aws.DeleteObjectsCommand({
        Bucket,
        Delete: {
          Objects: [{ Key: 'd/2' }, { Key: 'd/<3>' }, { Key: 'none' }, { Key: 'd/2', VersionId: 'bad' }],
        },
      }),
    );
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['d/2', 'd/<3>', 'none']);
    expect(answer.Errors).toMatchObject([{ Key: 'd/2', Code: 'NoSuchVersion' }]);
    const left = await client.send(new aws.ListObjectsV2Command({ Bucket, Prefix: 'd/' }));
    expect(left.KeyCount).toBe(0);
  });

  test('tags are set, read, removed and held to the rules', async () => {
    await put('tagged');
    const tag = (TagSet: aws.Tag[]) =>
      client.send(new aws.PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
    const read = async () =>
      (await client.send(new aws.GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet;
    await tag([{ Key: 'état', Value: 'à revoir' }]);
    expect(await read()).toEqual([{ Key: 'état', Value: 'à revoir' }]);
    await expect(
      tag([
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ]),
    ).rejects.toMatchObject({ name: 'InvalidTag' });
    await client.send(new aws.DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(await read()).toEqual([]);
  });

  test('keys that no server could keep are refused', async () => {
    await expect(put('k'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(put('a//b')).rejects.toMatchObject({ name: 'XMinioInvalidObjectName' });
    await expect(put('x', 'x', { StorageClass: 'GLACIER' })).rejects.toMatchObject({
      name: 'InvalidStorageClass',
    });
    await expect(put('x', 'x', { Metadata: { a: 'b'.repeat(3000) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
  });
});
