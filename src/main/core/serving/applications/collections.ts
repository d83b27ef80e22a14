/** Everything of a namespace that tells how its Deployments stand, kept up to date by watches. */
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import type { ClusterEvent, KubernetesObject, Pod } from '../../platform/kubernetes/objects.ts';
import { watchCollection, type WatchState } from '../../platform/kubernetes/watch.ts';
import type { ServiceObject, Workload } from './workload.ts';

export interface Collections {
  readonly deployments: readonly Workload[];
  readonly replicaSets: readonly Workload[];
  readonly pods: readonly Pod[];
  readonly events: readonly ClusterEvent[];
  readonly services: readonly ServiceObject[];
  readonly ingresses: readonly KubernetesObject[];
}

/** A namespace in which nothing is, or nothing may be read. */
export const noObjects: Collections = {
  deployments: [],
  replicaSets: [],
  pods: [],
  events: [],
  services: [],
  ingresses: [],
};

const paths: Readonly<Record<keyof Collections, readonly [group: string, plural: string]>> = {
  deployments: ['apis/apps/v1', 'deployments'],
  replicaSets: ['apis/apps/v1', 'replicasets'],
  pods: ['api/v1', 'pods'],
  events: ['api/v1', 'events'],
  services: ['api/v1', 'services'],
  ingresses: ['apis/networking.k8s.io/v1', 'ingresses'],
};

/** What is known of a watch: whether a list came, and how the connection is. */
export interface Watched<T> {
  readonly objects: T;
  readonly listed: boolean;
  readonly state: WatchState;
  readonly problem: Failure | undefined;
}

export interface WatchedCollections {
  /** The connection is that of the Deployments: without the rest less is known of them. */
  now(): Watched<Collections>;
  wake(): void;
}

/** Watches one collection; `onChange` comes after each change of it or of its connection. */
export function watchObjects<T extends KubernetesObject>(options: {
  readonly client: KubernetesClient;
  readonly path: string;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}): { now(): Watched<readonly T[]>; wake(): void } {
  const { client, path, onChange, signal } = options;
  let found: Watched<readonly T[]> = { objects: [], listed: false, state: 'loading', problem: undefined };
  const change = (changed: Partial<Watched<readonly T[]>>) => {
    found = { ...found, ...changed };
    onChange();
  };
  const watch = watchCollection<T>({
    client,
    path,
    onBatch: (_, snapshot) => change({ objects: [...snapshot.values()], listed: true }),
    onState: (state, problem) => change({ state, problem }),
    signal,
  });
  return { now: () => found, wake: () => watch.wake() };
}

/** Starts the watches of a namespace. */
export function watchCollections(options: {
  readonly client: KubernetesClient;
  readonly namespace: string;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}): WatchedCollections {
  const { namespace, ...rest } = options;
  const watches = Object.entries(paths).map(([name, [group, plural]]) => {
    const path = `/${group}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
    return [name as keyof Collections, watchObjects({ ...rest, path })] as const;
  });
  const of = new Map(watches);

  return {
    now() {
      const objects = Object.fromEntries(watches.map(([name, watch]) => [name, watch.now().objects]));
      const { listed, state, problem } = of.get('deployments')?.now() ?? {
        listed: false,
        state: 'loading' as const,
        problem: undefined,
      };
      // Pods that are still on their way would make every Deployment look broken.
      const isWhole = watches.every(([, watch]) => watch.now().listed || watch.now().problem);
      return { objects: objects as unknown as Collections, listed: listed && isWhole, state, problem };
    },
    wake() {
      for (const [, watch] of watches) watch.wake();
    },
  };
}
