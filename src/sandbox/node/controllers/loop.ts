/** The loop that every controller runs in: what changed is looked at again, one object at a time, failures later and later. */
import type { KubernetesObject, ObjectStore, StoreEvent } from '../../kubernetes/model.ts';
import { StatusError } from '../../kubernetes/status.ts';

export interface ControllerOptions {
  readonly store: ObjectStore;
  /** The plural name of the kind that it looks after. */
  readonly plural: string;
  /** Brings the world nearer to what the object asks. May return after how many milliseconds to look again. */
  reconcile(object: KubernetesObject): number | undefined;
  /** Other changes that concern objects of this kind: their namespace and name. */
  related?(event: StoreEvent): { namespace: string | undefined; name: string }[];
  /** The object has left the store. */
  removed?(object: KubernetesObject): void;
  log(message: string): void;
}

/** The delays of the real controllers' queue: 5 ms, doubled each time; at most half a minute instead of their thousand seconds. */
const firstDelay = 5;
const longestDelay = 30_000;

/** Starts a controller: all present objects first, then every change of them and of what they own. Returns a way to stop. */
export function startController({
  store,
  plural,
  reconcile,
  related,
  removed,
  log,
}: ControllerOptions): () => void {
  const failures = new Map<string, number>();
  const timers = new Map<string, { due: number; timer: NodeJS.Timeout }>();
  const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;

  function schedule(key: string, delay: number) {
    const due = Date.now() + delay;
    const planned = timers.get(key);
    if (planned !== undefined && planned.due <= due) return;
    clearTimeout(planned?.timer);
    timers.set(key, { due, timer: setTimeout(() => look(key), delay) });
  }

  function look(key: string) {
    timers.delete(key);
    const [namespace = '', name = ''] = key.split('/');
    const object = store.get(plural, namespace === '' ? undefined : namespace, name);
    if (object === undefined) return void failures.delete(key);
    try {
      const again = reconcile(object);
      failures.delete(key);
      if (again !== undefined) schedule(key, Math.max(again, 1));
    } catch (error) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      if (!(error instanceof StatusError))
        log(
          `controller of ${plural} failed for ${key}: ${error instanceof Error ? error.stack : String(error)}`,
        );
      schedule(key, Math.min(firstDelay * 2 ** count, longestDelay));
    }
  }

  for (const object of store.list(plural))
    schedule(keyOf(object.metadata.namespace, object.metadata.name), 0);
  const unwatch = store.watch((event) => {
    const { metadata } = event.object;
    if (event.resource.plural === plural) {
      if (event.type === 'DELETED') removed?.(event.object);
      else schedule(keyOf(metadata.namespace, metadata.name), 0);
    }
    const kind = ownerKinds[plural];
    const owner = metadata.ownerReferences?.find(
      (reference) => reference.controller === true && reference.kind === kind,
    );
    if (owner !== undefined) schedule(keyOf(metadata.namespace, owner.name), 0);
    for (const { namespace, name } of related?.(event) ?? []) schedule(keyOf(namespace, name), 0);
  });
  return () => {
    unwatch();
    for (const { timer } of timers.values()) clearTimeout(timer);
    timers.clear();
  };
}

const ownerKinds: Record<string, string> = {
  statefulsets: 'StatefulSet',
  replicasets: 'ReplicaSet',
  deployments: 'Deployment',
  daemonsets: 'DaemonSet',
  jobs: 'Job',
};
