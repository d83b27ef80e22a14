/** Everything about a namespace that tells how its services stand, kept up to date by watches. */
import type { Failure } from '../../../shared/contract/errors.ts';
import type { KubernetesClient } from '../platform/kubernetes/client.ts';
import type { KubernetesObject } from '../platform/kubernetes/objects.ts';
import { watchCollection, type Watch, type WatchState } from '../platform/kubernetes/watch.ts';

/** What is watched, with the query that narrows it. */
const collections = {
  releases: { path: 'api/v1', plural: 'secrets', fieldSelector: 'type=helm.sh/release.v1' },
  onyxia: { path: 'api/v1', plural: 'secrets', fieldSelector: 'type=onyxia.sh/release.v1' },
  pods: { path: 'api/v1', plural: 'pods' },
  statefulSets: { path: 'apis/apps/v1', plural: 'statefulsets' },
  deployments: { path: 'apis/apps/v1', plural: 'deployments' },
  claims: { path: 'api/v1', plural: 'persistentvolumeclaims' },
  events: { path: 'api/v1', plural: 'events' },
  quotas: { path: 'api/v1', plural: 'resourcequotas' },
} as const;

export type CollectionName = keyof typeof collections;
export type Collections = Readonly<Record<CollectionName, readonly KubernetesObject[]>>;

/** Without these there is nothing to show; a person may lack the right to the others. */
const essential: readonly CollectionName[] = ['releases', 'pods'];

export interface NamespaceState {
  readonly connection: 'live' | 'reconnecting' | 'offline' | 'loading';
  readonly problem?: Failure;
  /** When all of it was last known to be true, in milliseconds since 1970. */
  readonly asOf?: number;
}

export interface NamespaceWatch {
  collections(): Collections;
  state(): NamespaceState;
  wake(): void;
  /** Ends when everything is let go, after the signal. */
  readonly done: Promise<void>;
}

export interface NamespaceWatchOptions {
  readonly client: KubernetesClient;
  readonly namespace: string;
  /** Called after each batch of changes and each change of the connection. */
  readonly onChange: () => void;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** Starts the watches; nothing is known before the first `onChange`. */
export function watchNamespace(options: NamespaceWatchOptions): NamespaceWatch {
  const names = Object.keys(collections) as CollectionName[];
  const objects = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    CollectionName,
    KubernetesObject[]
  >;
  const states = new Map<CollectionName, { state: WatchState; problem?: Failure | undefined }>();
  let asOf: number | undefined;

  const watches: Watch[] = names.map((name) => {
    const { path, plural, ...selector } = collections[name];
    return watchCollection({
      client: options.client,
      path: `/${path}/namespaces/${encodeURIComponent(options.namespace)}/${plural}`,
      ...selector,
      onBatch: (_, snapshot) => {
        objects[name] = [...snapshot.values()];
        if (connection() === 'live') asOf = options.clock();
        options.onChange();
      },
      onState: (state, problem) => {
        states.set(name, { state, problem });
        if (connection() === 'live') asOf = options.clock();
        options.onChange();
      },
      signal: options.signal,
    });
  });

  /** The worst of the essential ones; one that is merely forbidden elsewhere leaves the rest alone. */
  function connection(): NamespaceState['connection'] {
    const found = essential.map((name) => states.get(name)?.state ?? 'loading');
    return (['offline', 'reconnecting', 'loading'] as const).find((state) => found.includes(state)) ?? 'live';
  }

  return {
    collections: () => objects,
    state: () => {
      const problem = essential.map((name) => states.get(name)?.problem).find((one) => one !== undefined);
      return {
        connection: connection(),
        ...(problem ? { problem } : {}),
        ...(asOf === undefined ? {} : { asOf }),
      };
    },
    wake: () => {
      for (const watch of watches) watch.wake();
    },
    done: Promise.all(watches.map((watch) => watch.done)).then(() => {}),
  };
}
