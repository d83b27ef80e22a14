import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromKubeconfig, kubeconfigContexts } from './kubeconfig.ts';

const config = (user: string, cluster = ''): string => `
apiVersion: v1
kind: Config
current-context: alice
contexts:
- {name: alice, context: {cluster: lab, user: alice, namespace: user-alice}}
- {name: other, context: {cluster: nowhere, user: alice}}
clusters:
- name: lab
  cluster:
    server: https://lab.example.org:6443
    ${cluster}
users:
- name: alice
  user: ${user}
`;

describe('a kubeconfig', () => {
  test('gives server, authority, namespace and token', async () => {
    const access = await fromKubeconfig(
      config('{token: abc}', `certificate-authority-data: ${Buffer.from('PEM').toString('base64')}`),
    );
    expect(access).toMatchObject({
      server: 'https://lab.example.org:6443',
      certificateAuthority: 'PEM',
      namespace: 'user-alice',
      context: 'alice',
      warnings: [],
    });
    expect(await access.token?.()).toBe('abc');
    expect(kubeconfigContexts(config('{}'))).toEqual({ names: ['alice', 'other'], current: 'alice' });
  });

  test('that asks not to check certificates is not obeyed, and says so', async () => {
    const access = await fromKubeconfig(config('{token: abc}', 'insecure-skip-tls-verify: true'));
    expect(access.warnings).toEqual(['insecure-ignored']);
    expect(access).not.toHaveProperty('insecure');
  });

  test('with the provider that Onyxia writes gives what a sign-in needs', async () => {
    const user = `{auth-provider: {name: oidc, config: {idp-issuer-url: https://id.example.org, client-id: onyxia, id-token: I, refresh-token: R}}}`;
    const access = await fromKubeconfig(config(user));
    expect(access.oidc).toEqual({
      issuer: 'https://id.example.org',
      clientId: 'onyxia',
      idToken: 'I',
      refreshToken: 'R',
    });
    expect(await access.token?.()).toBe('I');
  });

  test('runs no program before a person agreed, then runs it', async () => {
    const answer = JSON.stringify({ kind: 'ExecCredential', status: { token: 'from-exec' } });
    const user = JSON.stringify({
      exec: { command: process.execPath, args: ['-e', `console.log(${JSON.stringify(answer)})`] },
    });
    const refused = await fromKubeconfig(config(user));
    expect(refused.execCommand).toContain(process.execPath);
    await expect(refused.token?.()).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'exec-not-allowed' },
    });
    expect(await (await fromKubeconfig(config(user), { allowExec: true })).token?.()).toBe('from-exec');
  });

  test('that was pasted may not read files, one from a folder may', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'kubeconfig-'));
    await writeFile(path.join(folder, 'token'), 'secret\n');
    const source = config('{tokenFile: token}');
    expect(await (await fromKubeconfig(source, { folder })).token?.()).toBe('secret');
    await expect((await fromKubeconfig(source)).token?.()).rejects.toMatchObject({
      data: { reason: 'kubeconfig-refers-to-file', values: { file: 'token' } },
    });
    await rm(folder, { recursive: true });
  });

  test.each([
    ['not yaml', 'a: [', 'kubeconfig-syntax'],
    ['no kubeconfig', 'hello: world', 'kubeconfig-shape'],
    [
      'an absent context',
      config('{}').replace('current-context: alice', 'current-context: bob'),
      'kubeconfig-no-context',
    ],
    [
      'an absent cluster',
      config('{}').replace('current-context: alice', 'current-context: other'),
      'kubeconfig-no-cluster',
    ],
    ['no address', config('{}').replace('https://lab.example.org:6443', 'nonsense'), 'kubeconfig-no-server'],
  ])('with %s says what is wrong', async (_what, source, reason) => {
    await expect(fromKubeconfig(source)).rejects.toMatchObject({
      data: { code: 'invalid-input', reason, field: 'kubeconfig' },
    });
  });
});
