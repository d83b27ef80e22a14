import { request } from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from './authority.ts';
import { fieldsOf } from './shape.ts';
import { startTestCluster, type TestCluster } from './testing/cluster.ts';

const pods = '/api/v1/namespaces/user-bob/pods';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

describe('who may do what', () => {
  test('a request without or with an unknown token is answered 401 with a Status', async () => {
    for (const token of ['', 'nonsense']) {
      const answer = await cluster.call('GET', pods, { token });
      expect(answer.status).toBe(401);
      expect(answer.json()).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      });
    }
  });

  test('a stranger is refused in the words of the real server', async () => {
    const answer = await cluster.call('GET', pods, { token: 'alice-token' });
    expect(answer.status).toBe(403);
    expect(answer.json()['message']).toBe(
      'pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "user-bob"',
    );
    const one = await cluster.call('DELETE', '/apis/apps/v1/namespaces/user-bob/statefulsets/x', {
      token: 'alice-token',
    });
    expect(one.json()['message']).toBe(
      'statefulsets.apps "x" is forbidden: User "alice" cannot delete resource "statefulsets" in API group "apps" in the namespace "user-bob"',
    );
    const wide = await cluster.call('GET', '/api/v1/pods', { token: 'bob-token' });
    expect(wide.json()['message']).toBe(
      'pods is forbidden: User "bob" cannot list resource "pods" in API group "" at the cluster scope',
    );
  });

  test('a group gives access to its namespace, an administrator may not change the quota', async () => {
    expect((await cluster.call('GET', '/api/v1/namespaces/projet-nace/pods')).status).toBe(200);
    expect(
      (await cluster.call('GET', '/api/v1/namespaces/projet-nace/pods', { token: 'alice-token' })).status,
    ).toBe(403);
    expect((await cluster.call('GET', '/api/v1/namespaces/user-bob')).status).toBe(200);
    expect((await cluster.call('GET', '/api/v1/namespaces/user-bob/resourcequotas')).status).toBe(200);
    expect(
      (await cluster.call('DELETE', '/api/v1/namespaces/user-bob/resourcequotas/onyxia-quota')).status,
    ).toBe(403);
  });

  test('access reviews answer for oneself', async () => {
    const review = async (namespace: string, verb: string) => {
      const spec = { resourceAttributes: { namespace, verb, resource: 'pods', subresource: 'portforward' } };
      const address = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      const answer = await cluster.call('POST', address, { body: { spec } });
      expect(answer.status).toBe(201);
      return fieldsOf(answer.json()['status'])['allowed'];
    };
    expect(await review('user-bob', 'create')).toBe(true);
    expect(await review('user-alice', 'create')).toBe(false);
  });

  test('a client certificate of the authority identifies a person', async () => {
    const authority = await createAuthority(path.join(cluster.folder, 'authority'));
    const client = authority.signClient({ name: 'bob', groups: ['staff'] });
    const status = await new Promise<number>((resolve, reject) => {
      request(
        `${cluster.kubernetes.url}${pods}`,
        { ca: authority.certificate, agent: false, cert: client.certificate, key: client.key },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});
