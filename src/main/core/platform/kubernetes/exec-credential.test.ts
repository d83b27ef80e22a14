import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { createExecCredentials, findCommand } from './exec-credential.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'exec-credential-'));
});
afterAll(() => rm(folder, { recursive: true }));

const cluster = { server: 'https://example.org', certificateAuthority: 'PEM' };

/** A plugin in JavaScript whose `say` is what it prints. */
function plugin(code: string): {
  apiVersion: string;
  command: string;
  args: string[];
  provideClusterInfo: boolean;
} {
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', code],
    provideClusterInfo: true,
  };
}
const count = (expiry: string): string => `
  const fs = require('node:fs'); const file = ${JSON.stringify('FILE')}; 
  const n = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) + 1 : 1; fs.writeFileSync(file, String(n));
  console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'token-' + n${expiry} } }));`;
const counting = (name: string, expiry = ''): ReturnType<typeof plugin> =>
  plugin(count(expiry).replace('FILE', path.join(folder, name).replaceAll('\\', '\\\\')));

async function caught(work: Promise<unknown>): Promise<FailureData> {
  const error: unknown = await work.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (!isFailure(error)) throw new Error('expected a Failure', { cause: error });
  return error.data;
}

describe('an exec plugin', () => {
  test('runs once for all who ask at the same time, and again only on demand', async () => {
    const credentials = createExecCredentials(counting('once'), cluster);
    expect(await Promise.all([credentials.token(), credentials.token(), credentials.token()])).toEqual([
      'token-1',
      'token-1',
      'token-1',
    ]);
    expect(await credentials.token()).toBe('token-1');
    await credentials.renew();
    expect(await credentials.token()).toBe('token-2');
  });

  test('runs again a minute before its token expires', async () => {
    let now = Date.parse('2026-11-20T10:00:00Z');
    const credentials = createExecCredentials(
      counting('expiring', `, expirationTimestamp: '2026-11-20T10:10:00Z'`),
      cluster,
      { clock: () => now },
    );
    expect(await credentials.token()).toBe('token-1');
    now = Date.parse('2026-11-20T10:08:59Z');
    expect(await credentials.token()).toBe('token-1');
    now = Date.parse('2026-11-20T10:09:30Z');
    expect(await credentials.token()).toBe('token-2');
  });

  test('is told about the cluster and that nobody is at the terminal', async () => {
    const credentials = createExecCredentials(
      plugin(
        `console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: process.env.KUBERNETES_EXEC_INFO } }))`,
      ),
      cluster,
    );
    expect(JSON.parse((await credentials.token()) ?? '')).toMatchObject({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: {
        interactive: false,
        cluster: {
          server: 'https://example.org',
          'certificate-authority-data': Buffer.from('PEM').toString('base64'),
        },
      },
    });
  });

  test('may give a client certificate', async () => {
    const credentials = createExecCredentials(
      plugin(
        `console.log(JSON.stringify({ kind: 'ExecCredential', status: { clientCertificateData: 'C', clientKeyData: 'K' } }))`,
      ),
      cluster,
    );
    expect(await credentials.certificate()).toEqual({ certificate: 'C', key: 'K' });
  });

  test('that is not on PATH is named, with how to install it', async () => {
    const missing = createExecCredentials(
      { command: 'kubelogin-that-is-nowhere', installHint: 'brew install it' },
      cluster,
    );
    expect(await caught(missing.token())).toMatchObject({
      code: 'unsupported',
      reason: 'exec-plugin-missing',
      values: { command: 'kubelogin-that-is-nowhere' },
      words: 'brew install it',
    });
  });

  test('that fails tells its own words, and may succeed the next time', async () => {
    const failing = createExecCredentials(plugin(`console.error('please log in'); process.exit(3)`), cluster);
    expect(await caught(failing.token())).toMatchObject({
      code: 'signed-out',
      reason: 'exec-plugin-failed',
      words: 'please log in',
    });
  });

  test('that never ends is ended', async () => {
    const slow = createExecCredentials(plugin('setInterval(() => {}, 1000)'), cluster, { deadline: 200 });
    expect(await caught(slow.token())).toMatchObject({ code: 'signed-out', reason: 'exec-plugin-slow' });
  });

  test('that prints something else is told', async () => {
    expect(
      await caught(createExecCredentials(plugin(`console.log('hello')`), cluster).token()),
    ).toMatchObject({ code: 'signed-out', reason: 'exec-plugin-failed' });
  });

  test.skipIf(process.platform === 'win32')('is looked for in absolute folders of PATH alone', async () => {
    const file = path.join(folder, 'my-plugin');
    await writeFile(file, '#!/bin/sh\n');
    await chmod(file, 0o755);
    expect(await findCommand('my-plugin', { PATH: `.:${folder}` })).toBe(file);
    expect(await findCommand('my-plugin', { PATH: '.' })).toBeUndefined();
  });
});
