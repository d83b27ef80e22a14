import { afterEach, beforeEach, expect, test } from 'vitest';
import { startStandIn, type StandIn } from '../../platform/mlflow/testing/stand-in.ts';
import { startLaptop, until, type TestLaptop } from '../testing/laptop.ts';
import { readyPod } from './service-forwards.ts';

const { signal } = new AbortController();
let mlflow: StandIn;
let laptop: TestLaptop;
beforeEach(async () => {
  mlflow = await startStandIn();
  laptop = await startLaptop(mlflow.url);
});
afterEach(async () => {
  await laptop[Symbol.asyncDispose]();
  await mlflow[Symbol.asyncDispose]();
});

const list = (condition: (servers: { id: string; state: string; name: string }[]) => boolean) =>
  until(
    (over) => laptop.servers.handlers.modelServers({}, { signal: over }),
    ({ servers }) => condition(servers),
  );
const draft = (url: string) => ({
  name: 'Mine',
  reach: { kind: 'address' as const, url },
  signIn: { kind: 'basic' as const, user: 'alice' },
});

test("the platform's own server is there, with its version once it answered", async () => {
  const { servers } = await list(([first]) => first?.state === 'live');
  expect(servers).toMatchObject([
    { id: 'platform', from: 'platform', version: '3.17.2', hasSecret: false, signIn: { kind: 'none' } },
  ]);
});

test('an own server keeps its secret apart, and never sends it to another address', async () => {
  const { addModelServer, changeModelServer } = laptop.servers.handlers;
  const { id } = await addModelServer({ ...draft(mlflow.url), secret: 's3cret' }, { signal });
  const { servers } = await list((all) => all.some((one) => one.name === 'Mine' && one.state === 'live'));
  expect(servers.at(-1)).toMatchObject({ id, from: 'own', hasSecret: true });
  expect(JSON.stringify(servers)).not.toContain('s3cret');
  expect(JSON.stringify(await laptop.context.store.get('models/servers'))).not.toContain('s3cret');
  const sent = () => mlflow.heard.at(-1)?.headers.authorization;
  await (await laptop.servers.mlflowOf(id)).searchExperiments();
  expect(sent()).toBe(`Basic ${Buffer.from('alice:s3cret').toString('base64')}`);
  // The same program at another address.
  const elsewhere = draft(mlflow.url.replace('127.0.0.1', 'localhost'));
  await changeModelServer({ id, ...elsewhere }, { signal });
  expect((await list((all) => all.length === 2)).servers.at(-1)?.hasSecret).toBe(false);
  expect([...laptop.secrets.values()]).toEqual([]);
});

test('a change without a secret keeps the one that is there, and an empty one forgets it', async () => {
  const { addModelServer, changeModelServer } = laptop.servers.handlers;
  const { id } = await addModelServer({ ...draft(mlflow.url), secret: 's3cret' }, { signal });
  await changeModelServer({ id, ...draft(mlflow.url), name: 'Ours' }, { signal });
  expect([...laptop.secrets.values()]).toEqual(['s3cret']);
  await changeModelServer({ id, ...draft(mlflow.url), secret: '' }, { signal });
  expect([...laptop.secrets.values()]).toEqual([]);
});

test('a try says what came and keeps nothing', async () => {
  const { tryModelServer } = laptop.servers.handlers;
  const tried = await tryModelServer({ ...draft(mlflow.url), secret: 's3cret' }, { signal });
  expect(tried).toMatchObject({ version: '3.17.2', experiments: 1, milliseconds: expect.any(Number) });
  expect([...laptop.secrets]).toEqual([]);
  mlflow.fault = () => ({ status: 401, text: 'no' });
  expect(await tryModelServer(draft(mlflow.url), { signal })).toMatchObject({
    problem: { code: 'forbidden', reason: 'mlflow-credentials' },
  });
  expect(await tryModelServer(draft('http://mlflow.example.org'), { signal })).toMatchObject({
    problem: { reason: 'mlflow-insecure' },
  });
});

test('a server that is forgotten takes its secret and what was seen of it along', async () => {
  const { addModelServer, removeModelServer } = laptop.servers.handlers;
  const { id } = await addModelServer({ ...draft(mlflow.url), secret: 's3cret' }, { signal });
  await until(
    (over) => laptop.runs.handlers.experiments({ server: id }, { signal: over }),
    ({ state }) => state === 'live',
  );
  expect(await laptop.context.store.kept('models/seen/')).toHaveLength(1);
  await removeModelServer({ id }, { signal });
  expect(await laptop.context.store.kept('models/seen/')).toEqual([]);
  expect([...laptop.secrets]).toEqual([]);
  await expect(laptop.servers.mlflowOf(id)).rejects.toMatchObject({ data: { reason: 'model-server-gone' } });
  await expect(removeModelServer({ id: 'platform' }, { signal })).rejects.toMatchObject({
    data: { reason: 'mlflow-platform-server' },
  });
});

test('a server that does not answer any more is shown as it was seen', async () => {
  await list(([first]) => first?.state === 'live');
  await laptop.stop();
  await mlflow[Symbol.asyncDispose]();
  laptop = await laptop.again();
  await list(([first]) => first?.state === 'loading');
  const { servers } = await list(([first]) => first?.state === 'stored' || first?.state === 'failed');
  expect(servers).toMatchObject([{ state: 'stored', version: '3.17.2', problem: { code: 'unreachable' } }]);
});

test('a server of a service needs a cluster', async () => {
  const reach = { kind: 'service' as const, service: 'mlflow-1' };
  await expect(
    laptop.servers.handlers.addModelServer({ name: 'S', reach, signIn: { kind: 'none' } }, { signal }),
  ).rejects.toMatchObject({ data: { code: 'unsupported', reason: 'mlflow-no-cluster' } });
});

test("a ready pod is reached at MLflow's port unless another was asked for", () => {
  const pod = (name: string, ports: number[], ready = 'True') => ({
    metadata: { name, uid: name },
    spec: { containers: [{ ports: ports.map((containerPort) => ({ containerPort })) }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready }] },
  });
  const pods = [pod('starting', [5000], 'False'), pod('a', [8080, 5000])] as never;
  expect(readyPod(pods, undefined)).toMatchObject({ name: 'a', port: 5000 });
  expect(readyPod(pods, 81)).toMatchObject({ name: 'a', port: 81 });
  expect(readyPod([pod('b', [8080])] as never, undefined)).toMatchObject({ port: 8080 });
  expect(readyPod([], undefined)).toBeUndefined();
});
