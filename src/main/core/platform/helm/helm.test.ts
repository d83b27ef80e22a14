import { mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import { childKubeconfigText, createChildKubeconfig } from './child-kubeconfig.ts';
import { createCredentialBroker, SECRET_VARIABLE, SOCKET_VARIABLE } from './credential-broker.ts';
import { equivalent, quoteWord } from './equivalent.ts';
import { chartArguments, createHelm } from './helm.ts';
import { helmFailure, redact } from './helm-failures.ts';

const run = promisify(execFile);
const helper = {
  command: process.execPath,
  args: [fileURLToPath(new URL('./credential-helper.mjs', import.meta.url))],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'helm-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the kubeconfig of a child', () => {
  const access = {
    server: 'https://example.org',
    certificateAuthority: 'PEM',
    token: () => Promise.resolve('very-secret-token'),
  };

  test('holds no token, is its owner’s alone and goes with the child', async () => {
    const own = await mkdtemp(path.join(folder, 'run-'));
    const kubeconfig = await createChildKubeconfig(access, 'user-alice', helper, own);
    expect(await readFile(kubeconfig.file, 'utf8')).not.toContain('very-secret-token');
    if (process.platform !== 'win32') expect((await stat(kubeconfig.file)).mode & 0o777).toBe(0o600);
    await kubeconfig.remove();
    expect(await readdir(own)).toEqual([]);
    expect(JSON.parse(childKubeconfigText(access, 'user-alice', helper))).toMatchObject({
      contexts: [{ context: { namespace: 'user-alice' } }],
      users: [{ user: { exec: { command: process.execPath, interactiveMode: 'Never' } } }],
    });
  });

  test('leads a helper to a fresh token each time', async () => {
    let count = 0;
    const broker = await createCredentialBroker({
      server: 'https://x',
      token: () => Promise.resolve(`token-${(count += 1)}`),
      clientCertificate: { certificate: 'C', key: 'K' },
    });
    const ask = async (): Promise<unknown> =>
      JSON.parse(
        (await run(helper.command, helper.args, { env: { ...process.env, ...broker.environment } })).stdout,
      );
    expect(await ask()).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'token-1', clientCertificateData: 'C', clientKeyData: 'K' },
    });
    expect(await ask()).toMatchObject({ status: { token: 'token-2' } });
    await broker.close();
    await expect(ask()).rejects.toThrow(/does not answer/);
  });

  test('gives nothing without the secret', async () => {
    const broker = await createCredentialBroker(access);
    const wrong = { ...process.env, ...broker.environment, [SECRET_VARIABLE]: 'f'.repeat(64) };
    await expect(run(helper.command, helper.args, { env: wrong })).rejects.toThrow(/refused|does not answer/);
    const silent = net.connect(broker.environment[SOCKET_VARIABLE] ?? '');
    silent.on('error', () => undefined);
    await broker.close();
  });

  test('remembers why there was no credential', async () => {
    const broker = await createCredentialBroker({
      server: 'https://x',
      token: () => Promise.reject(failure('signed-out', 'The session has ended')),
    });
    await expect(
      run(helper.command, helper.args, { env: { ...process.env, ...broker.environment } }),
    ).rejects.toThrow(/The session has ended/);
    expect(broker.problem()?.code).toBe('signed-out');
    await broker.close();
  });
});

describe('helm', () => {
  test('that is not installed is unsupported, with where to get it', async () => {
    const helm = createHelm({ folder, credentials: helper, environment: { PATH: folder } });
    await expect(helm.version()).rejects.toMatchObject({
      data: { code: 'unsupported', reason: 'helm-missing' },
    });
  });

  test.skipIf(process.platform === 'win32')(
    'gets values on its input, a home and a folder of its own, and nothing of the person’s settings',
    async () => {
      const home = path.join(folder, 'home');
      const bin = path.join(folder, 'bin');
      await mkdir(bin);
      const script = `#!${process.execPath}
const text = require('node:fs').readFileSync(0, 'utf8');
const { HELM_CACHE_HOME, HELM_DRIVER, KUBECONFIG, KEPT } = process.env;
const config = require('node:fs').readFileSync(KUBECONFIG, 'utf8');
const manifest = JSON.stringify({ text, args: process.argv.slice(2), cwd: process.cwd(), HELM_CACHE_HOME, HELM_DRIVER, KEPT, config });
console.log(JSON.stringify({ name: 'ide-1', manifest }));
`;
      await writeFile(path.join(bin, 'helm'), script, { mode: 0o755 });
      const helm = createHelm({
        folder: home,
        credentials: helper,
        environment: { PATH: bin, HELM_DRIVER: 'configmap', KUBECONFIG: '/nowhere', KEPT: 'yes' },
      });
      const access = { server: 'https://example.org', token: () => Promise.resolve('very-secret-token') };
      const release = await helm.install({
        access,
        namespace: 'n',
        release: 'ide-1',
        chart: { repository: 'https://x', name: 'ide' },
        values: 'a: 1',
      });
      const seen = JSON.parse(release.manifest) as Record<string, string>;
      expect(seen).toEqual({
        text: 'a: 1',
        args: ['install', 'ide-1', 'ide', '--repo', 'https://x', '-f', '-', '-o', 'json'],
        cwd: await realpath(path.join(home, 'empty')),
        HELM_CACHE_HOME: path.join(home, 'cache'),
        KEPT: 'yes',
        config: childKubeconfigText(access, 'n', helper),
      });
      expect(await readdir(path.join(home, 'run'))).toEqual([]);
    },
  );

  test.each(['Ide', 'a'.repeat(54), '-x', 'a b', ''])('a release cannot be called %j', async (release) => {
    const helm = createHelm({ folder, credentials: helper });
    const target = { access: { server: 'https://x' }, namespace: 'n' };
    await expect(helm.uninstall({ ...target, release })).rejects.toMatchObject({
      data: { code: 'invalid-input', field: 'name' },
    });
  });

  test('a chart is never taken for an option', () => {
    expect(() => chartArguments({ repository: 'https://x', name: '--post-renderer' })).toThrow(
      /no name of a chart/,
    );
    expect(chartArguments({ repository: 'https://x/', name: 'ide', version: '1' })).toEqual([
      'ide',
      '--repo',
      'https://x/',
      '--version=1',
    ]);
  });

  test.each([
    ['INSTALLATION FAILED: cannot re-use a name that is still in use', 'conflict'],
    ['UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', 'busy'],
    [
      "INSTALLATION FAILED: values don't meet the specifications of the schema(s) in the following chart(s)",
      'invalid-input',
    ],
    ['Kubernetes cluster unreachable: Get "https://x": dial tcp: lookup x: no such host', 'unreachable'],
    ['tls: failed to verify certificate: x509: certificate signed by unknown authority', 'untrusted'],
    ['secrets is forbidden: User "bob" cannot list resource', 'forbidden'],
    ['pods "a" is forbidden: exceeded quota: q, requested: pods=1', 'over-quota'],
    ['INSTALLATION FAILED: execution error at (ide/templates/all.yaml:1:4): no', 'invalid-input'],
    ['something new', 'internal'],
  ])('%j is %s', (words, code) => {
    expect(helmFailure(`level=WARN msg=x\nError: ${words}`, 'install').data).toMatchObject({ code, words });
  });

  test('secrets are blotted out of what it writes, in every form', () => {
    const secret = 'p"ss\nword';
    const text = `a ${secret} b ${JSON.stringify(secret)} c ${Buffer.from(secret).toString('base64')} Authorization: Bearer abcdefghijklmnopqrstuv`;
    expect(redact(text, [secret, 'abc'])).toBe('a •••• b "••••" c •••• Authorization: Bearer ••••');
  });
});

describe('the equivalent command', () => {
  test.skipIf(process.platform === 'win32')('is what a shell reads back as the same words', async () => {
    const words = ["it's", 'a b', '$HOME', '--set=a=b', 'é', '`x`', '*'];
    const { stdout } = await run('/bin/sh', ['-c', `printf '%s\\n' ${words.map(quoteWord).join(' ')}`]);
    expect(stdout.trimEnd().split('\n')).toEqual(words);
  });

  test('of an install holds its values in a here-document', () => {
    const chart = { repository: 'https://charts.example.org', name: 'ide', version: '1.2.0' };
    expect(
      equivalent({ kind: 'install', release: 'ide-1', namespace: 'user-alice', chart, values: 'a: 1' }),
    ).toBe(
      "helm install ide-1 ide --repo https://charts.example.org --version 1.2.0 --namespace user-alice -f - <<'VALUES'\na: 1\nVALUES",
    );
    expect(
      equivalent({
        kind: 'install',
        release: 'ide-1',
        namespace: 'n',
        chart,
        values: 'password: ${PASSWORD}',
      }),
    ).toContain('<<VALUES\n');
    expect(equivalent({ kind: 'rollback', release: 'ide-1', namespace: 'n', revision: 2 })).toBe(
      'helm rollback ide-1 2 --namespace n',
    );
  });
});
