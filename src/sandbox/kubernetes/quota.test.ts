import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf } from './shape.ts';
import { startTestCluster, type TestCluster } from './testing/cluster.ts';
import { pod } from './testing/objects.ts';
import { data, recorded } from './testing/recorded.ts';

const pods = '/api/v1/namespaces/user-bob/pods';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

describe('quota', () => {
  test.skipIf(!data)('a pod that asks too much is refused as recorded (needs SARDONYX_DATA)', async () => {
    const [exchange] = recorded('24-refused-by-quota.json');
    const answer = await cluster.call('POST', pods, { body: exchange?.requestBody });
    expect(answer.status).toBe(exchange?.status);
    // What is used differs from the recording's cluster; everything else is the same.
    const withoutUse = (body: unknown) => {
      const { message, ...rest } = fieldsOf(body);
      return { ...rest, message: String(message).replace(/used: .*, limited/, 'used: ..., limited') };
    };
    expect(withoutUse(answer.json())).toEqual(withoutUse(exchange?.responseBody));
    expect(String(answer.json()['message'])).toMatch(
      /used: limits\.memory=\S+,requests\.cpu=\S+,requests\.memory=\S+, limited/,
    );
  });

  test.skipIf(!data)(
    'a pod that does not state what is limited is refused as recorded (needs SARDONYX_DATA)',
    async () => {
      const failures = readFileSync(path.join(data ?? '', 'kubernetes-api', 'failures.json'), 'utf8');
      const said = /pods \\"no-resources-0\\" is forbidden: ([^"]*)"/.exec(failures)?.[1];
      const body = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'no-resources-0' },
        spec: { containers: [{ name: 'main', image: 'i:1' }] },
      };
      const answer = await cluster.call('POST', pods, { body });
      expect(answer.json()['message']).toBe(`pods "no-resources-0" is forbidden: ${said}`);
    },
  );

  test('what pods use is counted in the status of the quota and given back', async () => {
    const used = async () => {
      const quota = (
        await cluster.call('GET', '/api/v1/namespaces/user-bob/resourcequotas/onyxia-quota')
      ).json();
      return fieldsOf(fieldsOf(quota['status'])['used']);
    };
    const before = await used();
    await cluster.call('POST', pods, {
      body: pod('counted', { cpu: '1', memory: '1Gi' }, { cpu: '1', memory: '1Gi' }),
    });
    expect(await used()).not.toEqual(before);
    await cluster.call('DELETE', `${pods}/counted?gracePeriodSeconds=0`);
    expect(await used()).toEqual(before);
  });

  test('a limit range fills what a pod leaves out, before the quota looks', async () => {
    const token = cluster.kubernetes.adminToken;
    const limits = [
      {
        type: 'Container',
        default: { cpu: '200m', memory: '128Mi' },
        defaultRequest: { cpu: '100m', memory: '64Mi' },
      },
    ];
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'defaults' }, spec: { limits } };
    await cluster.call('POST', '/api/v1/namespaces/user-bob/limitranges', { token, body: range });
    const body = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'filled' },
      spec: { containers: [{ name: 'main', image: 'i:1' }] },
    };
    const answer = await cluster.call('POST', pods, { body });
    expect(answer.status).toBe(201);
    expect(fieldsOf(answer.json()['spec'])['containers']).toMatchObject([
      { resources: { limits: limits[0]?.default, requests: limits[0]?.defaultRequest } },
    ]);
  });

  test('claims count for the storage that they ask', async () => {
    const token = cluster.kubernetes.adminToken;
    const spec = { hard: { 'requests.storage': '2Gi', persistentvolumeclaims: '5' } };
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'storage' }, spec };
    await cluster.call('POST', '/api/v1/namespaces/user-alice/resourcequotas', { token, body: quota });
    const claim = (name: string, storage: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });
    const claims = '/api/v1/namespaces/user-alice/persistentvolumeclaims';
    expect((await cluster.call('POST', claims, { token, body: claim('a', '1536Mi') })).status).toBe(201);
    const refused = await cluster.call('POST', claims, { token, body: claim('b', '1Gi') });
    expect(refused.json()['message']).toBe(
      'persistentvolumeclaims "b" is forbidden: exceeded quota: storage, requested: requests.storage=1Gi, used: requests.storage=1536Mi, limited: requests.storage=2Gi',
    );
  });
});
