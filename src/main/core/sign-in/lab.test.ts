import { beforeAll, describe, expect, test } from 'vitest';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import { lab, labFacts } from '../platform/oidc/testing/lab.ts';
import { allAnswered, statesOf, stepsOf, testLaptop, until } from './testing/test-sign-in.ts';

const once = { signal: AbortSignal.timeout(60_000) };

describe.skipIf(!lab)('over the lab (needs SARDONYX_LAB)', () => {
  let facts: ReturnType<typeof labFacts>;
  let file: PlatformFile;
  beforeAll(() => {
    facts = labFacts();
    file = {
      schemaVersion: 1,
      id: 'lab',
      name: 'Lab',
      oidc: { issuer: facts.oidc.issuer, clientId: facts.oidc.clientId, scope: 'openid profile' },
      kubernetes: {
        server: facts.kubernetes.server,
        certificateAuthority: facts.kubernetes.certificateAuthority,
        namespaces: ['user-{user}', '{group}'],
      },
      storage: [
        {
          name: 'default',
          endpoint: facts.s3.endpoint,
          region: 'us-east-1',
          pathStyle: true,
          sts: { endpoint: facts.s3.stsEndpoint },
        },
      ],
      vault: facts.vault,
      certificateAuthorities: [facts.oidc.certificateAuthority],
    };
  });
  const alice = () => facts.people.find(({ name }) => name === 'alice') as { name: string; password: string };

  async function signedIn(platform: PlatformFile = file) {
    const laptop = await testLaptop();
    const signIn = await laptop.start({ authorities: [facts.oidc.certificateAuthority] });
    const { id } = await signIn.handlers.addPlatform({ file: platform }, once);
    laptop.person(alice().name, alice().password);
    await stepsOf(signIn, id, 'browser');
    return { laptop, signIn, id };
  }

  test('Keycloak, Kubernetes, MinIO and Vault take what one sign-in gives', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    const session = await until(signIn, allAnswered);
    expect(statesOf(session)).toEqual({
      onyxia: 'absent',
      identity: 'ready',
      kubernetes: 'ready',
      storage: 'ready',
      vault: 'ready',
      catalogs: 'absent',
    });
    expect(session.projects.map(({ namespace }) => namespace)).toEqual(
      expect.arrayContaining(['user-alice', 'projet-nace']),
    );
    const access = signIn.access.current();
    const keys = await access?.storage[0]?.credentials();
    // Asked for a week; without it MinIO's would live as long as the token, a minute.
    expect((keys?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(6 * 86_400_000);
    expect((await access?.storage[0]?.credentials({ renew: true }))?.accessKeyId).not.toBe(keys?.accessKeyId);
    expect(await access?.launchContext()).toMatchObject({
      s3: { port: 19000 },
      vault: { VAULT_MOUNT: 'onyxia-kv' },
    });
  });

  test('an identity provider with an unknown authority shows its chain; the authority makes it work', async () => {
    const { certificateAuthorities: _authorities, ...without } = file;
    await using laptop = await testLaptop();
    const signIn = await laptop.start();
    const { id } = await signIn.handlers.addPlatform({ file: without }, once);
    const identity = (await until(signIn, allAnswered)).parts.find(({ name }) => name === 'identity');
    expect(identity?.problem).toMatchObject({ code: 'untrusted', reason: 'unknown-authority' });
    expect(identity?.problem?.chain?.at(-1)?.issuer).toContain('Lab CA');
    await expect(stepsOf(signIn, id, 'browser')).rejects.toMatchObject({ data: { code: 'untrusted' } });
    const { subjects } = await signIn.handlers.trustAuthority(
      { pem: facts.oidc.certificateAuthority, platform: id },
      once,
    );
    expect(subjects).toEqual(['CN=Lab CA']);
    // The test's browser trusts as the platform does.
    await using trusting = await testLaptop();
    await trusting.start({ authorities: [facts.oidc.certificateAuthority] });
    const browser = trusting.person(alice().name, alice().password);
    const steps = await stepsOf(signIn, id, 'browser', (step) => {
      if (step.kind === 'browser') void browser.visit(step.address);
    });
    expect(steps.at(-1)?.kind).toBe('done');
    const exported = JSON.parse((await signIn.handlers.exportPlatform({ id }, once)).text) as PlatformFile;
    expect(exported.certificateAuthorities?.[0]).toContain('BEGIN CERTIFICATE');
  });

  test('a kubeconfig with a refresh token, as on the account page, makes a whole session', async () => {
    const { laptop, signIn, id } = await signedIn();
    await using _ = laptop;
    // What asks for S3 keys renews the token first, and a refresh token is good once.
    await until(signIn, allAnswered);
    const kept = [...laptop.secrets.values.entries()].find(([key]) => key.includes('/oidc/'))?.[1] ?? '{}';
    const { tokens } = JSON.parse(kept) as { tokens: { idToken: string; refreshToken: string } };
    const kubeconfig = `#!/bin/sh
kubectl config set-cluster lab --server=${facts.kubernetes.server} --insecure-skip-tls-verify=true
kubectl config set-credentials alice \\
  --auth-provider=oidc \\
  --auth-provider-arg=idp-issuer-url=${facts.oidc.issuer} \\
  --auth-provider-arg=client-id=${facts.oidc.clientId} \\
  --auth-provider-arg=refresh-token=${tokens.refreshToken} \\
  --auth-provider-arg=id-token=${tokens.idToken}
kubectl config set-context lab --user=alice --cluster=lab --namespace=user-alice`;
    await using other = await testLaptop();
    const there = await other.start();
    await there.handlers.addPlatform({ file }, once);
    const { accepted } = await there.handlers.paste({ id, kubeconfig }, once);
    expect(accepted).toEqual(expect.arrayContaining(['identity', 'kubernetes', 'vault', 'storage']));
    const session = await until(
      there,
      (state) => allAnswered(state) && state.platforms[0]?.state === 'signed-in',
    );
    expect(statesOf(session)).toMatchObject({ kubernetes: 'ready', storage: 'ready', vault: 'ready' });
    expect(signIn.access.current()?.person.userName).toBe('alice');
  });

  test('S3 keys and a Vault token can be pasted where no redirect is allowed', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    const access = signIn.access.current();
    const keys = await access?.storage[0]?.credentials();
    const token = await access?.vault?.token();
    await using other = await testLaptop();
    const there = await other.start();
    const { oidc: _oidc, kubernetes: _kubernetes, ...rest } = file;
    const { id } = await there.handlers.addPlatform({ file: rest }, once);
    const storage = `export AWS_ACCESS_KEY_ID=${keys?.accessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${keys?.secretAccessKey}\nexport AWS_SESSION_TOKEN=${keys?.sessionToken}\n`;
    const vault = `export VAULT_ADDR=${facts.vault.url}\nexport VAULT_TOKEN=${token}\n`;
    expect((await there.handlers.paste({ id, storage, vault }, once)).accepted).toEqual(['storage', 'vault']);
    const session = await until(
      there,
      (state) => allAnswered(state) && state.platforms[0]?.state === 'signed-in',
    );
    expect(statesOf(session)).toMatchObject({ storage: 'ready', vault: 'ready' });
    expect(there.access.current()?.person.userName).toBe('alice');
    expect(await there.access.current()?.vault?.list('alice')).toEqual(expect.any(Array));
    await expect(there.handlers.paste({ id, storage: 'nothing' }, once)).rejects.toMatchObject({
      data: { code: 'invalid-input', field: 'storage' },
    });
  });
});
