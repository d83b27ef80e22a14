import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signIn } from '../identity/testing/sign-in.ts';
import { kubeconfig } from '../kubernetes/server.ts';
import { platformFile } from '../platform-file.ts';
import { startSandbox, type Sandbox } from '../sandbox.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-serving-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ folder });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A person's token, and kubectl with it. */
async function as(name: string) {
  const { facts } = sandbox;
  const password = facts.people.find((person) => person.name === name)?.password ?? '';
  const { tokens } = await signIn({ issuer: facts.oidc.issuer, name, password });
  const token = tokens.access_token;
  const file = path.join(folder, `${name}.kubeconfig`);
  const { server: url, certificateAuthority } = facts.kubernetes;
  await writeFile(file, kubeconfig({ url, certificateAuthority, token, namespace: 'argocd' }), {
    mode: 0o600,
  });
  const run = promisify(execFile);
  const program = path.join(import.meta.dirname, '../../../node_modules/.bin/kubectl');
  const kubectl = (...parameters: string[]) =>
    run(program, ['--kubeconfig', file, ...parameters]).then(
      ({ stdout }) => stdout,
      (error: { stderr: string }) => Promise.reject(new Error(error.stderr)),
    );
  return { password, token, kubectl };
}

test('the facts and the platform file say where Argo CD is', () => {
  const { argoCd } = sandbox.facts;
  expect(argoCd).toEqual({ namespace: 'argocd', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  expect(platformFile(sandbox.facts)).toMatchObject({ argoCd });
});

// The first start trains the model that is served.
test(
  'kubectl of a member follows, changes and syncs the application; others are refused',
  { timeout: 120_000 },
  async () => {
    const { kubectl } = await as('alice');
    await kubectl(
      'wait',
      'application/codification-api',
      '--for=jsonpath={.status.operationState.phase}=Succeeded',
    );
    expect(await kubectl('get', 'applications')).toMatch(
      /^NAME +SYNC STATUS +HEALTH STATUS\s+codification-api +Synced +(?:Progressing|Healthy)\s+$/,
    );
    await kubectl('-n', 'projet-nace', 'rollout', 'status', 'deployment/codification-api', '--timeout=100s');
    const images = { spec: { source: { kustomize: { images: ['sandbox/coding-api:2'] } } } };
    await kubectl('patch', 'application', 'codification-api', '--type=merge', '-p', JSON.stringify(images));
    await kubectl('wait', 'application/codification-api', '--for=jsonpath={.status.sync.status}=OutOfSync');
    const operation = { operation: { initiatedBy: { username: 'alice' }, sync: { prune: false } } };
    await kubectl(
      'patch',
      'application',
      'codification-api',
      '--type=merge',
      '-p',
      JSON.stringify(operation),
    );
    await kubectl('wait', 'application/codification-api', '--for=jsonpath={.status.sync.status}=Synced');
    const image = '-o=jsonpath={.spec.template.spec.containers[0].image}';
    expect(await kubectl('-n', 'projet-nace', 'get', 'deployment', 'codification-api', image)).toBe(
      'sandbox/coding-api:2',
    );
    await kubectl('-n', 'projet-nace', 'rollout', 'status', 'deployment/codification-api', '--timeout=100s');
    await kubectl('annotate', 'application', 'codification-api', 'argocd.argoproj.io/refresh=hard');
    const bob = await as('bob');
    for (const command of [
      ['get', 'applications'],
      ['annotate', 'application', 'codification-api', 'a=b'],
    ])
      await expect(bob.kubectl(...command)).rejects.toThrow(/Forbidden.*applications\.argoproj\.io/s);
  },
);

test('the registered model answers at the public address and behind its own name', async () => {
  const body = JSON.stringify({ forms: [{ description_activity: 'COIFFURE A DOMICILE', type_form: 'C' }] });
  const headers = { 'content-type': 'application/json' };
  const { url } = sandbox.facts.coding;
  const [answer] = (await (
    await fetch(`${url}/predict/`, { method: 'POST', body, headers })
  ).json()) as Record<string, { code: string }>[];
  expect(answer?.['1']?.code).toMatch(/^960/);
  expect(await (await fetch(url)).json()).toMatchObject({
    Model_name: 'codification-naf',
    Model_version: '1',
  });
});

test('people sign in to Argo CD with their password or by the identity provider', async () => {
  const { argoCd } = sandbox.facts;
  const names = async (token: string) => {
    const answer = await fetch(`${argoCd.url}/api/v1/applications`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = (await answer.json()) as { items: { metadata: { name: string } }[] };
    return items.map(({ metadata }) => metadata.name);
  };
  const { password, token } = await as('alice');
  const session = await fetch(`${argoCd.url}/api/v1/session`, {
    method: 'POST',
    body: JSON.stringify({ username: 'alice', password }),
  });
  expect(await names(((await session.json()) as { token: string }).token)).toEqual(['codification-api']);
  expect(await names(token)).toEqual(['codification-api']);
  expect(await names((await as('bob')).token)).toEqual([]);
});

test('the pod itself is reached behind the name of its Ingress', async () => {
  const { url } = sandbox.facts.ingress;
  const host = 'codification-api.sandbox.localhost';
  const body = await new Promise<string>((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += String(chunk)));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
  expect(JSON.parse(body)).toMatchObject({ Model_name: 'codification-naf', Model_version: '1' });
});

test('what was answered lies in the bucket of the project', async () => {
  const { endpoint, region } = sandbox.facts.s3;
  const sts = new STSClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const { token } = await as('alice');
  const { Credentials: keys } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: undefined,
      RoleSessionName: undefined,
      WebIdentityToken: token,
    }),
  );
  const credentials = {
    accessKeyId: keys?.AccessKeyId ?? '',
    secretAccessKey: keys?.SecretAccessKey ?? '',
    sessionToken: keys?.SessionToken ?? '',
  };
  const s3 = new S3Client({ endpoint, region, forcePathStyle: true, credentials });
  await vi.waitFor(
    async () => {
      const Prefix = `requetes/date=${new Date().toISOString().slice(0, 10)}/part-`;
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'projet-nace', Prefix }));
      expect(Contents).toHaveLength(1);
    },
    { timeout: 10_000 },
  );
  sts.destroy();
  s3.destroy();
});
