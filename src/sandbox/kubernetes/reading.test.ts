import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf, listOf } from './shape.ts';
import { startTestCluster, type TestCluster } from './testing/cluster.ts';
import { configMap, nameOf, pod, versionOf } from './testing/objects.ts';
import { data, recorded } from './testing/recorded.ts';
import { lines } from './testing/watch.ts';

const pods = '/api/v1/namespaces/user-bob/pods';
const configMaps = '/api/v1/namespaces/user-bob/configmaps';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

describe('forms', () => {
  const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
  const metadataOnly = { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };

  test('a list comes in pages that together hold every object once', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) {
      await cluster.call('POST', configMaps, { body: configMap(name, { paged: 'yes' }) });
    }
    const names: string[] = [];
    let token = '';
    let version = 0;
    do {
      const answer = await cluster.call('GET', `${configMaps}?limit=2&labelSelector=paged&continue=${token}`);
      const list = answer.json();
      if (version !== 0) expect(versionOf(list)).toBe(version);
      version = versionOf(list);
      names.push(...listOf(list['items']).map((item) => nameOf(item) ?? ''));
      token = String(fieldsOf(list['metadata'])['continue'] ?? '');
    } while (token !== '');
    expect(names).toEqual(['page-a', 'page-b', 'page-c']);
  });

  test('lists leave kind and version out of their items, count what remains, and are indented for curl', async () => {
    const answer = await cluster.call('GET', `${configMaps}?limit=1`, {
      headers: { 'user-agent': 'curl/8' },
    });
    expect(
      answer.text.startsWith('{\n  "kind": "ConfigMapList",\n  "apiVersion": "v1",\n  "metadata": {'),
    ).toBe(true);
    expect(Object.keys(listOf(answer.json()['items'])[0] ?? {})[0]).toBe('metadata');
    const total = listOf((await cluster.call('GET', configMaps)).json()['items']).length;
    expect(fieldsOf(answer.json()['metadata'])['remainingItemCount']).toBe(total - 1);
  });

  test.skipIf(!data)(
    'metadata alone is answered as recorded, with null for no items (needs SARDONYX_DATA)',
    async () => {
      const [exchange] = recorded('21-metadata-only-list.json');
      const address = '/api/v1/namespaces/projet-nace/secrets';
      const answer = await cluster.call('GET', address, { headers: metadataOnly });
      const expected = fieldsOf(exchange?.responseBody);
      expect(answer.json()).toEqual({ ...expected, metadata: { resourceVersion: expect.any(String) } });
      const full = await cluster.call('GET', configMaps, { headers: metadataOnly });
      for (const item of listOf(full.json()['items']))
        expect(Object.keys(item)).toEqual(['kind', 'apiVersion', 'metadata']);
    },
  );

  test.skipIf(!data)('tables have the columns of the real server (needs SARDONYX_DATA)', async () => {
    await cluster.call('POST', pods, { body: pod('tabled') });
    for (const [file, address] of [
      ['08-kubectl-get-pods.json', `${pods}?limit=500`],
      ['17-kubectl-get-events.json', '/api/v1/namespaces/user-bob/events?limit=500'],
    ] as const) {
      const cut = String(recorded(file)[0]?.responseBody);
      const expected = [...cut.matchAll(/\{"name":"([^"]+)","type":"(\w+)","format":"(\w*)"/g)].map((match) =>
        match.slice(1, 4),
      );
      const answer = (await cluster.call('GET', address, { headers: table })).json();
      const columns = listOf(answer['columnDefinitions']).map((column) => [
        column['name'],
        column['type'],
        column['format'],
      ]);
      expect(expected.length).toBeGreaterThan(4);
      expect(columns.slice(0, expected.length)).toEqual(expected);
      const [row] = listOf(answer['rows']);
      expect(row?.['cells']).toHaveLength(columns.length);
      expect(fieldsOf(row?.['object'])['kind']).toBe('PartialObjectMetadata');
    }
  });

  test('a watch of tables gives the column definitions once', async () => {
    const start = cluster.kubernetes.store.version();
    await cluster.call('POST', configMaps, { body: configMap('row-1') });
    await cluster.call('POST', configMaps, { body: configMap('row-2') });
    const answer = await cluster.call(
      'GET',
      `${configMaps}?watch=1&resourceVersion=${start}&timeoutSeconds=1`,
      { headers: table },
    );
    const [first, second] = lines(answer);
    expect([first?.object['kind'], listOf(first?.object['columnDefinitions']).length]).toEqual(['Table', 3]);
    expect(second?.object['columnDefinitions']).toBeNull();
  });

  test('the same events are shown by both event APIs', async () => {
    const created = cluster.kubernetes.store.get('configmaps', 'user-bob', 'kube-root-ca.crt');
    if (created === undefined) throw new Error('the namespace has no authority');
    for (let turn = 0; turn < 3; turn += 1) {
      cluster.kubernetes.store.recordEvent(created, {
        type: 'Warning',
        reason: 'Odd',
        message: 'odd',
        component: 'test',
      });
    }
    const core = await cluster.call('GET', '/api/v1/namespaces/user-bob/events?fieldSelector=reason%3DOdd');
    const newer = await cluster.call(
      'GET',
      '/apis/events.k8s.io/v1/namespaces/user-bob/events?fieldSelector=reason%3DOdd',
      {
        token: cluster.kubernetes.adminToken,
      },
    );
    expect(listOf(core.json()['items'])).toMatchObject([
      { message: 'odd', count: 3, involvedObject: { kind: 'ConfigMap' } },
    ]);
    expect(listOf(newer.json()['items'])).toMatchObject([
      { note: 'odd', deprecatedCount: 3, regarding: { kind: 'ConfigMap' } },
    ]);
  });
});
