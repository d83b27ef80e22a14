/** A collection of Argo's as a stream: what was stored first, then live. */
import { isFailure, type FailureData } from '../../../shared/contract/errors.ts';
import type { Plural } from '../platform/argo/argo-client.ts';
import type { KubernetesObject } from '../platform/kubernetes/objects.ts';
import { watchCollection } from '../platform/kubernetes/watch.ts';
import { live } from '../live.ts';
import type { ProjectSurroundings } from '../project-context.ts';
import type { ArgoPlace } from './argo-place.ts';

export interface CollectionShown<One> {
  readonly items: readonly One[];
  readonly state: 'loading' | 'live' | 'stored' | 'unsupported';
  readonly asOf?: number;
  readonly problem?: FailureData;
}

export interface CollectionOptions<T extends KubernetesObject, One> {
  readonly place: ArgoPlace;
  readonly plural: Plural;
  readonly metadataOnly: boolean;
  readonly storeKey: string;
  /** Items out of what the store has; those that cannot be read are left out. */
  readonly readStored: (value: unknown) => readonly One[];
  readonly read: (objects: readonly T[]) => readonly One[];
  /** Called after each change with all there is; `again` shows it anew. */
  readonly onChange?: (objects: readonly T[], again: () => void, signal: AbortSignal) => void;
  readonly surroundings: Pick<ProjectSurroundings, 'host' | 'report'>;
}

/** Milliseconds for which changes are gathered before the store has them. */
const storeEvery = 2_000;

/** Follows it until the signal. Never throws a Failure: what went wrong is shown. */
export async function* followCollection<T extends KubernetesObject, One>(
  options: CollectionOptions<T, One>,
  signal: AbortSignal,
): AsyncGenerator<CollectionShown<One>, void, undefined> {
  const { place, surroundings } = options;
  const { store } = place.context;
  const { clock } = surroundings.host;
  const key = `${options.storeKey}/${place.argo.namespace}`;
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const stored = await store.get(key);
  const shown = live<CollectionShown<One>>(
    stored
      ? { items: options.readStored(stored.value), state: 'stored', asOf: stored.at }
      : { items: [], state: 'loading' },
  );
  let objects: readonly T[] = [];
  let timer: NodeJS.Timeout | undefined;

  const keep = () => {
    timer = undefined;
    store.set(key, shown.get().items).catch((error: unknown) => surroundings.report(error, options.storeKey));
  };
  const show = () => {
    if (until.aborted) return;
    shown.set({ items: options.read(objects), state: 'live', asOf: clock() });
    timer ??= setTimeout(keep, storeEvery);
  };

  const watch = watchCollection<T>({
    client: place.argo.cluster,
    path: place.argo.path(options.plural),
    metadataOnly: options.metadataOnly,
    signal: until,
    onBatch(_, snapshot) {
      objects = [...snapshot.values()];
      show();
      options.onChange?.(objects, show, until);
    },
    onState(state, problem) {
      const now = shown.get();
      // Where Argo is not installed, its kinds are not there either.
      if (problem && isFailure(problem) && problem.code === 'not-found')
        shown.set({ items: [], state: 'unsupported' });
      else if (problem)
        shown.set({ ...now, state: now.state === 'loading' ? 'loading' : 'stored', problem: problem.data });
      else if (state === 'live' && now.state === 'stored') show();
    },
  });
  const stopListening = surroundings.host.onResume(() => watch.wake());
  try {
    yield* shown.follow(signal);
  } finally {
    stopListening();
    over.abort();
    if (timer) {
      clearTimeout(timer);
      keep();
    }
  }
}
