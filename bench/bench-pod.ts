/** A pod that serves and swallows bytes, replaced by its Deployment when it is deleted. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesClient } from '../src/main/core/platform/kubernetes/client.ts';
import { isPodReady, type KubernetesObject, type Pod } from '../src/main/core/platform/kubernetes/objects.ts';
import { watchCollection } from '../src/main/core/platform/kubernetes/watch.ts';

export const benchNamespace = 'user-bob';
/** The port that the pod's program answers on. */
export const benchPort = 9000;

const deployments = `/apis/apps/v1/namespaces/${benchNamespace}/deployments`;
const pods = `/api/v1/namespaces/${benchNamespace}/pods`;
const mark = 'sardonyx.org/bench';
/** What an earlier run left when it was killed is removed once it is older than any run can be, in milliseconds. */
const longestRun = 600_000;

export interface ReadyPod {
  readonly name: string;
  readonly uid: string;
  /** When it was seen to be ready, as `performance.now()`. */
  readonly seen: number;
}

export interface BenchPod {
  /** The label selector of its pods. */
  readonly selector: string;
  /** The pod that is ready, waited for; another one than `uid` where given. */
  ready(other?: string): Promise<ReadyPod>;
  /** Deletes the pod; its Deployment makes another. */
  replace(pod: ReadyPod): Promise<void>;
  remove(): Promise<void>;
}

function deployment(name: string): unknown {
  const labels = { [mark]: name };
  const program = readFileSync(path.join(import.meta.dirname, 'answering.py'), 'utf8');
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { [mark]: name } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 1,
          enableServiceLinks: false,
          automountServiceAccountToken: false,
          containers: [
            {
              name: 'answering',
              image: 'lab/ide:1',
              imagePullPolicy: 'Never',
              command: ['python3', '-c', program],
              ports: [{ name: 'main', containerPort: benchPort }],
              readinessProbe: { tcpSocket: { port: benchPort }, periodSeconds: 1 },
              resources: {
                requests: { cpu: '100m', memory: '64Mi' },
                limits: { cpu: '4', memory: '512Mi' },
              },
            },
          ],
        },
      },
    },
  };
}

async function removeLeftovers(client: KubernetesClient): Promise<void> {
  const found = (await client.request('GET', deployments, { query: { labelSelector: mark } })) as {
    items?: KubernetesObject[];
  };
  for (const { metadata } of found.items ?? []) {
    const age = Date.now() - Date.parse(metadata?.creationTimestamp ?? '');
    if (age > longestRun && metadata?.name) await client.request('DELETE', `${deployments}/${metadata.name}`);
  }
}

/** Creates the Deployment and watches its pods until the signal is aborted. Remove it in the end. */
export async function createBenchPod(client: KubernetesClient, signal: AbortSignal): Promise<BenchPod> {
  await removeLeftovers(client);
  const name = `bench-forward-${randomBytes(4).toString('hex')}`;
  const selector = `${mark}=${name}`;
  await client.request('POST', deployments, { body: deployment(name) });
  let current: ReadyPod | undefined;
  const waiting = new Set<() => void>();
  watchCollection<Pod>({
    client,
    path: pods,
    labelSelector: selector,
    gather: 1,
    signal,
    onState: () => undefined,
    onBatch: (_, snapshot) => {
      const found = [...snapshot.values()].find(isPodReady)?.metadata;
      if (found?.uid === current?.uid) return;
      current =
        found?.name && found.uid ? { name: found.name, uid: found.uid, seen: performance.now() } : undefined;
      for (const look of waiting) look();
    },
  });
  return {
    selector,
    ready: (other) =>
      new Promise((resolve, reject) => {
        const stop = () => reject(new Error('No pod was ready in time'));
        const look = () => {
          if (!current || current.uid === other) return;
          waiting.delete(look);
          signal.removeEventListener('abort', stop);
          resolve(current);
        };
        waiting.add(look);
        signal.addEventListener('abort', stop, { once: true });
        look();
      }),
    replace: async (pod) => {
      await client.request('DELETE', `${pods}/${pod.name}`);
    },
    remove: async () => {
      await client.request('DELETE', `${deployments}/${name}`, {
        query: { propagationPolicy: 'Background' },
      });
    },
  };
}
