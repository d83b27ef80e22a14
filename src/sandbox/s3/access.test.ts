import { once } from 'node:events';
import { createServer } from 'node:http';
import * as aws from '@aws-sdk/client-s3';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendSigned } from './testing/signed-request.ts';
import type { Keys, RawRequest } from './testing/signed-request.ts';
import { startTestServer, tokenFor } from './testing/start.ts';
import type { TestServer } from './testing/start.ts';

let server: TestServer;
let skew = 0;
beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + skew });
});
afterAll(() => server[Symbol.asyncDispose]());

const sts = async (WebIdentityToken: string, more = {}) => {
  const client = new STSClient({
    endpoint: server.s3.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
  try {
    const { Credentials } = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: 'arn:aws:iam::123456789012:role/any',
        RoleSessionName: 'any',
        WebIdentityToken,
        ...more,
      }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
      expiration: Credentials?.Expiration ?? new Date(0),
    };
  } finally {
    client.destroy();
  }
};

const root = (): Keys => server.s3.rootKeys;
const raw = (request: Partial<RawRequest>) =>
  sendSigned(server.s3.url, { method: 'GET', path: '/alice', keys: root(), ...request });

describe('temporary credentials', () => {
  test('a person signs in by token and sees own, group and public buckets only', async () => {
    const credentials = await sts(tokenFor('alice', ['projet-nace']));
    const client = server.client({ credentials });
    const { Buckets } = await client.send(new aws.ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['alice', 'diffusion', 'projet-nace']);
    await client.send(new aws.PutObjectCommand({ Bucket: 'projet-nace', Key: 'x', Body: 'x' }));
    await client.send(new aws.ListObjectsV2Command({ Bucket: 'diffusion' }));
    const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
    const put = (Bucket: string) => client.send(new aws.PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }));
    await expect(put('diffusion')).rejects.toMatchObject(denied);
    await expect(put('bob')).rejects.toMatchObject(denied);
    await expect(client.send(new aws.ListObjectsV2Command({ Bucket: 'bob' }))).rejects.toMatchObject(denied);
    await expect(client.send(new aws.ListObjectsV2Command({ Bucket: 'nowhere' }))).rejects.toMatchObject(
      denied,
    );
    await expect(client.send(new aws.CreateBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject(denied);
    const copy = new aws.CopyObjectCommand({ Bucket: 'alice', Key: 'x', CopySource: 'bob/x' });
    await expect(client.send(copy)).rejects.toMatchObject(denied);
    const many = await client.send(
      new aws.DeleteObjectsCommand({ Bucket: 'diffusion', Delete: { Objects: [{ Key: 'x' }] } }),
    );
    expect(many.Errors).toMatchObject([{ Key: 'x', Code: 'AccessDenied' }]);
  });

  test('they live as long as the token, or as long as asked', async () => {
    const token = tokenFor('alice', [], 120_000);
    const seconds = async (more = {}) =>
      Math.round(((await sts(token, more)).expiration.getTime() - Date.now()) / 1000);
    expect(Math.abs((await seconds()) - 120)).toBeLessThan(5);
    expect(Math.abs((await seconds({ DurationSeconds: 604_800 })) - 604_800)).toBeLessThan(5);
    await expect(seconds({ DurationSeconds: 899 })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'invalid token expiry',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('an expired or false token is refused in MinIO’s words', async () => {
    await expect(sts(tokenFor('alice', [], -1000))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Token is expired',
    });
    await expect(sts(`${tokenFor('alice')}x`)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const form = async (fields: Record<string, string>) =>
      (await fetch(server.s3.url, { method: 'POST', body: new URLSearchParams(fields) })).text();
    expect(await form({ Action: 'Nope', Version: '2011-06-15' })).toContain('Unsupported action Nope');
    expect(await form({ Action: 'AssumeRoleWithWebIdentity' })).toContain('<Code>MissingParameter</Code>');
  });

  test('expired ones are answered like unknown ones; a wrong or missing session token is not', async () => {
    const credentials = await sts(tokenFor('alice'));
    const keys = { accessKey: credentials.accessKeyId, secret: credentials.secretAccessKey };
    expect((await raw({ keys: { ...keys, token: credentials.sessionToken } })).status).toBe(200);
    expect(await raw({ keys })).toMatchObject({ status: 403, code: 'InvalidTokenId' });
    expect(await raw({ keys: { ...keys, token: 'wrong' } })).toMatchObject({
      status: 403,
      code: 'InvalidTokenId',
    });
    skew = 601_000;
    try {
      expect(
        await raw({ keys: { ...keys, token: credentials.sessionToken }, time: Date.now() + skew }),
      ).toMatchObject({
        status: 403,
        code: 'InvalidAccessKeyId',
        message: 'The Access Key Id you provided does not exist in our records.',
      });
    } finally {
      skew = 0;
    }
  });

  test('a session policy narrows them, and ending all sessions ends them', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::alice/*'] }],
    });
    const client = server.client({ credentials: await sts(tokenFor('alice'), { Policy }) });
    await expect(
      client.send(new aws.PutObjectCommand({ Bucket: 'alice', Key: 'x', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
    server.s3.endSessions();
    await expect(client.send(new aws.ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    });
  });
});

describe('signatures', () => {
  test('header, query, and every way to send a body', async () => {
    const text = 'é'.repeat(40_000);
    for (const payload of ['sha256', 'unsigned', 'chunked', 'trailer', 'unsigned-trailer'] as const) {
      const path = `/alice/signed ${payload}+é`;
      // CRC-32 of the text, as anyone can compute it.
      const trailer = payload.includes('trailer')
        ? (['x-amz-checksum-crc32', crcOf(text)] as const)
        : undefined;
      const put = await raw({ method: 'PUT', path, body: text, payload, ...(trailer ? { trailer } : {}) });
      expect([payload, put.status, put.message]).toEqual([payload, 200, undefined]);
      const got = await raw({ path, presign: 60 });
      expect(got.body.toString() === text).toBe(true);
      expect(got.headers['content-encoding']).toBeUndefined();
    }
  });

  test('a presigned upload, and one with temporary credentials', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await sts(tokenFor('alice'));
    const keys = { accessKey: accessKeyId, secret: secretAccessKey, token: sessionToken };
    expect((await raw({ method: 'PUT', path: '/alice/p', body: 'x', keys, presign: 60 })).status).toBe(200);
    expect((await raw({ path: '/alice/p', keys, presign: 60 })).body.toString()).toBe('x');
    expect(await raw({ path: '/bob/p', keys, presign: 60 })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });

  test.each<[string, Partial<RawRequest>, number, string]>([
    ['an unknown key', { keys: { accessKey: 'nobody', secret: 'x' } }, 403, 'InvalidAccessKeyId'],
    ['a wrong secret', { keys: { accessKey: 'sandbox-root', secret: 'x' } }, 403, 'SignatureDoesNotMatch'],
    ['a clock 16 minutes slow', { time: Date.now() - 960_000 }, 403, 'RequestTimeTooSkewed'],
    ['a clock 16 minutes fast', { time: Date.now() + 960_000 }, 403, 'RequestTimeTooSkewed'],
    ['an expired address', { presign: 1, time: Date.now() - 5000 }, 403, 'AccessDenied'],
    ['an address for over a week', { presign: 604_801 }, 400, 'AuthorizationQueryParametersError'],
    ['a changed path', { spoil: (sent) => (sent.path = '/bob') }, 403, 'SignatureDoesNotMatch'],
    [
      'an added header',
      { spoil: (sent) => (sent.headers['x-amz-date'] = '20130524T000000Z') },
      403,
      'RequestTimeTooSkewed',
    ],
    [
      'a body other than signed',
      { method: 'PUT', path: '/alice/s', body: 'abc', spoil: (sent) => (sent.body = Buffer.from('abd')) },
      400,
      'XAmzContentSHA256Mismatch',
    ],
    [
      'a chunk other than signed',
      {
        method: 'PUT',
        path: '/alice/s',
        body: 'abc',
        payload: 'chunked',
        spoil: (sent) => (sent.body = Buffer.from(sent.body.toString().replace('ab\r\n', 'ax\r\n'))),
      },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'a wrong Content-MD5',
      {
        method: 'PUT',
        path: '/alice/s',
        body: 'abc',
        headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' },
      },
      400,
      'BadDigest',
    ],
    [
      'a Content-MD5 that is none',
      { method: 'PUT', path: '/alice/s', body: 'abc', headers: { 'content-md5': 'AAAA' } },
      400,
      'InvalidDigest',
    ],
    [
      'a wrong checksum in the trailer',
      {
        method: 'PUT',
        path: '/alice/s',
        body: 'abc',
        payload: 'unsigned-trailer',
        trailer: ['x-amz-checksum-crc32', 'AAAAAA=='],
      },
      400,
      'XAmzContentChecksumMismatch',
    ],
    ['no signature', { keys: undefined }, 403, 'AccessDenied'],
    ['another scheme', { keys: undefined, headers: { authorization: 'AWS a:b' } }, 400, 'InvalidRequest'],
    [
      'half a header',
      { keys: undefined, headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } },
      400,
      'MissingFields',
    ],
    [
      'broken XML',
      { method: 'PUT', query: { tagging: '' }, path: '/alice/x', body: '<Tagging>' },
      400,
      'MalformedXML',
    ],
    ['a method without meaning', { method: 'PATCH' }, 400, 'BadRequest'],
    ['an operation that is not here', { query: { replication: '' } }, 501, 'NotImplemented'],
    [
      'a delete of many without a digest',
      { method: 'POST', query: { delete: '' }, body: '<Delete/>' },
      400,
      'MissingContentMD5',
    ],
    ['a missing bucket', { path: '/nowhere' }, 404, 'NoSuchBucket'],
  ])('%s is refused', async (_, request, status, code) => {
    const answer = await raw(request);
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
  });

  test('what was refused leaves the object as it was', async () => {
    await raw({ method: 'PUT', path: '/alice/kept', body: 'first' });
    await raw({
      method: 'PUT',
      path: '/alice/kept',
      body: 'abc',
      headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' },
    });
    expect((await raw({ path: '/alice/kept' })).body.toString()).toBe('first');
  });

  test('the bucket may be named by the host', async () => {
    const host = `alice.localhost:${new URL(server.s3.url).port}`;
    const put = await raw({ method: 'PUT', path: '/by host', headers: { host }, body: 'x' });
    expect(put.status).toBe(200);
    expect((await raw({ path: '/alice/by host' })).body.toString()).toBe('x');
  });
});

describe('everyone', () => {
  test('reads and lists a public bucket, writes nowhere', async () => {
    await raw({ method: 'PUT', path: '/diffusion/readme.txt', body: 'open' });
    const anyone = (path: string, method = 'GET') => fetch(`${server.s3.url}${path}`, { method });
    expect(await (await anyone('/diffusion/readme.txt')).text()).toBe('open');
    expect((await anyone('/diffusion?list-type=2')).status).toBe(200);
    expect((await anyone('/diffusion/x', 'PUT')).status).toBe(403);
    expect((await anyone('/alice/x')).status).toBe(403);
    expect((await anyone('/')).status).toBe(403);
    expect((await anyone('/nowhere/x')).status).toBe(403);
  });

  test('sees a folder that a policy opens, and only that', async () => {
    const client = server.client();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::alice/open/*' },
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::alice',
          Condition: { StringLike: { 's3:prefix': 'open/*' } },
        },
      ],
    });
    const get = () => client.send(new aws.GetBucketPolicyCommand({ Bucket: 'alice' }));
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    await client.send(new aws.PutBucketPolicyCommand({ Bucket: 'alice', Policy }));
    expect(JSON.parse((await get()).Policy ?? '')).toEqual(JSON.parse(Policy));
    await raw({ method: 'PUT', path: '/alice/open/x', body: 'y' });
    const status = async (path: string) => (await fetch(`${server.s3.url}${path}`)).status;
    expect(await status('/alice/open/x')).toBe(200);
    expect(await status('/alice/closed')).toBe(403);
    expect(await status('/alice?list-type=2&prefix=open/')).toBe(200);
    expect(await status('/alice?list-type=2')).toBe(403);
    await expect(
      client.send(
        new aws.PutBucketPolicyCommand({
          Bucket: 'alice',
          Policy: '{"Version":"2012-10-17","Statement":[{}]}',
        }),
      ),
    ).rejects.toMatchObject({ name: 'MalformedPolicy' });
    await client.send(new aws.DeleteBucketPolicyCommand({ Bucket: 'alice' }));
    expect(await status('/alice/open/x')).toBe(403);
  });
});

test('faults come first, and may answer in the place of the server', async () => {
  await using faulty = await startTestServer({
    faults: (_, response) => {
      response.writeHead(503).end();
      return true;
    },
  });
  expect((await fetch(faulty.s3.url)).status).toBe(503);
});

test('a port that is taken is told', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startTestServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  other.close();
});

/** CRC-32 in base64, bit by bit: nothing shared with the code under test. */
const crcOf = (text: string): string => {
  let crc = -1;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(~crc);
  return bytes.toString('base64');
};
