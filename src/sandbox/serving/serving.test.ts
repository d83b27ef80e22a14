import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleModel } from '../coding/sample-model.ts';
import { createFaultGate } from '../faults.ts';
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, fieldsOf, listOf, textOf } from '../kubernetes/shape.ts';
import { startMlflow, type MlflowServer } from '../mlflow/server.ts';
import { startCluster, type TestCluster } from '../node/testing/cluster.ts';
import { startServing, type Serving } from './serving.ts';
import { crown, register, trained } from './testing/registered-model.ts';

const credentials = { user: 'codification', password: 'secret' };
const alice = { name: 'alice', groups: ['projet-nace'] };
const bob = { name: 'bob', groups: [] };
const tokens: Readonly<Record<string, { name: string; groups: string[] }>> = {
  'token-of-alice': alice,
  'token-of-bob': bob,
};
const kept: { key: string; bytes: Uint8Array }[] = [];
let onKept = () => undefined as void;
let cluster: TestCluster;
let mlflow: MlflowServer;
let serving: Serving;

beforeAll(async () => {
  cluster = await startCluster();
  cluster.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'projet-nace' } });
  mlflow = await startMlflow({ folder: `${cluster.folder}/mlflow`, port: 0, credentials });
  serving = await startServing({
    folder: `${cluster.folder}/serving`,
    store: cluster.store,
    agent: cluster.node.agent,
    ports: { coding: 0, argoCd: 0 },
    project: 'projet-nace',
    mlflow: { url: mlflow.url, ...credentials },
    verifyToken: async (token) => tokens[token],
    signIn: (name, password) =>
      password === 'right' ? [alice, bob].find((one) => one.name === name) : undefined,
    keep: async (key, bytes) => {
      kept.push({ key, bytes });
      onKept();
    },
    credentials,
    faults: createFaultGate(),
    log: (message) => expect.unreachable(message),
  });
});
afterAll(async () => {
  await serving.stop();
  await cluster.stop();
  await mlflow.stop();
});

const application = () => cluster.store.get('applications', 'argocd', 'codification-api');
const statusOf = (...path: string[]) => textOf(at(application(), 'status', ...path));
const until = <Value>(what: string, look: (now: KubernetesObject) => Value | undefined | false) =>
  cluster.until(what, () => {
    const now = application();
    return now && look(now);
  });
const settled = () =>
  until(
    'healthy, in step, and nothing to be done',
    (now) =>
      statusOf('sync', 'status') === 'Synced' &&
      statusOf('health', 'status') === 'Healthy' &&
      now['operation'] === undefined,
  );
const predict = async (text: string) => {
  const response = await fetch(`${serving.coding.url}/predict/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ forms: [{ description_activity: text, type_form: 'X', nature: '99' }] }),
  });
  const [answer] = (await response.json()) as Record<string, { code: string; libelle: string }>[];
  return answer ?? {};
};
const argoCd = async (method: string, path: string, token: string | undefined, body?: object) => {
  const response = await fetch(`${serving.argoCd.url}/api/${path}`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
/** Changes the source of the application as a person does. */
const change = (source: object) =>
  cluster.store.modify('applications', 'argocd', 'codification-api', (draft) => {
    const spec = fieldsOf(draft['spec']);
    draft['spec'] = { ...spec, source: { ...fieldsOf(spec['source']), ...source } };
  });

describe('an application that serves a registered model', () => {
  test('is deployed at once and waits for the model, while a model of the sandbox answers', async () => {
    await until('progressing', () => statusOf('health', 'status') === 'Progressing');
    expect(listOf(at(application(), 'status', 'history'))[0]).toMatchObject({
      id: 0,
      revision: expect.stringMatching(/^[0-9a-f]{40}$/),
      initiatedBy: { username: 'admin' },
    });
    expect(await predict('coiffure')).toMatchObject({ MLversion: sampleModel().version });
  });

  test('answers by what the alias names, in every dialect, prepared as its configuration says', async () => {
    const version = await register(
      mlflow.url,
      await trained(['__label__9602A coiffur dam', '__label__5610A restaur pizz', '__label__4312A terrass']),
      'text_feature: libelle\npreprocessing: ape-v1\n',
    );
    await crown(mlflow.url, version);
    await settled();
    const answer = await predict('COIFFURES POUR DAMES');
    expect(answer).toMatchObject({ 1: { code: '9602A', libelle: 'Coiffure' } });
    expect(answer['MLversion']).not.toBe(sampleModel().version);
    expect(await (await fetch(serving.coding.url)).json()).toMatchObject({
      Model_name: 'codification-naf',
      Model_version: '1',
    });
    serving.coding.state.dialect = 'pytorch-v1';
    const explained = await fetch(
      `${serving.coding.url}/predict-and-explain?text_description=coiffures%20de%20rue&top_k=1`,
    );
    const { 1: best } = (await explained.json()) as { 1: { code: string; word_attr: number[] } };
    serving.coding.state.dialect = 'forms-2025';
    expect(best.code).toBe('9602A');
    expect(best.word_attr[0]).toBeGreaterThan(0.5);
  });

  test('takes up a moved alias when it is restarted', async () => {
    const before = (await predict('coiffure'))['MLversion'];
    const version = await register(
      mlflow.url,
      await trained(['__label__9602B coiffure', '__label__5610C restaurant', '__label__4312B terrassement']),
      'text_feature: libelle\n',
    );
    await crown(mlflow.url, version);
    expect((await predict('coiffure'))['MLversion']).toBe(before);
    mlflow.state.wantsPassword = true;
    cluster.store.modify('deployments', 'projet-nace', 'codification-api', (draft) => {
      const template = fieldsOf(at(draft, 'spec', 'template'));
      const metadata = fieldsOf(template['metadata']);
      template['metadata'] = { ...metadata, annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } };
    });
    await until('rolling', () => statusOf('health', 'status') === 'Progressing');
    await settled();
    await cluster.until('one pod', () => cluster.store.list('pods', 'projet-nace').length === 1);
    expect(await predict('coiffure')).toMatchObject({ 1: { code: '9602B' } });
    mlflow.state.wantsPassword = false;
  });

  test('follows the tag: out of step until it is synced, with its history, and back by a rollback', async () => {
    change({ kustomize: { images: ['sandbox/coding-api:2'] } });
    await until('out of step', () => statusOf('sync', 'status') === 'OutOfSync');
    expect(at(application(), 'status', 'summary', 'images')).toEqual(['sandbox/coding-api:1']);
    expect(
      listOf(at(application(), 'status', 'resources')).map(({ kind, status }) => [kind, status]),
    ).toEqual([
      ['Deployment', 'OutOfSync'],
      ['Service', 'Synced'],
      ['Ingress', 'Synced'],
    ]);
    expect((await argoCd('POST', 'v1/applications/codification-api/sync', 'token-of-alice', {})).status).toBe(
      200,
    );
    await settled();
    expect(at(application(), 'status', 'summary', 'images')).toEqual(['sandbox/coding-api:2']);
    expect(at(application(), 'status', 'operationState')).toMatchObject({
      phase: 'Succeeded',
      message: 'successfully synced (all tasks run)',
      operation: { initiatedBy: { username: 'alice' } },
    });
    const rolled = await argoCd('POST', 'v1/applications/codification-api/rollback', 'token-of-alice', {
      id: 0,
    });
    expect(rolled.status).toBe(200);
    await until(
      'rolled back',
      (now) =>
        now['operation'] === undefined &&
        listOf(at(now, 'status', 'history')).length === 3 &&
        statusOf('sync', 'status') === 'OutOfSync' &&
        statusOf('health', 'status') === 'Healthy',
    );
    expect(at(application(), 'status', 'summary', 'images')).toEqual(['sandbox/coding-api:1']);
  });

  test('by itself where its policy says so, and then no rollback', async () => {
    cluster.store.modify('applications', 'argocd', 'codification-api', (draft) => {
      fieldsOf(draft['spec'])['syncPolicy'] = { automated: { selfHeal: true } };
    });
    await settled();
    expect(at(application(), 'status', 'summary', 'images')).toEqual(['sandbox/coding-api:2']);
    const refused = await argoCd('POST', 'v1/applications/codification-api/rollback', 'token-of-alice', {
      id: 0,
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 9, message: /auto-sync/ } });
    cluster.store.modify('deployments', 'projet-nace', 'codification-api', (draft) => {
      fieldsOf(draft['spec'])['replicas'] = 0;
    });
    await until('undone', () => statusOf('sync', 'status') === 'OutOfSync');
    await settled();
  });

  test('a version that is not there leaves the old one serving', async () => {
    const patch = '[{op: replace, path: /spec/template/spec/containers/0/env/1/value, value: "99"}]';
    change({ kustomize: { patches: [{ target: { kind: 'Deployment' }, patch }] } });
    const crashed = await cluster.until('a crash', () =>
      cluster.store
        .list('pods', 'projet-nace')
        .find((pod) => Number(at(listOf(at(pod, 'status', 'containerStatuses'))[0], 'restartCount')) > 0),
    );
    const log = await cluster.node.agent.logs(
      crashed,
      { container: 'api', follow: false, previous: true, timestamps: false },
      AbortSignal.timeout(5_000),
    );
    let text = '';
    for await (const piece of log) text += String(piece);
    expect(text).toContain('MLflow answers 404 to mlflow/model-versions/get');
    expect(statusOf('health', 'status')).toBe('Progressing');
    expect(await predict('coiffure')).toMatchObject({ 1: { code: '9602B' } });
    change({ kustomize: {} });
    await settled();
  });

  test('a source that cannot be rendered, and a foreign namespace, are told', async () => {
    change({ path: 'nowhere' });
    await until('an error', () => statusOf('sync', 'status') === 'Unknown');
    expect(listOf(at(application(), 'status', 'conditions'))).toMatchObject([
      { type: 'ComparisonError', message: expect.stringContaining('nowhere: app path does not exist') },
    ]);
    change({ path: 'codification-api' });
    await settled();
    cluster.store.modify('applications', 'argocd', 'codification-api', (draft) => {
      fieldsOf(at(draft, 'spec', 'destination'))['namespace'] = 'user-alice';
    });
    await until('refused', () => statusOf('sync', 'status') === 'Unknown');
    expect(listOf(at(application(), 'status', 'conditions'))[0]).toMatchObject({ type: 'InvalidSpecError' });
    cluster.store.modify('applications', 'argocd', 'codification-api', (draft) => {
      fieldsOf(at(draft, 'spec', 'destination'))['namespace'] = 'projet-nace';
    });
    await settled();
  });
});

test('the API of Argo CD wants a session, and lets in those who may in the cluster', async () => {
  expect(await argoCd('GET', 'v1/applications', undefined)).toMatchObject({
    status: 401,
    body: { code: 16 },
  });
  const wrong = await argoCd('POST', 'v1/session', undefined, { username: 'bob', password: 'guessed' });
  expect(wrong.status).toBe(401);
  const session = async (username: string) =>
    String((await argoCd('POST', 'v1/session', undefined, { username, password: 'right' })).body['token']);
  const list = await argoCd('GET', 'v1/applications', await session('alice'));
  expect(list.body['items']).toMatchObject([{ metadata: { name: 'codification-api' } }]);
  const ofBob = await session('bob');
  expect((await argoCd('GET', 'v1/applications', ofBob)).body['items']).toEqual([]);
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/sync'],
    ['POST', '/rollback'],
  ] as const)
    expect(
      await argoCd(
        method,
        `v1/applications/codification-api${path}`,
        ofBob,
        method === 'POST' ? {} : undefined,
      ),
    ).toEqual({
      status: 403,
      body: { error: 'permission denied', code: 7, message: 'permission denied' },
    });
});

test('what somebody may do is told beforehand', async () => {
  const may = async (action: string, token: string) =>
    (await argoCd('GET', `v1/account/can-i/applications/${action}/projet-nace/codification-api`, token)).body[
      'value'
    ];
  expect([
    await may('sync', 'token-of-alice'),
    await may('delete', 'token-of-alice'),
    await may('sync', 'token-of-bob'),
  ]).toEqual(['yes', 'no', 'no']);
});

test('a refresh is done and its mark taken away', async () => {
  await argoCd('GET', 'v1/applications/codification-api?refresh=hard', 'token-of-alice');
  await until(
    'refreshed',
    ({ metadata }) => metadata.annotations?.['argocd.argoproj.io/refresh'] === undefined,
  );
});

test('what was answered is in the log of the day, with the names of its columns', async () => {
  const written = new Promise<void>((resolve) => (onKept = resolve));
  await predict('coiffure pour dames');
  await written;
  const rows = (
    await Promise.all(kept.map(({ bytes }) => parquetReadObjects({ file: Uint8Array.from(bytes).buffer })))
  ).flat();
  expect(kept.at(-1)?.key).toMatch(/^requetes\/date=\d{4}-\d\d-\d\d\/part-\d+\.parquet$/);
  expect(rows.at(-1)).toMatchObject({
    'Query.TEXT_FEATURE': 'coiffure pour dames',
    'Query.AUTO': 'X',
    'Query.NAT_SICORE': '99',
    'Query.SURF': 'NaN',
    'Response.1.code': '9602B',
    'Response.IC': expect.any(Number),
  });
});
