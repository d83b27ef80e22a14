import { once } from 'node:events';
import { request } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { at } from '../kubernetes/shape.ts';
import {
  namespace,
  ready,
  startCluster,
  statefulSetOf,
  textFrom,
  type TestCluster,
} from './testing/cluster.ts';

let cluster: TestCluster;
const host = 'ide.sandbox.localhost';
const container = {
  image: 'sandbox/workspace:1',
  env: [{ name: 'PASSWORD', value: 'open' }],
  ports: [{ name: 'main', containerPort: 8888 }],
  readinessProbe: { httpGet: { path: '/login', port: 'main' }, periodSeconds: 1 },
};

beforeAll(async () => {
  cluster = await startCluster();
  const { store } = cluster;
  store.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ide', namespace },
    spec: {
      clusterIP: 'None',
      selector: { app: 'ide' },
      ports: [{ name: 'main', port: 8888, targetPort: 'main' }],
    },
  });
  store.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'empty', namespace },
    spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
  });
  const rule = (name: string, path_: string, service: string, port: object) => ({
    host: name,
    http: { paths: [{ path: path_, pathType: 'Prefix', backend: { service: { name: service, port } } }] },
  });
  store.create({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'ide', namespace },
    spec: {
      rules: [
        rule(host, '/', 'ide', { number: 8888 }),
        rule('empty.sandbox.localhost', '/', 'empty', { number: 80 }),
      ],
    },
  });
  store.create(statefulSetOf('ide', container));
  await cluster.until('ready', () => ready(cluster.pod('ide-0')));
});
afterAll(() => cluster.stop());

/** fetch does not let a caller set the Host header. */
function get(
  name: string,
  route: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(cluster.node.ingressUrl + route, { headers: { host: name, ...headers } }, (response) => {
      textFrom(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

test('a host of an Ingress leads to the workspace in the pod, with any port behind the name', async () => {
  const page = await get(`${host}:8443`, '/', { authorization: 'token open' });
  expect(page.status).toBe(200);
  expect(page.body).toContain('<h1>Workspace</h1>');
  const status = JSON.parse((await get(host, '/api/status', { authorization: 'token open' })).body) as {
    folder: string;
  };
  expect(status.folder).toBe(
    path.join(cluster.folder, 'pods', cluster.pod('ide-0')!.metadata.uid, 'root', 'work'),
  );
  expect((await get(host, '/api/status')).status).toBe(401);
});

test('WebSockets pass', async () => {
  const socket = new WebSocket(`${cluster.node.ingressUrl.replace('http', 'ws')}/api/live`, {
    headers: { host, authorization: 'token open' },
  });
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(message.toString())).toHaveProperty('started');
  socket.close();
  await once(socket, 'close');
});

test('an unknown host gets the default backend, a service without ready pods a 503', async () => {
  expect((await get('other.sandbox.localhost', '/')).status).toBe(404);
  const empty = await get('empty.sandbox.localhost', '/');
  expect(empty.status).toBe(503);
  expect(empty.body).toContain('no endpoints');
});

test('an Ingress says where it is reached', async () => {
  await cluster.until(
    'status',
    () =>
      JSON.stringify(at(cluster.store.get('ingresses', namespace, 'ide'), 'status')) ===
      '{"loadBalancer":{"ingress":[{"hostname":"sandbox.localhost"}]}}',
  );
});

test('the workspace is there again at the same host after its pod was deleted', async () => {
  const before = cluster.pod('ide-0')!.metadata.uid;
  cluster.store.delete('pods', namespace, 'ide-0');
  await cluster.until(
    'replaced',
    () => cluster.pod('ide-0')?.metadata.uid !== before && ready(cluster.pod('ide-0')),
  );
  expect((await get(host, '/login')).status).toBe(200);
});

test('what a program says streams through in pieces, and a body is passed on', async () => {
  const lines = await new Promise<string>((resolve, reject) => {
    const headers = { host, authorization: 'token open' };
    const call = request(`${cluster.node.ingressUrl}/api/run`, { method: 'POST', headers }, (response) => {
      expect(response.headers['transfer-encoding']).toBe('chunked');
      textFrom(response).then(resolve, reject);
    });
    call.on('error', reject);
    call.end(JSON.stringify({ command: 'echo one' }));
  });
  expect(lines).toBe('{"stream":"stdout","text":"one\\n"}\n{"exit":0}\n');
});
