import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority } from '../kubernetes/authority.ts';
import { startKubernetes, type Kubernetes } from '../kubernetes/server.ts';
import { startNode, type SandboxNode } from './node.ts';

let folder: string;
let kubernetes: Kubernetes;
let node: SandboxNode;
let environment: NodeJS.ProcessEnv;

async function start() {
  kubernetes = await startKubernetes({
    folder: path.join(folder, 'kubernetes'),
    port: 0,
    authority: await createAuthority(path.join(folder, 'authority')),
    verifyToken: () => Promise.resolve(undefined),
    namespaces: [{ name: 'user-alice', quota: { 'requests.cpu': '4', 'limits.memory': '8Gi' } }],
  });
  node = await startNode({
    store: kubernetes.store,
    folder: path.join(folder, 'node'),
    ingressDomain: 'sandbox.localhost',
  });
  kubernetes.attach(node.agent);
  await kubernetes.adminKubeconfig(path.join(folder, 'kubeconfig'));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-cluster-'));
  const commands = path.join(import.meta.dirname, '..', '..', '..', 'node_modules', '.bin');
  environment = {
    ...process.env,
    PATH: [commands, process.env['PATH']].join(path.delimiter),
    KUBECONFIG: path.join(folder, 'kubeconfig'),
    HELM_DATA_HOME: path.join(folder, 'helm'),
    HELM_CONFIG_HOME: path.join(folder, 'helm'),
    HELM_CACHE_HOME: path.join(folder, 'helm'),
    HOME: folder,
  };
  await writeChart();
  await start();
});
afterAll(async () => {
  await node.stop();
  await kubernetes.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

async function run(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { env: environment, timeout: 25_000 });
  return stdout;
}

async function writeChart() {
  const chart = path.join(folder, 'ide');
  await mkdir(path.join(chart, 'templates'), { recursive: true });
  await writeFile(path.join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: ide\nversion: 1.0.0\n');
  await writeFile(path.join(chart, 'values.yaml'), 'replicas: 1\npassword: open\n');
  await writeFile(
    path.join(chart, 'templates', 'all.yaml'),
    `apiVersion: v1
kind: Secret
metadata: { name: "{{ .Release.Name }}-login" }
stringData: { PASSWORD: "{{ .Values.password }}" }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: "{{ .Release.Name }}" }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: v1
kind: Service
metadata: { name: "{{ .Release.Name }}" }
spec: { clusterIP: None, selector: { app: "{{ .Release.Name }}" }, ports: [{ name: main, port: 8888, targetPort: main }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: "{{ .Release.Name }}" }
spec:
  serviceName: "{{ .Release.Name }}"
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: "{{ .Release.Name }}" } }
  template:
    metadata: { labels: { app: "{{ .Release.Name }}" } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: ide
          image: sandbox/workspace:1
          envFrom: [{ secretRef: { name: "{{ .Release.Name }}-login" } }]
          env: [{ name: WORKSPACE_FOLDER, value: /home/work }]
          ports: [{ name: main, containerPort: 8888 }]
          startupProbe: { tcpSocket: { port: main }, periodSeconds: 10, failureThreshold: 60 }
          resources: { requests: { cpu: 50m, memory: 64Mi }, limits: { memory: 512Mi } }
          volumeMounts: [{ name: work, mountPath: /home/work }]
      volumes: [{ name: work, persistentVolumeClaim: { claimName: "{{ .Release.Name }}" } }]
`,
  );
}

/** Forwards a port by kubectl while `use` runs with the local address. */
async function forwarding<Value>(target: string, use: (address: string) => Promise<Value>): Promise<Value> {
  const child = spawn('kubectl', ['port-forward', target, ':8888'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return await use(`http://127.0.0.1:${port}`);
    }
    throw new Error('kubectl port-forward ended');
  } finally {
    child.kill();
    await ended;
  }
}

const signedIn = { authorization: 'token open' };

test('helm installs a service that kubectl can look into, forward to and delete', async () => {
  await run('helm', 'install', 'ide-1', path.join(folder, 'ide'), '--wait', '--timeout', '20s');
  expect(await run('kubectl', 'get', 'pods')).toMatch(/ide-1-0\s+1\/1\s+Running\s+0/);
  expect(await run('kubectl', 'logs', 'ide-1-0')).toContain('Workspace listening on');
  expect(
    await run(
      'kubectl',
      'exec',
      'ide-1-0',
      '--',
      'sh',
      '-c',
      'echo kept > $SANDBOX_MOUNT_WORK/note; hostname >/dev/null; echo $HOSTNAME',
    ),
  ).toBe('ide-1-0\n');
  expect(await run('kubectl', 'get', 'pvc', 'ide-1', '-o', 'jsonpath={.status.phase}')).toBe('Bound');
  await forwarding('service/ide-1', async (address) => {
    expect(await (await fetch(`${address}/api/files/note`, { headers: signedIn })).text()).toBe('kept\n');
  });
  await run('kubectl', 'delete', 'pod', 'ide-1-0');
  await run('kubectl', 'rollout', 'status', 'statefulset/ide-1', '--timeout=20s');
  expect(await run('kubectl', 'exec', 'ide-1-0', '--', 'cat', 'home/work/note')).toBe('kept\n');
});

test('a suspended service has no pods, and its files when it goes on', async () => {
  await run('helm', 'upgrade', 'ide-1', path.join(folder, 'ide'), '--reuse-values', '--set', 'replicas=0');
  await run('kubectl', 'wait', '--for=delete', 'pod/ide-1-0', '--timeout=20s');
  await run(
    'helm',
    'upgrade',
    'ide-1',
    path.join(folder, 'ide'),
    '--reuse-values',
    '--set',
    'replicas=1',
    '--wait',
    '--timeout',
    '20s',
  );
  expect(await run('kubectl', 'exec', 'ide-1-0', '--', 'cat', 'home/work/note')).toBe('kept\n');
});

test('a service survives a restart of the whole cluster, and goes with its release', async () => {
  await node.stop();
  await kubernetes.stop();
  await start();
  await run('kubectl', 'wait', '--for=condition=Ready', 'pod/ide-1-0', '--timeout=20s');
  expect(await run('kubectl', 'exec', 'ide-1-0', '--', 'cat', 'home/work/note')).toBe('kept\n');
  await run('helm', 'uninstall', 'ide-1', '--wait');
  await run('kubectl', 'wait', '--for=delete', 'pod/ide-1-0', 'pvc/ide-1', '--timeout=20s');
});
