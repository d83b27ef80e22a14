import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { exchange } from './testing/exchanges.ts';
import type { Sender } from './testing/exchanges.ts';
import { labFacts, labToken } from './testing/lab.ts';
import { sendSigned } from './testing/signed-request.ts';
import type { Keys } from './testing/signed-request.ts';
import { startTestServer, tokenFor } from './testing/start.ts';

const facts = await labFacts();

const stsForm = (token: string, more: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    WebIdentityToken: token,
    ...more,
  });

const signIn = async (url: string, token: string): Promise<Keys> => {
  const text = await (
    await fetch(url, { method: 'POST', body: stsForm(token, { DurationSeconds: '3600' }) })
  ).text();
  const field = (name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1] ?? '';
  return { accessKey: field('AccessKeyId'), secret: field('SecretAccessKey'), token: field('SessionToken') };
};

const sender =
  (url: string, root: Keys, alice: Keys): Sender =>
  (who, request) =>
    sendSigned(url, { ...request, keys: { root, alice, nobody: undefined }[who] });

const stsAnswers = async (url: string, token: string): Promise<Record<string, string>> => {
  const told: Record<string, string> = {};
  const forms = {
    good: stsForm(token),
    long: stsForm(token, { DurationSeconds: '604800' }),
    short: stsForm(token, { DurationSeconds: '899' }),
    'too long': stsForm(token, { DurationSeconds: '31536001' }),
    words: stsForm(token, { DurationSeconds: 'abc' }),
    nonsense: stsForm('nonsense'),
    spoiled: stsForm(`${token}x`),
    'other action': new URLSearchParams({ Action: 'Nope', Version: '2011-06-15' }),
    'no version': new URLSearchParams({ Action: 'AssumeRoleWithWebIdentity' }),
  };
  for (const [name, body] of Object.entries(forms)) {
    const response = await fetch(url, { method: 'POST', body });
    told[name] = `${response.status} ${/<Code>([^<]*)</.exec(await response.text())?.[1] ?? ''}`;
  }
  return told;
};

test.skipIf(!facts)(
  'the same requests get the same answers from the real MinIO (needs SARDONYX_LAB and the lab up)',
  async () => {
    if (!facts) return;
    await using server = await startTestServer({
      buckets: [
        { name: 'alice', owners: ['alice'] },
        { name: 'bob', owners: ['bob'] },
        { name: 'projet-nace', owners: ['projet-nace'] },
        { name: 'diffusion', owners: [], public: true },
      ],
    });
    const url = facts['LAB_S3_URL'] ?? '';
    const bucket = `compare-${randomUUID()}`;
    const labRoot = { accessKey: facts['LAB_S3_ROOT_KEY'] ?? '', secret: facts['LAB_S3_ROOT_SECRET'] ?? '' };
    const labAlice = await signIn(url, await labToken(facts, 'alice'));
    const real = await exchange(sender(url, labRoot, labAlice), bucket, bucket);
    const alice = await signIn(server.s3.url, tokenFor('alice', ['projet-nace']));
    const ours = await exchange(sender(server.s3.url, server.s3.rootKeys, alice), bucket, bucket);
    expect(Object.keys(real).length).toBeGreaterThan(150);
    expect(ours).toEqual(real);
    expect(await stsAnswers(server.s3.url, tokenFor('alice'))).toEqual(
      await stsAnswers(url, await labToken(facts, 'alice')),
    );
  },
  60_000,
);
