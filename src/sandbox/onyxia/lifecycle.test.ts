import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox.ts';
import { clientOf, type ApiClient } from './testing/client.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-lifecycle-'));
let sandbox: Sandbox;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  sandbox = await startSandbox({ folder, log: process.env['SANDBOX_LOG'] ? console.error : () => undefined });
  [alice, bob] = await Promise.all([clientOf(sandbox.facts, 'alice'), clientOf(sandbox.facts, 'bob')]);
  await alice.call('POST', '/onboarding', {});
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const kubectl = async (...parameters: string[]) =>
  (
    await promisify(execFile)(
      'kubectl',
      ['--kubeconfig', sandbox.facts.kubernetes.adminKubeconfig, ...parameters],
      { encoding: 'utf8' },
    )
  ).stdout;
const ready = (release: string, namespace = 'user-alice') =>
  kubectl('wait', 'pod', `${release}-0`, '-n', namespace, '--for=condition=Ready', '--timeout=25s');
const gone = (release: string, namespace = 'user-alice') =>
  kubectl('wait', 'pod', `${release}-0`, '-n', namespace, '--for=delete', '--timeout=25s');

interface App {
  id: string;
  status: string;
  tasks: {
    id: string;
    status: { status: string; reason?: string };
    containers: { name: string; ready: boolean }[];
  }[];
  controllers: { kind: string; healthy: boolean; details: { desired: number; ready: number } }[];
  [field: string]: unknown;
}

const launch = (
  client: ApiClient,
  name: string,
  options: Record<string, unknown>,
  more: Record<string, unknown> = {},
  headers?: Record<string, string>,
) =>
  client.call(
    'PUT',
    '/my-lab/app',
    {
      catalogId: 'ide',
      packageName: 'workspace',
      packageVersion: '1.1.0',
      name,
      friendlyName: 'Mine',
      share: false,
      dryRun: false,
      options,
      ...more,
    },
    headers,
  );
const app = async (name: string) => (await alice.call('GET', `/my-lab/app?serviceId=${name}`)).body as App;
const services = async (client = alice, headers?: Record<string, string>) =>
  ((await client.call('GET', '/my-lab/services', undefined, headers)).body as { apps: App[] }).apps;

const values = {
  security: { password: 'check-password' },
  ingress: { enabled: true, hostname: 'user-alice-check-0.sandbox.localhost' },
  extraEnvVars: [{ name: 'CHECK', value: 'yes' }],
  global: { suspend: false },
};

describe('a service, from launch to end', () => {
  test('launching answers with the objects made', async () => {
    const answer = await launch(alice, 'workspace-check', values);
    expect(answer.status).toBe(200);
    const [objects = []] = answer.body as { kind: string; metadata: { name: string } }[][];
    expect(objects.map((object) => `${object.kind} ${object.metadata.name}`)).toEqual([
      'ServiceAccount workspace-check',
      'Secret workspace-check-secrettoken',
      'Secret workspace-check-secretextraenv',
      'PersistentVolumeClaim workspace-check',
      'RoleBinding workspace-check',
      'Service workspace-check',
      'StatefulSet workspace-check',
      'Ingress workspace-check-ui',
    ]);
  });

  test('it runs, and is told with its owner, values, address and notes', async () => {
    await ready('workspace-check');
    expect(await app('workspace-check')).toMatchObject({
      id: 'workspace-check',
      status: 'deployed',
      urls: ['http://user-alice-check-0.sandbox.localhost/'],
      env: { 'security.password': 'check-password', 'global.suspend': 'false', 'ingress.enabled': 'true' },
      tasks: [
        {
          id: 'workspace-check-0',
          status: { status: 'Running' },
          containers: [{ name: 'workspace', ready: true }],
        },
      ],
      subtitle: 'workspace-1.1.0',
      chart: 'workspace-1.1.0',
      namespace: 'user-alice',
      revision: '1',
      suspendable: true,
      suspended: false,
      catalogId: 'ide',
      owner: 'alice',
      friendlyName: 'Mine',
      share: false,
      controllers: [{ healthy: true, kind: 'StatefulSet', details: { desired: 1, ready: 1 } }],
    });
    const { env, postInstallInstructions } = await app('workspace-check');
    expect(env).not.toHaveProperty('extraEnvVars');
    expect(postInstallInstructions).toContain('Your password: check-password');
  });

  test('its page is reached by the ingress', async () => {
    const { port } = new URL(sandbox.facts.ingress.url);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      request(
        { port, host: '127.0.0.1', path: '/', headers: { host: 'user-alice-check-0.sandbox.localhost' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect([200, 302, 303]).toContain(status);
  });

  test('its log is one text, and the log of an absent pod a 500', async () => {
    const logs = await alice.call(
      'GET',
      '/my-lab/app/logs?serviceId=workspace-check&taskId=workspace-check-0',
    );
    expect(logs.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    expect(logs.text.length).toBeGreaterThan(0);
    expect((await alice.call('GET', '/my-lab/app/logs?serviceId=workspace-check&taskId=absent')).status).toBe(
      500,
    );
  });

  test('the events stream sends what was, then follows', async () => {
    const controller = new AbortController();
    const response = await fetch(`${sandbox.facts.onyxia.url}/api/my-lab/events`, {
      headers: { authorization: `Bearer ${alice.token}` },
      signal: controller.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const frame =
      new TextDecoder().decode((await response.body!.getReader().read()).value).split('\n\n')[0] ?? '';
    controller.abort();
    expect(frame).toMatch(/^data:\{/);
    expect(JSON.parse(frame.slice('data:'.length))).toMatchObject({
      kind: 'Event',
      involvedObject: { namespace: 'user-alice' },
    });
  });

  test('a namespace without events keeps its reader waiting, header and all', async () => {
    await bob.call('POST', '/onboarding', {});
    let answered = false;
    const controller = new AbortController();
    const stream = fetch(`${sandbox.facts.onyxia.url}/api/my-lab/events`, {
      headers: { authorization: `Bearer ${bob.token}` },
      signal: controller.signal,
    }).then((response) => {
      answered = true;
      return response.status;
    });
    await bob.call('GET', '/user/info');
    expect(answered).toBe(false);
    await launch(bob, 'workspace-bob', values);
    expect(await stream).toBe(200);
    controller.abort();
    await bob.call('DELETE', '/my-lab/app?bulk=true');
  });

  test('a second launch under its name upgrades it, then answers 500', async () => {
    expect((await launch(alice, 'workspace-check', { ...values, extraEnvVars: [] })).status).toBe(500);
    expect(await app('workspace-check')).toMatchObject({ revision: '2', friendlyName: 'Mine' });
  });

  test('it is renamed and shared', async () => {
    const renamed = await alice.call('POST', '/my-lab/app/rename', {
      serviceID: 'workspace-check',
      friendlyName: 'Renamed',
    });
    const shared = await alice.call('POST', '/my-lab/app/share', {
      serviceID: 'workspace-check',
      share: true,
    });
    expect([renamed.status, renamed.text, shared.status]).toEqual([200, '', 200]);
    expect(await app('workspace-check')).toMatchObject({ friendlyName: 'Renamed', share: true });
  });

  test('suspended it has no pod and no address; resumed it runs again with the same values', async () => {
    expect((await alice.call('POST', '/my-lab/app/suspend', { serviceID: 'workspace-check' })).status).toBe(
      200,
    );
    expect(await app('workspace-check')).toMatchObject({ suspended: true, urls: [], revision: '3' });
    await gone('workspace-check');
    expect(await app('workspace-check')).toMatchObject({
      tasks: [],
      controllers: [{ healthy: true, details: { desired: 0 } }],
    });
    expect((await alice.call('POST', '/my-lab/app/resume', { serviceID: 'workspace-check' })).status).toBe(
      200,
    );
    await ready('workspace-check');
    expect(await app('workspace-check')).toMatchObject({
      suspended: false,
      revision: '4',
      env: { 'security.password': 'check-password' },
    });
  });

  test('its use counts against the quota', async () => {
    const { body } = await alice.call('GET', '/my-lab/quota');
    expect(body).toMatchObject({
      spec: { 'count/pods': 30 },
      usage: { 'requests.cpu': '100m', 'requests.memory': '256Mi', 'count/pods': 1 },
    });
  });

  test('a name that fits several services, or none, is a 500', async () => {
    await launch(alice, 'workspace-check-2', values);
    expect((await alice.call('GET', '/my-lab/app?serviceId=workspace')).status).toBe(500);
    expect((await alice.call('GET', '/my-lab/app?serviceId=absent')).status).toBe(500);
  });

  test('ended once it is gone; ended twice it is not an error but no success', async () => {
    const end = () => alice.call('DELETE', '/my-lab/app?path=workspace-check');
    expect((await end()).body).toEqual({ path: 'workspace-check', success: true });
    expect((await end()).body).toEqual({ path: 'workspace-check', success: false });
    expect((await services()).map(({ id }) => id)).toEqual(['workspace-check-2']);
  });

  test('all are ended at once', async () => {
    expect((await alice.call('DELETE', '/my-lab/app?bulk=true')).body).toEqual({ success: true });
    expect(await services()).toEqual([]);
  });
});

describe('what goes wrong', () => {
  test('what Kubernetes refuses is a bare 500, and leaves a failed release without owner', async () => {
    const answer = await launch(
      alice,
      'ghost',
      { global: { suspend: false } },
      { catalogId: 'faults', packageName: 'refused-object', packageVersion: '1.0.0' },
    );
    expect(answer.status).toBe(500);
    const [ghost] = await services();
    expect(ghost).toMatchObject({ id: 'ghost', status: 'failed', share: false });
    expect(ghost).not.toHaveProperty('owner');
    await alice.call('DELETE', '/my-lab/app?path=ghost');
  });

  test('beyond the quota the answer is 200, without a task; only events say why', async () => {
    const answer = await launch(
      alice,
      'greedy',
      { global: { suspend: false } },
      { catalogId: 'faults', packageName: 'over-quota', packageVersion: '1.0.0' },
    );
    expect(answer.status).toBe(200);
    const [greedy] = await services();
    expect(greedy).toMatchObject({
      status: 'deployed',
      tasks: [],
      controllers: [{ healthy: false, details: { desired: 1, ready: 0 } }],
    });
    await alice.call('DELETE', '/my-lab/app?path=greedy');
  });

  test('a dry run and values without an entry are 500, and make nothing', async () => {
    expect((await launch(alice, 'dry', values, { dryRun: true })).status).toBe(500);
    expect((await launch(alice, 'empty', {})).status).toBe(500);
    expect(await services()).toEqual([]);
  });
});

describe('a group', () => {
  const group = { 'onyxia-project': 'projet-nace' };

  test('onboarded by its own name gets a namespace with the prefix twice', async () => {
    expect((await alice.call('POST', '/onboarding', { group: 'projet-nace' })).status).toBe(200);
    expect(await kubectl('get', 'namespaces', '-o', 'name')).toContain('namespace/projet-projet-nace\n');
    expect((await alice.call('POST', '/onboarding', { group: 'nace' })).status).toBe(403);
  });

  test('sees what is shared; others have no way in', async () => {
    expect((await launch(alice, 'workspace-team', values, { share: true }, group)).status).toBe(200);
    expect(await services(alice, group)).toMatchObject([
      { id: 'workspace-team', namespace: 'projet-nace', owner: 'alice' },
    ]);
    expect((await bob.call('GET', '/my-lab/services', undefined, group)).status).toBe(403);
    expect((await alice.call('GET', '/my-lab/quota', undefined, group)).status).toBe(403);
    await alice.call('DELETE', '/my-lab/app?path=workspace-team', undefined, group);
  });
});
