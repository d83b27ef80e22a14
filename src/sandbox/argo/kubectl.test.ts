import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../kubernetes/testing/cluster.ts';

let cluster: TestCluster;
let file = '';
const workflow = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name: 'grid', namespace: 'user-bob', labels: { app: 'grid' } },
  spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] },
  status: { phase: 'Running', message: 'told by its maker', startedAt: '2026-11-20T10:00:00Z' },
};
beforeAll(async () => {
  cluster = await startTestCluster();
  file = path.join(cluster.folder, 'workflow.json');
  await writeFile(file, JSON.stringify(workflow));
});
afterAll(() => cluster.stop());

const kubectl = (...parameters: string[]) => cluster.run('kubectl', '-n', 'user-bob', ...parameters);

describe('kubectl', () => {
  test('makes, applies, prints, patches and deletes a workflow', async () => {
    expect(await kubectl('create', '-f', file)).toContain('workflow.argoproj.io/grid created');
    expect(await kubectl('get', 'wf')).toMatch(
      /^NAME +STATUS +AGE +MESSAGE\ngrid +Running +\S+ +told by its maker/,
    );
    await kubectl('patch', 'workflow', 'grid', '--type', 'merge', '-p', '{"spec":{"suspend":true}}');
    expect(await kubectl('get', 'wf', 'grid', '-o', 'jsonpath={.spec.suspend}')).toBe('true');
    await kubectl('patch', 'wf', 'grid', '--type', 'merge', '-p', '{"spec":{"suspend":null}}');
    expect(await kubectl('get', 'wf', 'grid', '-o', 'jsonpath={.spec.suspend}')).toBe('');
    expect(await kubectl('apply', '--server-side', '--force-conflicts', '-f', file)).toContain(
      'serverside-applied',
    );
    expect(await kubectl('delete', 'wf', 'grid')).toContain('deleted');
  });

  test('knows all kinds of Argo by their short names', async () => {
    const listed = await cluster.run(
      'kubectl',
      'api-resources',
      '--api-group',
      'argoproj.io',
      '--no-headers',
    );
    expect(listed.split('\n').map((line) => line.split(/ +/).slice(0, 2))).toEqual(
      expect.arrayContaining([
        ['applications', 'app,apps'],
        ['clusterworkflowtemplates', 'clusterwftmpl,cwft'],
        ['cronworkflows', 'cwf,cronwf'],
        ['workflows', 'wf'],
        ['workflowtemplates', 'wftmpl'],
      ]),
    );
  });
});

const base = '/apis/argoproj.io/v1alpha1/namespaces';

test('a list of metadata alone holds labels and no status', async () => {
  await kubectl('create', '-f', file);
  const answer = await cluster.call('GET', `${base}/user-bob/workflows?labelSelector=app%3Dgrid`, {
    headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' },
  });
  const list = answer.json<{ kind: string; items: Record<string, unknown>[] }>();
  expect(list.kind).toBe('PartialObjectMetadataList');
  expect(list.items.map((item) => Object.keys(item).sort())).toEqual([['apiVersion', 'kind', 'metadata']]);
});

test('a patch with merge keys is refused, as for every custom kind', async () => {
  const patch = await cluster.call('PATCH', `${base}/user-bob/workflows/grid`, {
    body: { spec: {} },
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
  });
  expect(patch.status).toBe(415);
});

test('who may edit a namespace may make workflows there, and nowhere else', async () => {
  const make = (namespace: string) =>
    cluster.call('POST', `${base}/${namespace}/workflows`, {
      body: { ...workflow, metadata: { generateName: 'own-', namespace } },
    });
  expect((await make('user-bob')).status).toBe(201);
  expect((await make('user-alice')).status).toBe(403);
});
