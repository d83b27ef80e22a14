/** A whole small cluster for tests: the real store in memory, a real node in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import type { KubernetesObject, NewObject } from '../../kubernetes/model.ts';
import { openStore, type ClusterStore } from '../../kubernetes/object-store.ts';
import { at, fieldsOf, listOf, type Fields } from '../../kubernetes/shape.ts';
import type { Pace } from '../kubelet/context.ts';
import { startNode, type NodeOptions, type SandboxNode } from '../node.ts';

export const namespace = 'user-alice';

/** A pace at which back-offs can be seen within a test. */
export const quickPace: Pace = { backOffFirst: 400, backOffMost: 2000, settle: 40, retry: 200, leave: 40 };

export interface TestCluster {
  readonly store: ClusterStore;
  readonly folder: string;
  node: SandboxNode;
  restartNode(): Promise<void>;
  /** Resolves as soon as the look answers something; looked at after every change in the store. */
  until<Value>(what: string, look: () => Value | undefined | false): Promise<Value>;
  pod(name: string): KubernetesObject | undefined;
  events(about: string): Fields[];
  stop(): Promise<void>;
}

/** Starts a cluster with the namespace `user-alice`. */
export async function startCluster(options: Partial<NodeOptions> = {}): Promise<TestCluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-node-'));
  const store = openStore(undefined);
  for (const name of ['default', namespace])
    store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const start = () =>
    startNode({ store, folder, ingressDomain: 'sandbox.localhost', pace: quickPace, ...options });
  const cluster: TestCluster = {
    store,
    folder,
    node: await start(),
    async restartNode() {
      await cluster.node.stop();
      cluster.node = await start();
    },
    until: (what, look) => untilChanged(store, what, look),
    pod: (name) => store.get('pods', namespace, name),
    events: (about) =>
      store
        .list('events', namespace)
        .filter((event) => at(event, 'involvedObject', 'name') === about)
        .map(fieldsOf),
    async stop() {
      await cluster.node.stop();
      store.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return cluster;
}

function untilChanged<Value>(
  store: ClusterStore,
  what: string,
  look: () => Value | undefined | false,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    const giveUp = setTimeout(
      () => finish(() => reject(new Error(`never came: ${what}\n${seen.slice(-12).join('\n')}`))),
      25_000,
    );
    const unwatch = store.watch(({ type, object }) => {
      seen.push(
        `${type} ${object.kind} ${object.metadata.name} ${JSON.stringify(object['message'] ?? object['status'] ?? '').slice(0, 400)}`,
      );
      check();
    });
    function finish(settle: () => void) {
      clearTimeout(giveUp);
      unwatch();
      settle();
    }
    function check() {
      try {
        const value = look();
        if (value !== undefined && value !== false) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    }
    check();
  });
}

/** The status of the first (or named) container of a pod. */
export function containerStatus(pod: KubernetesObject | undefined, name?: string): Fields {
  const all = [
    ...listOf(at(pod, 'status', 'containerStatuses')),
    ...listOf(at(pod, 'status', 'initContainerStatuses')),
  ];
  return (name === undefined ? all[0] : all.find((status) => status['name'] === name)) ?? {};
}

/** Whether a pod's Ready condition is True. */
export function ready(pod: KubernetesObject | undefined): pod is KubernetesObject {
  return listOf(at(pod, 'status', 'conditions')).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

/** A pod of one container; `container` adds to it or changes it. */
export function podOf(name: string, container: Fields, spec: Fields = {}): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 2,
      ...spec,
      containers: [{ name: 'main', image: 'sandbox/program:1', ...container }],
    },
  };
}

/** A StatefulSet of one container; `more` adds to its spec. */
export function statefulSetOf(
  name: string,
  container: Fields,
  more: Fields = {},
  podSpec: Fields = {},
): NewObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace },
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 2,
          ...podSpec,
          containers: [{ name: 'main', image: 'sandbox/program:1', ...container }],
        },
      },
      ...more,
    },
  };
}

/** Shell commands of a container: a server on the port of the container, in a line of JavaScript run by this Node. */
export function serving(answer: string): Fields {
  const script = `require('http').createServer((q, r) => r.end(${JSON.stringify(answer)} + q.url)).listen(process.env.PORT, '127.0.0.1', () => console.log('listening'))`;
  return {
    command: [process.execPath, '-e', script],
    ports: [{ name: 'main', containerPort: 8888 }],
    readinessProbe: { tcpSocket: { port: 'main' }, periodSeconds: 1 },
  };
}

/** All text of a stream. */
export async function textFrom(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** Streams for an exec, whose output can be read afterwards. */
export function execStreams(input = '') {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  stdin.end(input);
  const collected = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (collected.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (collected.stderr += chunk.toString()));
  return { streams: { stdin, stdout, stderr, onResize: () => undefined }, collected };
}
