import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { lab, labFacts } from '../oidc/testing/lab.ts';
import { createFixedProfile, createStsProfile } from '../s3/sts.ts';
import { createVaultClient } from './client.ts';

describe.skipIf(!lab)('with Vault and MinIO (needs SARDONYX_LAB)', () => {
  let made: TestNetwork;
  let facts: ReturnType<typeof labFacts>;
  beforeAll(async () => {
    facts = labFacts();
    made = await testNetwork({ authorities: [facts.oidc.certificateAuthority] });
  });
  afterAll(() => made[Symbol.asyncDispose]());

  async function token(name: string): Promise<string> {
    const person = facts.people.find((one) => one.name === name);
    const response = await made.network.fetch(`${facts.oidc.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: facts.oidc.clientId,
        username: name,
        password: person?.password ?? '',
        scope: 'openid',
      }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }
  const vaultOf = (name: string, clock = Date.now) =>
    createVaultClient({ settings: facts.vault, network: made.network, jwt: () => token(name), clock });
  const path = () => `alice/.onyxia/check ${Math.random().toString(36).slice(2)}`;

  test('a secret is written, read, listed, deleted, brought back and destroyed', async () => {
    const vault = vaultOf('alice');
    const at = path();
    expect(await vault.read(at)).toBeUndefined();
    expect(await vault.write(at, { KEY: 'first' }, { checkAndSet: 0 })).toBe(1);
    expect(await vault.write(at, { KEY: 'second' }, { checkAndSet: 1 })).toBe(2);
    expect(await vault.read(at)).toMatchObject({ version: 2, data: { KEY: 'second' } });
    expect((await vault.read(at, { version: 1 }))?.data).toEqual({ KEY: 'first' });
    expect(await vault.list('alice/.onyxia')).toContain(at.split('/').at(-1));
    await vault.remove(at);
    expect(await vault.read(at)).toBeUndefined();
    expect((await vault.metadata(at))?.versions[1]?.deletedAt).toBeTypeOf('string');
    await vault.undelete(at, [2]);
    expect((await vault.read(at))?.data).toEqual({ KEY: 'second' });
    await vault.destroy(at);
    expect(await vault.metadata(at)).toBeUndefined();
    expect(await vault.list('alice/nothing here')).toEqual([]);
  });

  test('a stale write is a conflict, and another person is refused', async () => {
    const vault = vaultOf('alice');
    const at = path();
    await vault.write(at, { a: 1 });
    await expect(vault.write(at, { a: 2 }, { checkAndSet: 0 })).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'secret-changed' },
    });
    await expect(vaultOf('bob').read(at)).rejects.toMatchObject({ data: { code: 'forbidden' } });
    await vault.destroy(at);
  });

  test('many who ask at once sign in once; at nine tenths of its life the token is renewed', async () => {
    let now = Date.now();
    const vault = vaultOf('alice', () => now);
    const tokens = await Promise.all([vault.token(), vault.token(), vault.token()]);
    expect(new Set(tokens).size).toBe(1);
    now += 10 * 86_400_000;
    const later = await vault.token();
    expect(later).not.toBe(tokens[0]);
  });

  test('a token that was revoked elsewhere is replaced without a word', async () => {
    const vault = vaultOf('alice');
    const thief = createVaultClient({
      settings: facts.vault,
      network: made.network,
      given: await vault.token(),
      clock: Date.now,
    });
    await made.network.fetch(`${facts.vault.url}/v1/auth/token/revoke-self`, {
      method: 'POST',
      headers: { 'x-vault-token': await thief.token() },
      body: '{}',
    });
    expect(await vault.list('alice')).toEqual(expect.any(Array));
    await expect(thief.read('alice/x')).rejects.toMatchObject({ data: { code: 'forbidden' } });
  });

  test('a wrong way to sign in and a refused token are told', async () => {
    const wrong = createVaultClient({
      settings: { ...facts.vault, authPath: 'nowhere' },
      network: made.network,
      jwt: () => token('alice'),
      clock: Date.now,
    });
    await expect(wrong.token()).rejects.toMatchObject({ data: { code: 'forbidden' } });
    const refused = createVaultClient({
      settings: facts.vault,
      network: made.network,
      jwt: async () => 'a.b.c',
      clock: Date.now,
    });
    await expect(refused.token()).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'vault-sign-in-refused' },
    });
  });

  const profile = () => ({
    name: 'default',
    endpoint: facts.s3.endpoint,
    region: 'us-east-1',
    pathStyle: true,
    sts: { endpoint: facts.s3.stsEndpoint },
  });

  test('S3 credentials live a week, are kept, and renewed when asked or near their end', async () => {
    let now = Date.now();
    let asked = 0;
    const sts = createStsProfile({
      profile: profile(),
      network: made.network,
      clock: () => now,
      token: () => ((asked += 1), token('alice')),
    });
    const [first, same] = await Promise.all([sts.credentials(), sts.credentials()]);
    expect(first).toEqual(same);
    expect(asked).toBe(1);
    expect((first.expiresAt ?? 0) - now).toBeGreaterThan(604_700_000);
    now = (first.expiresAt ?? 0) - 60_000;
    expect((await sts.credentials()).accessKeyId).not.toBe(first.accessKeyId);
    await sts.credentials({ renew: true });
    expect(asked).toBe(3);
  });

  test('refusals are told apart: the duration, a bad token', async () => {
    const short = createStsProfile({
      profile: { ...profile(), sts: { endpoint: facts.s3.stsEndpoint, durationSeconds: 60 } },
      network: made.network,
      clock: Date.now,
      token: () => token('alice'),
    });
    await expect(short.credentials()).rejects.toMatchObject({ data: { reason: 'sts-duration' } });
    const bad = createStsProfile({
      profile: profile(),
      network: made.network,
      clock: Date.now,
      token: async () => `${(await token('alice')).slice(0, -8)}AAAAAAAA`,
    });
    await expect(bad.credentials()).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'sts-refused' },
    });
  });

  test('pasted keys are used until they end', async () => {
    let now = 0;
    const fixed = createFixedProfile(
      profile(),
      { accessKeyId: 'a', secretAccessKey: 's', expiresAt: 10 },
      () => now,
    );
    expect((await fixed.credentials()).accessKeyId).toBe('a');
    now = 11;
    await expect(fixed.credentials()).rejects.toMatchObject({ data: { code: 'signed-out' } });
  });
});
