import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from './testing/cluster.ts';

const template = `
apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }}-secrettoken, labels: { app.kubernetes.io/instance: {{ .Release.Name }} } }
stringData: { PASSWORD: {{ .Values.password }} }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: {{ .Release.Name }} }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: v1
kind: Service
metadata: { name: {{ .Release.Name }} }
spec: { clusterIP: None, ports: [{ name: main, port: 8888, targetPort: main }], selector: { app.kubernetes.io/instance: {{ .Release.Name }} } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: {{ .Release.Name }} }
spec:
  replicas: 1
  serviceName: {{ .Release.Name }}
  selector: { matchLabels: { app.kubernetes.io/instance: {{ .Release.Name }} } }
  template:
    metadata:
      labels: { app.kubernetes.io/instance: {{ .Release.Name }} }
      annotations: { checksum/secret: {{ .Values.password | sha256sum }} }
    spec:
      containers:
        - name: ide
          image: lab/ide:1
          env: [{ name: TOKEN, valueFrom: { secretKeyRef: { name: {{ .Release.Name }}-secrettoken, key: PASSWORD } } }]
          ports: [{ containerPort: 8888, name: main }]
          resources: { requests: { cpu: 50m, memory: 64Mi }, limits: { cpu: "1", memory: 512Mi } }
`;

let cluster: TestCluster;
let chart: string;
const helm = (...parameters: string[]) => cluster.run('helm', ...parameters);
const kubectl = (...parameters: string[]) => cluster.run('kubectl', ...parameters);

beforeAll(async () => {
  cluster = await startTestCluster();
  chart = path.join(cluster.folder, 'chart');
  await mkdir(path.join(chart, 'templates'), { recursive: true });
  await writeFile(path.join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: ide\nversion: 1.0.0\n');
  await writeFile(path.join(chart, 'values.yaml'), 'password: abc\n');
  await writeFile(path.join(chart, 'templates', 'all.yaml'), template);
});
afterAll(() => cluster.stop());

async function manifest(name: string, object: unknown): Promise<string> {
  const file = path.join(cluster.folder, name);
  await writeFile(file, JSON.stringify(object));
  return file;
}

/** Waits until a program has printed a text; rejects when it ends before. */
function printed(child: ChildProcess, text: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const look = (chunk: Buffer) => {
      output += chunk.toString();
      if (typeof text === 'string' ? output.includes(text) : text.test(output)) resolve(output);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('close', () => reject(new Error(`ended without "${String(text)}": ${output}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill();
  await closed;
}

async function pod(name: string): Promise<void> {
  const container = {
    name: 'main',
    image: 'lab/ide:1',
    ports: [{ containerPort: 8888 }],
    resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
  };
  const file = await manifest(`${name}.json`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [container] },
  });
  await kubectl('apply', '-f', file);
}

describe('real helm', () => {
  test('installs and waits, lists, upgrades, rolls back and uninstalls a chart, with the rights of a namespace alone', async () => {
    const helm = (...parameters: string[]) => cluster.run('helm', ...parameters, '--kube-token', 'bob-token');
    expect(await helm('install', 'ide-1', chart, '--wait', '--timeout', '20s')).toContain('STATUS: deployed');
    const [release] = JSON.parse(await helm('list', '--output', 'json')) as {
      name: string;
      revision: string;
    }[];
    expect(release).toMatchObject({
      name: 'ide-1',
      namespace: 'user-bob',
      revision: '1',
      status: 'deployed',
      chart: 'ide-1.0.0',
    });
    expect(await helm('status', 'ide-1')).toMatch(/ide-1\s+1\/1/);
    await helm('upgrade', 'ide-1', chart, '--set', 'password=xyz', '--wait', '--timeout', '20s');
    expect(JSON.parse(await helm('get', 'values', 'ide-1', '--output', 'json'))).toEqual({ password: 'xyz' });
    const password = async () => {
      const data = await kubectl(
        'get',
        'secret',
        'ide-1-secrettoken',
        '--output',
        'jsonpath={.data.PASSWORD}',
      );
      return Buffer.from(data, 'base64').toString();
    };
    expect(await password()).toBe('xyz');
    await helm('rollback', 'ide-1', '1');
    expect(await password()).toBe('abc');
    const history = JSON.parse(await helm('history', 'ide-1', '--output', 'json')) as { status: string }[];
    expect(history.map((entry) => entry.status)).toEqual(['superseded', 'superseded', 'deployed']);
    await helm('uninstall', 'ide-1', '--wait', '--timeout', '20s');
    expect(await helm('list', '--short')).toBe('');
    expect(await kubectl('get', 'statefulset,service,pvc,pod', '--output', 'name')).toBe('');
  });

  test('keeps its hands off a field that someone else set', async () => {
    await helm('install', 'ide-2', chart);
    await kubectl('scale', 'statefulset', 'ide-2', '--replicas=0');
    await expect(helm('upgrade', 'ide-2', chart)).rejects.toThrow(
      /conflict with "kubectl" .*\.spec\.replicas/,
    );
    await helm('uninstall', 'ide-2');
  });

  test('reports a refused pod as the cluster words it', async () => {
    await kubectl('create', 'namespace', 'tight');
    await kubectl('create', 'quota', 'small', '--hard=count/secrets=1', '--namespace', 'tight');
    await expect(helm('install', 'ide-3', chart, '--namespace', 'tight')).rejects.toThrow(
      'secrets "ide-3-secrettoken" is forbidden: exceeded quota: small, requested: count/secrets=1, used: count/secrets=1, limited: count/secrets=1',
    );
    await kubectl('delete', 'namespace', 'tight', '--timeout=20s');
  });
});

describe('real kubectl', () => {
  test('gets and describes what is there', async () => {
    await pod('seen');
    expect(await kubectl('get', 'pods', '--output', 'wide')).toMatch(
      /seen\s+1\/1\s+Running\s+0\s+\d+s\s+10\.1\.0\.1\s+sandbox/,
    );
    const shown = JSON.parse(await kubectl('get', 'pod', 'seen', '--output', 'json')) as {
      kind: string;
      status: unknown;
    };
    expect(shown).toMatchObject({ kind: 'Pod', status: { phase: 'Running', qosClass: 'Burstable' } });
    expect(await kubectl('describe', 'pod', 'seen')).toMatch(
      /Normal\s+Started\s+\d+s\s+kubelet\s+Container started/,
    );
    expect(await kubectl('get', 'events')).toMatch(/Normal\s+Started\s+pod\/seen\s+Container started/);
    expect(await kubectl('get', 'all')).toContain('pod/seen');
    expect(await kubectl('describe', 'quota')).toMatch(/requests\.cpu\s+\d+m\s+4/);
  });

  test('watches pods come and go', async () => {
    const child = cluster.start('kubectl', 'get', 'pods', '--watch', '--no-headers');
    const seen = printed(child, /fleeting\s+1\/1\s+Running/);
    const gone = printed(child, /fleeting\s+1\/1\s+Terminating/);
    await pod('fleeting');
    await seen;
    await kubectl('delete', 'pod', 'fleeting');
    await gone;
    await ended(child);
  });

  test('applies an object, removes what is no longer stated, and sees that nothing is left to do', async () => {
    const deployment = (env: unknown[]) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'web:1', env, ports: [{ containerPort: 80 }] }] },
        },
      },
    });
    const both = await manifest(
      'web.json',
      deployment([
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ]),
    );
    expect(await kubectl('apply', '-f', both)).toBe('deployment.apps/web created\n');
    expect(await kubectl('apply', '-f', both)).toBe('deployment.apps/web unchanged\n');
    const one = await manifest('web.json', deployment([{ name: 'B', value: '2' }]));
    expect(await kubectl('apply', '-f', one)).toBe('deployment.apps/web configured\n');
    const names = 'jsonpath={.spec.template.spec.containers[0].env[*].name}';
    expect(await kubectl('get', 'deployment', 'web', '--output', names)).toBe('B');
    expect(await kubectl('diff', '-f', one)).toBe('');
    await kubectl('set', 'image', 'deployment/web', 'web=web:2');
    await expect(kubectl('apply', '--server-side', '-f', one)).rejects.toThrow('conflict with "kubectl-set"');
    await kubectl('apply', '--server-side', '--force-conflicts', '-f', one);
    await kubectl('rollout', 'restart', 'deployment/web');
    await kubectl('label', 'deployment', 'web', 'tier=front');
    expect(
      await kubectl('get', 'deployments', '--selector', 'tier in (front, back)', '--output', 'name'),
    ).toBe('deployment.apps/web\n');
    await kubectl('delete', 'deployment', 'web', '--cascade=foreground', '--timeout=20s');
  });

  test('creates the objects that it sends as protobuf', async () => {
    await kubectl('create', 'secret', 'generic', 'keys', '--from-literal=a=ä', '--from-literal=b=2');
    expect(await kubectl('get', 'secret', 'keys', '--output', 'jsonpath={.data.a} {.type}')).toBe(
      'w6Q= Opaque',
    );
    await kubectl('create', 'configmap', 'settings', '--from-literal=a=b');
    await kubectl('create', 'serviceaccount', 'robot');
    await kubectl('create', 'role', 'reader', '--verb=get,list', '--resource=pods');
    await kubectl('create', 'rolebinding', 'readers', '--role=reader', '--user=zoe');
    await kubectl('create', 'job', 'once', '--image=lab/ide:1', '--', 'sh', '-c', 'true');
    expect(
      await kubectl('get', 'job', 'once', '--output', 'jsonpath={.spec.template.spec.containers[0].command}'),
    ).toBe('["sh","-c","true"]');
    await kubectl('create', 'deployment', 'made', '--image=lab/ide:1', '--port=80', '--replicas=0');
    expect(
      await kubectl('get', 'deployment', 'made', '--output', 'jsonpath={.spec.replicas} {..containerPort}'),
    ).toBe('0 80');
    expect(await kubectl('get', 'rolebinding', 'readers')).toMatch(/readers\s+Role\/reader/);
  });

  test('asks what it may do', async () => {
    expect(await kubectl('auth', 'can-i', 'create', 'pods')).toBe('yes\n');
    const asBob = ['--token', 'bob-token'];
    expect(await kubectl('auth', 'can-i', 'create', 'pods/portforward', ...asBob)).toBe('yes\n');
    await expect(kubectl('auth', 'can-i', 'list', 'pods', '--all-namespaces', ...asBob)).rejects.toThrow(
      'no',
    );
    expect(
      await kubectl('auth', 'whoami', '--output', 'jsonpath={.status.userInfo.username}', ...asBob),
    ).toBe('bob');
    expect(await kubectl('auth', 'can-i', '--list', ...asBob)).toMatch(
      /secrets\s+\[\]\s+\[\]\s+\[get list watch/,
    );
  });

  test('reads logs, follows them, and names the containers to choose from', async () => {
    await pod('talking');
    expect(await kubectl('logs', 'talking', '--tail=1')).toBe(
      'listening on http://0.0.0.0:8888/?token=abc\n',
    );
    const child = cluster.start('kubectl', 'logs', '--follow', 'talking');
    await printed(child, 'listening');
    const said = printed(child, 'one more line');
    cluster.node.print('one more line');
    await said;
    await ended(child);
    await expect(kubectl('logs', 'talking', '--container', 'none')).rejects.toThrow(
      'container none is not valid for pod talking',
    );
  });

  test('runs commands with their streams and exit code', async () => {
    await pod('working');
    expect(await kubectl('exec', 'working', '--', 'echo', 'hello')).toBe('hello\n');
    await expect(kubectl('exec', 'working', '--', 'sh', '-c', 'echo wrong >&2; exit 3')).rejects.toThrow(
      /wrong\ncommand terminated with exit code 3/,
    );
    const content = randomBytes(3_000_000);
    const child = cluster.start('kubectl', 'exec', '--stdin', 'working', '--', 'sha256sum');
    const output = printed(child, '-');
    child.stdin?.end(content);
    expect(await output).toContain(createHash('sha256').update(content).digest('hex'));
  });

  test('forwards a port for several connections at once, and tells why one is refused', async () => {
    await pod('serving');
    const child = cluster.start(
      'kubectl',
      'port-forward',
      'serving',
      ':8888',
      ':9999',
      '--address',
      '127.0.0.1',
    );
    const output = await printed(child, '-> 9999');
    const [good = 0, bad = 0] = [...output.matchAll(/127\.0\.0\.1:(\d+) ->/g)].map((match) =>
      Number(match[1]),
    );
    const roundTrip = async (bytes: Buffer) => {
      const socket = connect({ port: good, host: '127.0.0.1', allowHalfOpen: true });
      const received: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.end(bytes);
      await once(socket, 'end');
      return Buffer.concat(received).equals(bytes);
    };
    expect(await roundTrip(Buffer.from('hello'))).toBe(true);
    const several = await Promise.all([1, 2, 3].map((size) => roundTrip(randomBytes(size * 1_000_000))));
    expect(several).toEqual([true, true, true]);
    const why = printed(child, 'connection refused');
    connect({ port: bad, host: '127.0.0.1' }).on('error', () => undefined);
    expect(await why).toMatch(
      /error forwarding port 9999 to pod [-0-9a-f]+, uid : failed to connect to localhost:9999/,
    );
    await ended(child);
  });

  test('deletes, with and without waiting, by name and by label', async () => {
    await pod('leaving');
    expect(await kubectl('delete', 'pod', 'leaving')).toMatch(/pod "leaving" deleted/);
    await expect(kubectl('get', 'pod', 'leaving')).rejects.toThrow(
      'Error from server (NotFound): pods "leaving" not found',
    );
    await expect(kubectl('delete', 'pod', 'leaving')).rejects.toThrow('NotFound');
    expect(await kubectl('delete', 'pods', '--all', '--now')).toContain('deleted');
  });
});
