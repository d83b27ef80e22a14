import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as secureRequest } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import * as openid from 'openid-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from './identity/testing/sign-in.ts';
import { callApi, clientOf, type ApiClient } from './onyxia/testing/client.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-whole-'));
let sandbox: Sandbox;
let alice: ApiClient;

beforeAll(async () => {
  sandbox = await startSandbox({ folder, onboarded: true });
  alice = await clientOf(sandbox.facts, 'alice');
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const admin = async (method: string, address: string, body?: unknown, token = sandbox.facts.admin.token) => {
  const response = await fetch(sandbox.facts.admin.url + address, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const fault = async (body: Record<string, unknown>) =>
  expect((await admin('POST', '/faults', body)).status).toBe(200);

interface ClusterAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** A request to the Kubernetes API over a connection of its own. */
function cluster(address: string, token: string): Promise<ClusterAnswer> {
  const { server, certificateAuthority: ca } = sandbox.facts.kubernetes;
  return new Promise((resolve, reject) => {
    const options = { ca, agent: false as const, headers: { authorization: `Bearer ${token}` } };
    secureRequest(server + address, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> }),
      );
    })
      .on('error', reject)
      .end();
  });
}

async function storageKeys(token: string) {
  const sts = new STSClient({ endpoint: sandbox.facts.s3.stsEndpoint, region: 'us-east-1', maxAttempts: 1 });
  const { Credentials: keys } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      WebIdentityToken: token,
      RoleArn: 'arn:aws:iam::0:role/x',
      RoleSessionName: 'x',
    }),
  );
  return {
    accessKeyId: keys!.AccessKeyId!,
    secretAccessKey: keys!.SecretAccessKey!,
    sessionToken: keys!.SessionToken!,
  };
}

const vaultLogin = (jwt: string) =>
  fetch(`${sandbox.facts.vault.url}/v1/auth/jwt/login`, {
    method: 'POST',
    body: JSON.stringify({ role: sandbox.facts.vault.role, jwt }),
  });

describe('one sign-in, every server', () => {
  test('the main token opens the cluster, the storage and the secrets', async () => {
    expect((await cluster('/api/v1/namespaces/user-alice/pods', alice.token)).status).toBe(200);
    const s3 = new S3Client({
      endpoint: sandbox.facts.s3.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: await storageKeys(alice.token),
    });
    const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
    expect(buckets.map(({ Name: name }) => name)).toEqual(expect.arrayContaining(['alice', 'projet-nace']));
    expect((await vaultLogin(alice.token)).status).toBe(200);
  });

  test('the token of one client opens its own server and no other', async () => {
    const storage = await clientOf(sandbox.facts, 'alice', 'onyxia-minio');
    await expect(storageKeys(storage.token)).resolves.toBeDefined();
    expect((await cluster('/api/v1/namespaces/user-alice/pods', storage.token)).status).toBe(401);
    expect((await vaultLogin(storage.token)).status).toBe(400);
    expect((await storage.call('GET', '/user/info')).status).toBe(401);
  });

  test('a person may do everything in their own and their groups’ namespaces, nothing elsewhere', async () => {
    expect((await cluster('/api/v1/namespaces/projet-nace/secrets', alice.token)).status).toBe(200);
    expect((await cluster('/api/v1/namespaces/user-bob/pods', alice.token)).status).toBe(403);
    const review = await cluster('/api/v1/namespaces', alice.token);
    expect(review.body['message']).toContain('User "alice" cannot list resource "namespaces"');
  });
});

test('a schema whose name has a slash cannot be fetched by itself, encoded or not', async () => {
  for (const [name, status] of [
    ['proxy.json', 200],
    ['ide/s3.json', 404],
    ['ide%2Fs3.json', 400],
  ] as const) {
    expect((await callApi(sandbox.facts.onyxia.url, 'GET', `/public/schemas/${name}`)).status).toBe(status);
  }
});

describe('the API and tokens bound to a key (DPoP)', () => {
  test('want a proof, and take it', async () => {
    const password = sandbox.facts.people.find(({ name }) => name === 'alice')?.password ?? '';
    const { configuration } = await signIn({
      issuer: sandbox.facts.oidc.issuer,
      name: 'alice',
      password,
    });
    const dpop = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair());
    const { tokens } = await signIn({
      issuer: sandbox.facts.oidc.issuer,
      name: 'alice',
      password,
      dpop,
    });
    const address = new URL(`${sandbox.facts.onyxia.url}/api/user/info`);
    const bare = await callApi(sandbox.facts.onyxia.url, 'GET', '/user/info', undefined, {
      authorization: `Bearer ${tokens.access_token}`,
    });
    expect(bare.status).toBe(401);
    const without = await callApi(sandbox.facts.onyxia.url, 'GET', '/user/info', undefined, {
      authorization: `DPoP ${tokens.access_token}`,
    });
    expect(without.headers.get('www-authenticate')).toContain('invalid_dpop_proof');
    const proven = await openid.fetchProtectedResource(
      configuration,
      tokens.access_token,
      address,
      'GET',
      null,
      undefined,
      { DPoP: dpop },
    );
    expect(proven.status).toBe(200);
  });
});

describe('faults by the admin address', () => {
  afterEach(async () => {
    expect((await admin('DELETE', '/faults')).status).toBe(200);
  });

  test('nothing is done without its token, and nonsense is refused', async () => {
    expect((await admin('POST', '/faults', { target: 'onyxia', status: 503 }, 'guessed')).status).toBe(401);
    expect((await admin('POST', '/faults', { target: 'nobody' })).status).toBe(400);
    expect((await admin('GET', '/nothing')).status).toBe(404);
  });

  test.each([
    ['onyxia', () => `${sandbox.facts.onyxia.url}/api/public/ip`],
    ['identity', () => `${sandbox.facts.oidc.issuer}/.well-known/openid-configuration`],
    ['s3', () => `${sandbox.facts.s3.endpoint}/minio/health/live`],
    ['vault', () => `${sandbox.facts.vault.url}/v1/sys/health`],
    ['charts', () => `${sandbox.facts.charts['ide']}/index.yaml`],
    ['ingress', () => sandbox.facts.ingress.url],
  ])('%s answers 503 while told so', async (target, address) => {
    const before = (await fetch(address())).status;
    await fault({ target, status: 503 });
    // The ingress cuts what is open, as a fault of the network does.
    const during = await fetch(address()).catch(() => fetch(address()));
    expect(during.status).toBe(503);
    await admin('DELETE', '/faults');
    expect((await fetch(address())).status).toBe(before);
  });

  test('the cluster fails the next requests, refuses tokens, and is cut off', async () => {
    await fault({ target: 'kubernetes', status: 503, count: 1 });
    expect((await cluster('/api/v1/namespaces/user-alice/pods', alice.token)).status).toBe(503);
    expect((await cluster('/api/v1/namespaces/user-alice/pods', alice.token)).status).toBe(200);
    await fault({ target: 'kubernetes', expireTokens: true });
    expect((await cluster('/api/v1/namespaces/user-alice/pods', alice.token)).status).toBe(401);
    await admin('DELETE', '/faults');
    await fault({ target: 'kubernetes', cut: true });
    await expect(cluster('/api/v1/namespaces/user-alice/pods', alice.token)).rejects.toThrow();
    await admin('DELETE', '/faults');
    expect((await cluster('/api/v1/namespaces/user-alice/pods', alice.token)).status).toBe(200);
  });

  test('without its cluster the API says there are no services, and fails otherwise', async () => {
    await fault({ target: 'kubernetes', status: 503 });
    expect((await alice.call('GET', '/my-lab/services')).body).toEqual({ apps: [], groups: [] });
    expect((await alice.call('GET', '/my-lab/quota')).status).toBe(500);
  });

  test('the region can lack its vault, cluster and quota, or tell its storage as a list', async () => {
    await fault({ target: 'onyxia', region: ['no-vault', 'no-kubernetes', 's3-array', 'no-quota'] });
    const { body } = await callApi(sandbox.facts.onyxia.url, 'GET', '/public/configuration');
    const [region] = (body as { regions: Record<string, unknown>[] }).regions;
    expect(region).not.toHaveProperty('vault');
    expect(region).not.toHaveProperty('services.k8sPublicEndpoint');
    expect(region).toHaveProperty('data.S3.0.URL');
    expect((await alice.call('GET', '/my-lab/quota')).status).toBe(403);
  });

  test('the quota can be made small, and is put back', async () => {
    await fault({ target: 'onyxia', quota: { 'requests.cpu': '1', 'count/pods': 0 } });
    expect((await alice.call('GET', '/my-lab/quota')).body).toMatchObject({
      spec: { 'requests.cpu': '1', 'count/pods': 0 },
    });
    await admin('DELETE', '/faults');
    expect((await alice.call('GET', '/my-lab/quota')).body).toMatchObject({ spec: { 'count/pods': 30 } });
  });

  test('storage keys die when told', async () => {
    const credentials = await storageKeys(alice.token);
    await fault({ target: 's3', expireTokens: true });
    const s3 = new S3Client({
      endpoint: sandbox.facts.s3.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials,
    });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  });

  test('access tokens of before are expired, and say since when', async () => {
    const bob = await clientOf(sandbox.facts, 'bob');
    await fault({ target: 'identity', expireTokens: true });
    const refused = await bob.call('GET', '/user/info');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Jwt expired at');
    alice = await clientOf(sandbox.facts, 'alice');
    expect((await alice.call('GET', '/user/info')).status).toBe(200);
  });
});

describe('pods and restarts', () => {
  const kubectl = async (...parameters: string[]) =>
    (
      await promisify(execFile)('kubectl', [
        '--kubeconfig',
        sandbox.facts.kubernetes.adminKubeconfig,
        ...parameters,
      ])
    ).stdout;
  const uid = () =>
    kubectl('get', 'pod', 'workspace-1-0', '-n', 'user-alice', '-o', 'jsonpath={.metadata.uid}');
  const ready = () =>
    kubectl('wait', 'pod/workspace-1-0', '-n', 'user-alice', '--for=condition=Ready', '--timeout=25s');

  test('a killed pod comes back under its name', async () => {
    const options = { security: { password: 'p' }, global: { suspend: false } };
    const body = {
      catalogId: 'ide',
      packageName: 'workspace',
      packageVersion: '1.1.0',
      name: 'workspace-1',
      friendlyName: 'One',
      share: false,
      options,
      dryRun: false,
    };
    expect((await alice.call('PUT', '/my-lab/app', body)).status).toBe(200);
    await ready();
    const before = await uid();
    expect(
      (await admin('POST', '/kill-pod', { namespace: 'user-alice', release: 'workspace-1' })).body,
    ).toEqual({ killed: ['workspace-1-0'] });
    await kubectl(
      'wait',
      'statefulset/workspace-1',
      '-n',
      'user-alice',
      '--for=jsonpath={.status.readyReplicas}=1',
      '--timeout=25s',
    );
    await ready();
    expect(await uid()).not.toBe(before);
  });

  test('after a restart everything is where it was: addresses, tokens, services', async () => {
    const before = await callApi(sandbox.facts.onyxia.url, 'GET', '/public/regions');
    expect((await admin('POST', '/restart', {})).status).toBe(200);
    const after = await callApi(sandbox.facts.onyxia.url, 'GET', '/public/regions').catch(() =>
      callApi(sandbox.facts.onyxia.url, 'GET', '/public/regions'),
    );
    expect(after.body).toEqual(before.body);
    const { body } = await alice.call('GET', '/my-lab/services');
    expect(body).toMatchObject({ apps: [{ id: 'workspace-1', friendlyName: 'One' }] });
    await ready();
  });

  test('a second sandbox in the same folder is refused', async () => {
    await expect(startSandbox({ folder })).rejects.toThrow('already runs');
  });
});
