import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFaultGate } from '../faults.ts';
import { at, fieldsOf, listOf, type Fields } from '../kubernetes/shape.ts';
import { namespace } from '../node/testing/cluster.ts';
import { defaultRoles } from '../kubernetes/roles.ts';
import { startArgoServer, type ArgoServer } from './server.ts';
import { outcome, shell, startArgoCluster, type ArgoCluster } from './testing/cluster.ts';

let cluster: ArgoCluster;
let server: ArgoServer;
beforeEach(async () => {
  cluster = await startArgoCluster();
  for (const role of defaultRoles) cluster.store.create(role);
  cluster.store.create({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'alice', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'User', name: 'alice' }],
  });
  server = await startArgoServer({
    port: 0,
    store: cluster.store,
    agent: cluster.node.agent,
    logs: {
      keep: async () => undefined,
      read: async (key) => (cluster.logs.has(key) ? Buffer.from(cluster.logs.get(key) ?? '') : undefined),
    },
    verifyToken: async (token) =>
      ['alice', 'bob'].includes(token) ? { name: token, groups: [] } : undefined,
    faults: createFaultGate(),
  });
});
afterEach(async () => {
  await server.stop();
  await cluster.stop();
});

const ask = async (method: string, path: string, body?: unknown, token = 'alice') => {
  const response = await fetch(server.url + path, {
    method,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (): Fields => fieldsOf(JSON.parse(text));
  return { status: response.status, text, json };
};
const workflows = `/api/v1/workflows/${namespace}`;
const bySteps = (line: string) => ({
  entrypoint: 'main',
  arguments: { parameters: [{ name: 'code', value: '3' }] },
  templates: [
    { name: 'main', steps: [[{ name: 'good', template: 'good' }], [{ name: 'bad', template: 'bad' }]] },
    shell('good', 'echo good'),
    shell('bad', line),
  ],
});

describe('a person', () => {
  test('without a token, with a bad one, or in a foreign namespace is refused with these codes', async () => {
    expect(await ask('GET', workflows, undefined, '')).toMatchObject({ status: 401 });
    const bad = await ask('GET', workflows, undefined, 'stranger');
    expect([bad.status, bad.json()]).toEqual([401, { code: 16, message: 'Unauthorized' }]);
    const foreign = await ask('GET', workflows, undefined, 'bob');
    expect(foreign.status).toBe(403);
    expect(foreign.json()).toEqual({
      code: 7,
      message: `Permission denied, you are not allowed to list workflows in namespace "${namespace}". Maybe you want to specify a namespace with query parameter \`.namespace=${namespace}\`?`,
    });
    expect((await ask('PUT', `${workflows}/x/stop`, {}, 'bob')).json()).toMatchObject({ code: 7 });
  });

  test('learns what is not there', async () => {
    const missing = await ask('GET', `${workflows}/nope`);
    expect([missing.status, missing.json()]).toEqual([
      404,
      { code: 5, message: 'workflows.argoproj.io "nope" not found' },
    ]);
    expect((await ask('PUT', `${workflows}/nope/dance`, {})).json()).toEqual({
      code: 12,
      message: 'Not Implemented',
    });
    const list = await ask('GET', workflows);
    expect(list.json()).toEqual({ metadata: {}, items: null });
  });

  test('cannot make a wrong workflow', async () => {
    const refused = await ask('POST', workflows, {
      workflow: { metadata: { generateName: 'x-' }, spec: { entrypoint: 'nope', templates: [] } },
    });
    expect([refused.status, refused.json()]).toEqual([
      400,
      { code: 3, message: "template name 'nope' undefined" },
    ]);
  });
});

describe('a workflow that failed', () => {
  test('runs its failed nodes again under the same names, with changed parameters', async () => {
    cluster.submit(bySteps('exit {{workflow.parameters.code}}'));
    expect(outcome(await cluster.over('grid'))).toMatchObject({ phase: 'Failed' });
    const before = cluster.nodes('grid').filter(({ type }) => type === 'Pod');
    const uid = cluster.store.get('pods', namespace, `grid-good-${before[0]?.id.slice(5)}`)?.metadata.uid;
    const answer = await ask('PUT', `${workflows}/grid/retry`, { parameters: ['code=0'] });
    expect(answer.json()).toMatchObject({ status: { phase: 'Running' } });
    const again = await cluster.over('grid');
    expect(outcome(again)).toEqual({ phase: 'Succeeded' });
    expect(at(again, 'spec', 'arguments', 'parameters')).toEqual([{ name: 'code', value: '0' }]);
    const after = cluster.nodes('grid').filter(({ type }) => type === 'Pod');
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    expect(cluster.store.get('pods', namespace, `grid-good-${before[0]?.id.slice(5)}`)?.metadata.uid).toBe(
      uid,
    );
    const refused = await ask('PUT', `${workflows}/grid/retry`, {});
    expect([refused.status, refused.json()]).toEqual([
      400,
      {
        code: 3,
        message: 'To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector',
      },
    ]);
  });

  test('is resubmitted as a new one that says where it came from', async () => {
    cluster.submit(bySteps('exit 1'));
    await cluster.over('grid');
    const made = (await ask('PUT', `${workflows}/grid/resubmit`, {})).json();
    expect(at(made, 'metadata', 'labels')).toEqual({
      'workflows.argoproj.io/creator': 'alice',
      'workflows.argoproj.io/creator-preferred-username': 'alice',
      'workflows.argoproj.io/resubmitted-from-workflow': 'grid',
    });
    const name = String(at(made, 'metadata', 'name'));
    expect(name).toMatch(/^grid-/);
    expect(outcome(await cluster.over(name))).toMatchObject({ phase: 'Failed' });
  });
});

test('a template that waits for a person goes on when it is resumed, by the server', async () => {
  cluster.submit({ entrypoint: 'hold', templates: [{ name: 'hold', suspend: {} }] });
  await cluster.until('it waits', () => cluster.nodes('grid')[0]?.phase === 'Running');
  await ask('PUT', `${workflows}/grid/resume`, {});
  expect(outcome(await cluster.over('grid'))).toEqual({ phase: 'Succeeded' });
});

test('a suspended workflow begins nothing new, and can be stopped', async () => {
  cluster.submit({ ...bySteps('echo'), suspend: true });
  await cluster.until('it runs', () => outcome(cluster.workflow('grid'))['phase'] === 'Running');
  expect(cluster.nodes('grid')).toEqual([]);
  await ask('PUT', `${workflows}/grid/resume`, {});
  expect(outcome(await cluster.over('grid'))).toEqual({ phase: 'Succeeded' });
  expect((await ask('PUT', `${workflows}/grid/stop`, {})).json()).toEqual({
    code: 13,
    message: `cannot shutdown a completed workflow: workflow: "grid", namespace: "${namespace}"`,
  });
});

test('a log is read from the pod while it exists, then from where it is kept', async () => {
  cluster.submit({
    ...bySteps('echo "two"; echo lines'),
    podGC: { strategy: 'OnPodCompletion', deleteDelayDuration: '1s' },
  });
  const bad = await cluster.until('its second pod', () =>
    cluster.nodes('grid').find(({ templateName, phase }) => templateName === 'bad' && phase === 'Succeeded'),
  );
  const pod = `grid-bad-${bad.id.slice(5)}`;
  const lines = async () =>
    (await ask('GET', `${workflows}/grid/log?podName=${pod}&logOptions.container=main`)).text
      .split('\n')
      .filter(Boolean)
      .map((line) => at(JSON.parse(line), 'result', 'content'));
  expect(await lines()).toEqual(['two', 'lines']);
  await cluster.until('no pod', () => cluster.store.list('pods', namespace).length === 0);
  expect(await lines()).toEqual([]);
  const kept = await ask('GET', `/artifact-files/${namespace}/workflows/grid/${bad.id}/outputs/main-logs`);
  expect([kept.status, kept.text]).toEqual([200, 'two\nlines\n']);
  expect(
    await ask('GET', `/artifact-files/${namespace}/workflows/grid/nope/outputs/main-logs`),
  ).toMatchObject({
    status: 500,
    text: 'Internal Server Error\n',
  });
});

describe('a workflow of a template', () => {
  const template = (kind: string, metadata: object) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    metadata,
    spec: {
      entrypoint: 'say',
      arguments: {
        parameters: [
          { name: 'word', value: 'usual' },
          { name: 'other', value: 'kept' },
        ],
      },
      templates: [shell('say', 'echo {{workflow.parameters.word}} {{workflow.parameters.other}}')],
    },
  });

  test.each([
    ['WorkflowTemplate', { name: 'speech', namespace }, {}],
    ['ClusterWorkflowTemplate', { name: 'speech' }, { clusterScope: true }],
  ])('runs that of a %s with its own arguments', async (kind, metadata, more) => {
    cluster.store.create(template(kind, metadata));
    cluster.submit({
      workflowTemplateRef: { name: 'speech', ...more },
      arguments: { parameters: [{ name: 'word', value: 'own' }] },
    });
    const workflow = await cluster.over('grid');
    expect([...cluster.logs.values()]).toEqual(['own kept\n']);
    expect(at(workflow, 'status', 'storedWorkflowTemplateSpec', 'entrypoint')).toBe('say');
  });

  test('that is missing is an error', async () => {
    cluster.submit({ workflowTemplateRef: { name: 'nope' } });
    expect(outcome(await cluster.over('grid'))).toEqual({
      phase: 'Error',
      message: 'workflowtemplates.argoproj.io "nope" not found',
    });
  });
});

test('a workflow and its pods go after their time', async () => {
  cluster.submit({ ...bySteps('echo'), ttlStrategy: { secondsAfterCompletion: 1 } });
  await cluster.over('grid');
  await cluster.until(
    'nothing is left',
    () =>
      cluster.workflow('grid') === undefined && listOf(cluster.store.list('pods', namespace)).length === 0,
  );
});
