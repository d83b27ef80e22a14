import { crc32 } from 'node:zlib';
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as aws from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './testing/start.ts';
import type { TestServer } from './testing/start.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const Bucket = 'alice';
const mebibyte = 1 << 20;

describe.each([
  ['its defaults', {}],
  ['checksums only when required', { requestChecksumCalculation: 'WHEN_REQUIRED' }],
] as const)('multipart uploads by the AWS SDK with %s', (title, config) => {
  const Key = `big/${title}`;
  let client: aws.S3Client;
  beforeAll(() => {
    client = server.client(config);
  });
  const begin = async (more: Partial<aws.CreateMultipartUploadCommandInput> = {}): Promise<string> =>
    (await client.send(new aws.CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId ?? '';
  const upload = (UploadId: string, PartNumber: number, Body: Buffer | string, more = {}) =>
    client.send(new aws.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
  const complete = (UploadId: string, Parts: aws.CompletedPart[], more = {}) =>
    client.send(
      new aws.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
    );

  test('parts in any order become one object, whose ETag is made of theirs', async () => {
    const UploadId = await begin({ ContentType: 'a/b', Metadata: { x: 'y' } });
    const pieces = [randomBytes(5 * mebibyte), randomBytes(5 * mebibyte + 1), randomBytes(17)];
    const parts: aws.CompletedPart[] = [];
    for (const number of [2, 3, 1]) {
      const { ETag, ChecksumCRC32 } = await upload(UploadId, number, pieces[number - 1] ?? '');
      parts[number - 1] = { PartNumber: number, ETag, ChecksumCRC32 };
    }
    const first = await client.send(new aws.ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    expect(first.Parts?.map(({ Size }) => Size)).toEqual([5 * mebibyte, 5 * mebibyte + 1]);
    const rest = await client.send(
      new aws.ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: first.NextPartNumberMarker }),
    );
    expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3, Size: 17 }] });
    const digests = pieces.map((piece) => createHash('md5').update(piece).digest());
    const etag = `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-3"`;
    expect((await complete(UploadId, parts)).ETag).toBe(etag);
    const read = await client.send(new aws.GetObjectCommand({ Bucket, Key }));
    expect(read).toMatchObject({ ETag: etag, ContentType: 'a/b', Metadata: { x: 'y' } });
    expect(Buffer.concat(pieces).equals(Buffer.from((await read.Body?.transformToByteArray()) ?? []))).toBe(
      true,
    );
    const across = await client.send(
      new aws.GetObjectCommand({ Bucket, Key, Range: `bytes=${5 * mebibyte - 2}-${10 * mebibyte + 3}` }),
    );
    expect((await across.Body?.transformToByteArray())?.length).toBe(5 * mebibyte + 6);
    const third = await client.send(new aws.HeadObjectCommand({ Bucket, Key, PartNumber: 3 }));
    expect(third).toMatchObject({ ContentLength: 17, PartsCount: 3 });
    await expect(complete(UploadId, parts)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test.each([
    ['COMPOSITE', undefined],
    ['FULL_OBJECT', 'FULL_OBJECT'],
  ] as const)('a checksum of the whole: %s', async (type, asked) => {
    const UploadId = await begin({ ChecksumAlgorithm: 'CRC32', ...(asked ? { ChecksumType: asked } : {}) });
    const piece = Buffer.alloc(5 * mebibyte, 'a');
    const parts: aws.CompletedPart[] = [];
    for (const PartNumber of [1, 2]) {
      const { ETag, ChecksumCRC32 } = await upload(UploadId, PartNumber, piece, {
        ChecksumAlgorithm: 'CRC32',
      });
      parts.push({ PartNumber, ETag, ChecksumCRC32 });
    }
    // With the request comes the sum of the object, not of the document.
    const whole = Buffer.alloc(4);
    whole.writeUInt32BE(crc32(Buffer.concat([piece, piece])));
    const claim = asked ? { ChecksumType: asked, ChecksumCRC32: whole.toString('base64') } : {};
    const done = await complete(UploadId, parts, claim);
    expect(done.ChecksumCRC32).toMatch(type === 'COMPOSITE' ? /^.{6}==-2$/ : /^.{6}==$/);
    const read = await client.send(new aws.GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    // The SDK verifies the checksum of the whole while it reads.
    expect((await read.Body?.transformToByteArray())?.length).toBe(10 * mebibyte);
    expect(read.ChecksumType).toBe(type);
  });

  test('what cannot be completed is refused, and can then be mended', async () => {
    const UploadId = await begin();
    const one = await upload(UploadId, 1, 'small');
    const two = await upload(UploadId, 2, 'small too');
    const [first, second] = [one, two].map(({ ETag, ChecksumCRC32 }, index) => ({
      PartNumber: index + 1,
      ETag,
      ChecksumCRC32,
    })) as [aws.CompletedPart, aws.CompletedPart];
    await expect(complete(UploadId, [first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(UploadId, [second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(UploadId, [{ PartNumber: 1, ETag: '"x"' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete(UploadId, [{ PartNumber: 9, ETag: first.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete(UploadId, [])).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    await expect(upload(UploadId, 10_001, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(upload('none', 1, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await client.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'there' }));
    await expect(complete(UploadId, [first], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await complete(UploadId, [first]);
    const head = await client.send(new aws.HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(5);
  });

  test('parts copied from an object, whole or in part', async () => {
    const bytes = randomBytes(6 * mebibyte);
    await client.send(new aws.PutObjectCommand({ Bucket, Key: 'origin', Body: bytes }));
    const UploadId = await begin();
    const copy = (PartNumber: number, CopySourceRange?: string) =>
      client.send(
        new aws.UploadPartCopyCommand({
          Bucket,
          Key,
          UploadId,
          PartNumber,
          CopySource: `${Bucket}/origin`,
          ...(CopySourceRange ? { CopySourceRange } : {}),
        }),
      );
    const one = await copy(1);
    const two = await copy(2, 'bytes=10-19');
    await expect(copy(3, `bytes=0-${6 * mebibyte}`)).rejects.toMatchObject({ name: 'InvalidArgument' });
    await complete(UploadId, [
      { PartNumber: 1, ETag: one.CopyPartResult?.ETag },
      { PartNumber: 2, ETag: two.CopyPartResult?.ETag },
    ]);
    const read = await client.send(new aws.GetObjectCommand({ Bucket, Key }));
    const expected = Buffer.concat([bytes, bytes.subarray(10, 20)]);
    expect(expected.equals(Buffer.from((await read.Body?.transformToByteArray()) ?? []))).toBe(true);
  });

  test('uploads under way are listed by pages and folders, and aborted without a trace', async () => {
    const keys = ['u/1', 'u/2', 'u/sub/3', 'u/sub/4'].map((key) => `${title.length}${key}`);
    const ids: string[] = [];
    for (const key of keys) {
      const { UploadId = '' } = await client.send(new aws.CreateMultipartUploadCommand({ Bucket, Key: key }));
      ids.push(UploadId);
    }
    await client.send(
      new aws.UploadPartCommand({
        Bucket,
        Key: keys[0] ?? '',
        UploadId: ids[0] ?? '',
        PartNumber: 1,
        Body: 'abc',
      }),
    );
    const Prefix = `${title.length}u/`;
    const list = (more = {}) => client.send(new aws.ListMultipartUploadsCommand({ Bucket, Prefix, ...more }));
    expect((await list()).Uploads?.map(({ Key: key }) => key)).toEqual(keys);
    const folders = await list({ Delimiter: '/' });
    expect(folders.CommonPrefixes).toEqual([{ Prefix: `${Prefix}sub/` }]);
    expect(folders.Uploads).toHaveLength(2);
    const page = await list({ MaxUploads: 3 });
    expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: keys[2], NextUploadIdMarker: ids[2] });
    const rest = await list({ KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker });
    expect(rest.Uploads?.map(({ UploadId }) => UploadId)).toEqual([ids[3]]);
    const files = async () =>
      (await readdir(join(server.folder, 'bodies'), { recursive: true })).filter((name) => name.length > 10)
        .length;
    const before = await files();
    for (const [index, key] of keys.entries())
      await client.send(
        new aws.AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: ids[index] ?? '' }),
      );
    expect((await list()).Uploads).toBeUndefined();
    expect(await files()).toBe(before - 1);
  });
});
