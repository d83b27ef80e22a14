import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publicityOf, withoutPublicPrefix, withPublicPrefix } from './policy.ts';

const parse = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as unknown));
const everyone = { AWS: ['*'] };
const onyxia = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: everyone,
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::alice/diffusion/*'],
    },
    {
      Effect: 'Allow',
      Principal: everyone,
      Action: ['s3:ListBucket'],
      Resource: ['arn:aws:s3:::alice'],
      Condition: { StringLike: { 's3:prefix': ['diffusion/*'] } },
    },
  ],
};

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const texts = fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 }));
const place = fc.constantFrom('open/', 'closed/', 'other/', '', 'open/2024/');
const statement = fc.record(
  {
    Sid: word,
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: fc.constantFrom<unknown>('*', { AWS: '*' }, everyone, { AWS: 'arn:aws:iam::1:user/bob' }),
    Action: fc.constantFrom<unknown>('s3:GetObject', ['s3:GetObject'], ['s3:ListBucket'], 's3:*', [
      's3:GetObject',
      's3:PutObject',
    ]),
    Resource: fc.oneof(
      place.map((one) => `arn:aws:s3:::alice/${one}*`),
      fc.array(
        place.map((one) => `arn:aws:s3:::alice/${one}*`),
        { minLength: 1, maxLength: 3 },
      ),
      fc.constant(['arn:aws:s3:::alice']),
    ),
    Condition: fc.constantFrom<unknown>(
      { StringLike: { 's3:prefix': ['closed/*'] } },
      { StringLike: { 's3:prefix': 'closed/*' } },
      { StringEquals: { 's3:prefix': ['closed/'] } },
      { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    ),
    Unknown: texts,
  },
  { requiredKeys: ['Effect', 'Principal', 'Action', 'Resource'] },
);
const policy = fc.record(
  {
    Id: word,
    Version: fc.constantFrom('2012-10-17', '2008-10-17'),
    Statement: fc.array(statement, { minLength: 1, maxLength: 5 }),
    Extra: fc
      .anything({ withBigInt: false })
      .map((one) => JSON.parse(JSON.stringify(one ?? null)) as unknown),
  },
  { requiredKeys: ['Version', 'Statement'] },
);

describe('the policy of a bucket', () => {
  test('public, then private again is the policy that there was, whatever it was', () => {
    fc.assert(
      fc.property(policy, fc.constantFrom('new/', 'new/é b/'), (before, prefix) => {
        const text = JSON.stringify(before);
        const on = withPublicPrefix(text, 'alice', prefix);
        expect(on).not.toBe(text);
        expect(parse(withoutPublicPrefix(on, 'alice', prefix))).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test('turning on changes no other statement, and twice is as once', () => {
    fc.assert(
      fc.property(policy, place, (before, prefix) => {
        const on = withPublicPrefix(JSON.stringify(before), 'alice', prefix);
        expect(withPublicPrefix(on, 'alice', prefix)).toBe(on);
        const after = parse(on) as typeof before;
        expect({ ...after, Statement: [] }).toEqual({ ...before, Statement: [] });
        for (const [index, old] of before.Statement.entries()) {
          const now = after.Statement[index];
          expect({ ...now, Resource: 0, Condition: 0 }).toEqual({ ...old, Resource: 0, Condition: 0 });
          expect([now?.Resource].flat()).toEqual(expect.arrayContaining([old.Resource].flat()));
        }
      }),
    );
  });

  test('whatever the policy without denials, a prefix that was made public is public', () => {
    fc.assert(
      fc.property(policy, place, (before, prefix) => {
        const allowing = {
          ...before,
          Statement: before.Statement.filter(({ Effect }) => Effect === 'Allow'),
        };
        const on = withPublicPrefix(JSON.stringify(allowing), 'alice', prefix);
        expect(publicityOf(on, 'alice', prefix).state).toBe('public');
      }),
    );
  });

  test('the last statement goes with the policy', () => {
    const on = withPublicPrefix(undefined, 'alice', 'diffusion/');
    expect(parse(on)).toEqual(onyxia);
    expect(withoutPublicPrefix(on, 'alice', 'diffusion/')).toBeUndefined();
    const whole = withPublicPrefix(undefined, 'alice', '');
    expect(publicityOf(whole, 'alice', 'any/thing/')).toEqual({ state: 'public', by: '' });
    expect(withoutPublicPrefix(whole, 'alice', '')).toBeUndefined();
  });

  test("a prefix joins Onyxia's statements instead of adding to their number", () => {
    const on = parse(withPublicPrefix(JSON.stringify(onyxia), 'alice', 'b/')) as typeof onyxia;
    expect(on.Statement).toHaveLength(2);
    expect(on.Statement[0]?.Resource).toEqual(['arn:aws:s3:::alice/diffusion/*', 'arn:aws:s3:::alice/b/*']);
    expect(on.Statement[1]?.Condition?.StringLike['s3:prefix']).toEqual(['diffusion/*', 'b/*']);
  });

  test.each([
    ['not JSON', '{"Statement": ['],
    ['a list', '[]'],
    ['statements that are texts', '{"Statement": ["all"]}'],
  ])('refuses to touch a policy that is %s', (_, text) => {
    const refusal = expect.objectContaining({
      data: expect.objectContaining({ reason: 'storage-policy-unreadable' }),
    });
    expect(() => withPublicPrefix(text, 'alice', 'a/')).toThrow(refusal);
    expect(() => withoutPublicPrefix(text, 'alice', 'a/')).toThrow(refusal);
  });

  test('what an older Onyxia wrote for a prefix goes when it becomes private, its other prefixes stay', () => {
    const [reads, lists] = onyxia.Statement;
    const older = (prefixes: string[]) => ({
      ...onyxia,
      Statement: [reads, { ...lists, Condition: { StringEquals: { 's3:prefix': prefixes } } }],
    });
    const left = parse(
      withoutPublicPrefix(JSON.stringify(older(['diffusion/', 'b/'])), 'alice', 'diffusion/'),
    );
    expect(left).toEqual({ ...onyxia, Statement: [older(['b/']).Statement[1]] });
    expect(withoutPublicPrefix(JSON.stringify(older(['diffusion/'])), 'alice', 'diffusion/')).toBeUndefined();
  });

  test('a star in a prefix would open more than was meant', () => {
    expect(() => withPublicPrefix(undefined, 'alice', 'a*/')).toThrow(/cannot name/);
  });

  const allow = (Resource: unknown, rest: object = {}) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:Get*', Resource, ...rest }],
    });
  test.each([
    ['nothing', undefined, { state: 'private' }],
    ['a wider prefix', allow('arn:aws:s3:::alice/a/*'), { state: 'public', by: 'a/' }],
    ['the whole bucket', allow('arn:aws:s3:::alice/*'), { state: 'public', by: '' }],
    ['every bucket', allow('*'), { state: 'public', by: '' }],
    ['another prefix', allow('arn:aws:s3:::alice/ab/*'), { state: 'private' }],
    ['one object below', allow('arn:aws:s3:::alice/a/b/c.csv'), { state: 'partly' }],
    ['a kind of file', allow('arn:aws:s3:::alice/*.csv'), { state: 'partly' }],
    [
      'some addresses',
      allow('arn:aws:s3:::alice/a/b/*', { Condition: { IpAddress: {} } }),
      { state: 'partly' },
    ],
    ['somebody', allow('arn:aws:s3:::alice/a/b/*', { Principal: { AWS: 'arn:x' } }), { state: 'private' }],
    ['other actions', allow('arn:aws:s3:::alice/a/b/*', { Action: 's3:PutObject' }), { state: 'private' }],
    [
      'a denial on top',
      JSON.stringify({
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::alice/*' },
          { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Resource: ['arn:aws:s3:::alice/a/*'] },
        ],
      }),
      { state: 'private' },
    ],
  ])('says of a policy that opens %s', (_, text, expected) => {
    expect(publicityOf(text, 'alice', 'a/b/')).toEqual(expected);
  });
});
