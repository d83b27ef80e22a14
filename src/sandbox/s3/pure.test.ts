import { describe, expect, test } from 'vitest';
import { isAllowed } from './access.ts';
import { rangeOf, readCondition, writeCondition } from './conditions.ts';
import { corsHeaders, parseCors } from './cors.ts';
import { afterPrefix } from './listing.ts';
import type { Bucket, Version } from './model.ts';
import { judge, parsePolicy, publicReadPolicy } from './policy.ts';
import { sessionEnd } from './sts.ts';
import { hostBucket, targetOf } from './target.ts';
import { parseXml, textOf, xmlDocument } from './xml.ts';

describe('addresses', () => {
  test('a bucket is named by the path or by the host', () => {
    expect(targetOf('/b/a%20b/c?list-type=2&x=1+2', '127.0.0.1:9')).toMatchObject({
      bucket: 'b',
      key: 'a b/c',
      path: '/b/a b/c',
      query: [
        ['list-type', '2'],
        ['x', '1 2'],
      ],
    });
    expect(targetOf('/a/b', 'my.bucket.localhost:9000')).toMatchObject({ bucket: 'my.bucket', key: 'a/b' });
    expect(hostBucket('b.s3.localhost')).toBe('b');
    expect(hostBucket('localhost:1')).toBe('');
    expect(hostBucket('s3.localhost')).toBe('');
    expect(hostBucket('127.0.0.1:1')).toBe('');
  });
});

describe('XML', () => {
  test('what is written is read again', () => {
    const text = 'a <b> & "c" \r\n\t\u{1f600} é';
    const document = parseXml(xmlDocument('Root', { Item: [{ Key: text }] }, 'http://example/'));
    expect(document.name).toBe('Root');
    expect(document.children[0]?.children[0]?.text).toBe(text);
  });
  test.each([
    '',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    'text',
    '<!DOCTYPE a><a/>',
    '<a>&nope;</a>',
    '<a>&#x110000;</a>',
  ])('what is no document is refused: %j', (source) =>
    expect(() => parseXml(source)).toThrow('not well-formed'),
  );
  test('prefixes, attributes, comments and character data are understood', () => {
    const document = parseXml(
      '<?xml version="1.0"?><s:a xmlns:s="u"><!-- no --><b c=">">x<![CDATA[<&]]></b></s:a>',
    );
    expect(textOf(document, 'b')).toBe('x<&');
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=2-', { start: 2, end: 10 }],
    ['bytes=-3', { start: 7, end: 10 }],
    ['bytes=-30', { start: 0, end: 10 }],
    ['bytes=5-100', { start: 5, end: 10 }],
    ['bytes=5-4', undefined],
    ['bytes=0-1,3-4', undefined],
    ['items=0-1', undefined],
    [undefined, undefined],
  ])('%s of ten bytes', (header, range) => expect(rangeOf(header, 10)).toEqual(range));
  test('a range outside is refused', () => {
    expect(() => rangeOf('bytes=10-', 10)).toThrow('not satisfiable');
    expect(() => rangeOf('bytes=-0', 10)).toThrow('not satisfiable');
    expect(() => rangeOf('bytes=0-', 0)).toThrow('not satisfiable');
  });
});

describe('conditions', () => {
  const object = { etag: 'e', modified: Date.parse('2026-01-01T00:00:00.900Z') };
  const before = 'Wed, 31 Dec 2025 23:59:59 GMT';
  const same = 'Thu, 01 Jan 2026 00:00:00 GMT';
  test.each([
    [{ 'if-none-match': '"e"' }, 'not-modified'],
    [{ 'if-none-match': '"x", "e"' }, 'not-modified'],
    [{ 'if-none-match': '"x"' }, 'send'],
    [{ 'if-modified-since': same }, 'not-modified'],
    [{ 'if-modified-since': before }, 'send'],
    [{ 'if-modified-since': 'nonsense' }, 'send'],
    [{ 'if-match': '"e"' }, 'send'],
    [{ 'if-match': '"e"', 'if-unmodified-since': before }, 'send'],
    [{ 'if-unmodified-since': same }, 'send'],
  ])('a read with %j', (headers, answer) => expect(readCondition(object, headers)).toBe(answer));
  test.each([[{ 'if-match': '"x"' }], [{ 'if-unmodified-since': before }]])(
    'a read with %j fails',
    (headers) => expect(() => readCondition(object, headers)).toThrow('pre-conditions'),
  );
  test('a write holds to what is there', () => {
    const current = { ...object, marker: false } as Version;
    const none = { 'if-none-match': '*' };
    expect(() => writeCondition(current, none)).toThrow('pre-conditions');
    expect(() => writeCondition({ ...current, marker: true }, none)).not.toThrow();
    expect(() => writeCondition(undefined, none)).not.toThrow();
    expect(() => writeCondition(undefined, { 'if-match': '"e"' })).toThrow('does not exist');
    expect(() => writeCondition(current, { 'if-match': '"x"' })).toThrow('pre-conditions');
    expect(() => writeCondition(current, { 'if-match': '"e"' })).not.toThrow();
  });
});

describe('policies', () => {
  const bucket: Bucket = {
    name: 'b',
    created: 0,
    owners: ['team'],
    versioning: undefined,
    cors: undefined,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/open/*' },
        { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::b/open/not/*' },
        {
          Effect: 'Allow',
          Principal: { AWS: ['*'] },
          Action: ['s3:ListBucket'],
          Resource: ['arn:aws:s3:::b'],
          Condition: { StringLike: { 's3:prefix': ['open/*'] } },
        },
      ],
    }),
  };
  const anyone = { kind: 'anonymous' } as const;
  const person = (name: string, groups: string[] = []) =>
    ({ kind: 'person', person: { name, groups, expiresAt: 0 } }) as const;
  const list = (prefix: string) => ({
    action: 's3:ListBucket',
    bucket: 'b',
    conditions: { 's3:prefix': prefix },
  });

  test('anyone reads what the policy opens, and no more', () => {
    const read = (key: string) => isAllowed(anyone, bucket, { action: 's3:GetObject', bucket: 'b', key });
    expect(['open/a', 'open/not/a', 'closed'].map(read)).toEqual([true, false, false]);
    expect(isAllowed(anyone, bucket, list('open/x'))).toBe(true);
    expect(isAllowed(anyone, bucket, list(''))).toBe(false);
  });
  test('owners, their groups and root do all; others what the policy says', () => {
    const write = { action: 's3:PutObject', bucket: 'b', key: 'x' };
    expect(isAllowed(person('b'), bucket, write)).toBe(true);
    expect(isAllowed(person('c', ['team']), bucket, write)).toBe(true);
    expect(isAllowed(person('c', ['other']), bucket, write)).toBe(false);
    expect(isAllowed(person('c'), bucket, list('open/x'))).toBe(true);
    expect(isAllowed({ kind: 'root' }, undefined, write)).toBe(true);
  });
  test('the policy of a session narrows what its person may do', () => {
    const sessionPolicy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*' },
    });
    const identity = { ...person('b'), sessionPolicy };
    const asked = (action: string) => ({ action, bucket: 'b', key: 'x' });
    expect(isAllowed(identity, bucket, asked('s3:GetObject'))).toBe(true);
    expect(isAllowed(identity, bucket, asked('s3:PutObject'))).toBe(false);
  });
  test('numbers, addresses and absent keys are compared as the language says', () => {
    const policy = (Condition: unknown) =>
      parsePolicy(
        JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition },
        }),
      );
    const ask = (condition: unknown, conditions: Record<string, string>) =>
      judge(policy(condition), { principal: undefined, action: 's3:X', resource: 'b', conditions });
    expect(ask({ NumericLessThanEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': '9' })).toBe('allow');
    expect(ask({ NumericLessThanEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': '11' })).toBe('silent');
    expect(ask({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:sourceip': '10.1.2.3' })).toBe(
      'allow',
    );
    expect(ask({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:sourceip': '10.1.2.3' })).toBe(
      'silent',
    );
    expect(ask({ StringEquals: { 'aws:referer': 'x' } }, {})).toBe('silent');
    expect(ask({ StringEqualsIfExists: { 'aws:referer': 'x' } }, {})).toBe('allow');
    expect(ask({ StringNotEquals: { 'aws:referer': 'x' } }, {})).toBe('allow');
  });
  test.each([
    ['nope', 'JSON'],
    ['{"Version":"1"}', 'invalid version'],
    [publicReadPolicy('other'), 'bucket name does not match'],
    ['{"Version":"2012-10-17","Statement":[{"Effect":"Maybe"}]}', 'invalid Effect'],
    ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*"}]}', 'Principal'],
  ])('%s is refused: %s', (source, words) => expect(() => parsePolicy(source, 'b')).toThrow(words));
});

test('the first text after all that start with a prefix', () => {
  expect(afterPrefix('a/')).toBe('a0');
  expect(afterPrefix('a\u{10ffff}')).toBe('b');
  expect(afterPrefix('\ud7ff')).toBe('\ue000');
});

test('credentials live as long as asked, within limits, or as long as the token', () => {
  expect(sessionEnd(null, 5000, 0)).toBe(5000);
  expect(sessionEnd('900', 5000, 0)).toBe(900_000);
  expect(['899', '31536001', 'abc', '-5', '0'].map((text) => sessionEnd(text, 5000, 0))).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});

test('a CORS rule answers its origins, methods and headers', () => {
  const rules = parseCors(
    '<CORSConfiguration><CORSRule><AllowedOrigin>https://*.test</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedHeader>x-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>9</MaxAgeSeconds></CORSRule></CORSConfiguration>',
  );
  expect(corsHeaders(rules, 'https://a.test', 'GET', 'X-One')).toMatchObject({
    'access-control-allow-origin': 'https://a.test',
    'access-control-max-age': '9',
    'access-control-expose-headers': 'ETag',
  });
  expect(corsHeaders(rules, 'https://a.test', 'PUT')).toBeUndefined();
  expect(corsHeaders(rules, 'https://a.test', 'GET', 'y')).toBeUndefined();
  expect(corsHeaders(rules, 'https://b.example', 'GET')).toBeUndefined();
  expect(corsHeaders(undefined, 'https://b.example', 'PUT')).toMatchObject({
    'access-control-allow-origin': 'https://b.example',
  });
});
