/** Collects what belongs to deleted owners, and empties namespaces that are going away (in the background, as the real cluster). */
import type { KubernetesObject } from './model.ts';
import type { ClusterStore } from './object-store.ts';
import { resourceTypes } from './resources.ts';
import { StatusError } from './status.ts';

type Store = Pick<ClusterStore, 'get' | 'list' | 'modify' | 'delete' | 'watchChanges'>;

interface Garbage {
  /** Takes the owner out of its dependents, so that they stay. */
  orphan(owner: KubernetesObject): void;
  stop(): void;
}

const stored = resourceTypes.filter((resource) => resource.group !== 'events.k8s.io');

/** Starts collecting. `drop` removes an object whose finalizers are done, whatever its deletion state. */
export function startGarbageCollection(store: Store, drop: (object: KubernetesObject) => void): Garbage {
  const living = new Set<string>();
  const dependents = new Map<string, Map<string, { plural: string; object: KubernetesObject }>>();
  const terminating = new Set<string>();
  const waiting = new Map<string, { plural: string; object: KubernetesObject }>();
  let stopped = false;

  const later = (task: () => void) => {
    setImmediate(() => {
      if (!stopped) task();
    });
  };
  const ignoringGone = (task: () => void) => {
    try {
      task();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  };

  const index = (plural: string, object: KubernetesObject, present: boolean) => {
    const { uid } = object.metadata;
    if (present) living.add(uid);
    else living.delete(uid);
    for (const owner of object.metadata.ownerReferences ?? []) {
      let owned = dependents.get(owner.uid);
      if (owned === undefined) dependents.set(owner.uid, (owned = new Map()));
      if (present) owned.set(uid, { plural, object });
      else owned.delete(uid);
      if (owned.size === 0) dependents.delete(owner.uid);
    }
  };

  const collect = (plural: string, object: KubernetesObject) => {
    const { namespace, name, uid } = object.metadata;
    const current = store.get(plural, namespace, name);
    if (current === undefined || current.metadata.uid !== uid) return;
    const owners = current.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const remaining = owners.filter((owner) => living.has(owner.uid));
    if (remaining.length === 0) ignoringGone(() => store.delete(plural, namespace, name, { uid }));
    else if (remaining.length < owners.length) {
      store.modify(plural, namespace, name, (draft) => {
        draft.metadata.ownerReferences = remaining;
      });
    }
  };

  const dependentsOf = (uid: string) => [...(dependents.get(uid)?.values() ?? [])];

  const finishForeground = (uid: string) => {
    const owner = waiting.get(uid);
    if (owner === undefined || dependentsOf(uid).length > 0) return;
    waiting.delete(uid);
    store.modify(owner.plural, owner.object.metadata.namespace, owner.object.metadata.name, (draft) => {
      draft.metadata.finalizers =
        draft.metadata.finalizers?.filter((name) => name !== 'foregroundDeletion') ?? [];
    });
  };

  const deleteForeground = (plural: string, object: KubernetesObject) => {
    waiting.set(object.metadata.uid, { plural, object });
    for (const entry of dependentsOf(object.metadata.uid)) {
      const { metadata } = entry.object;
      ignoringGone(() => store.delete(entry.plural, metadata.namespace, metadata.name));
    }
    finishForeground(object.metadata.uid);
  };

  const emptyNamespace = (name: string) => {
    terminating.add(name);
    let left = 0;
    for (const resource of stored) {
      if (!resource.namespaced) continue;
      for (const object of store.list(resource.plural, name)) {
        left += 1;
        if (object.metadata.deletionTimestamp === undefined) {
          ignoringGone(() => store.delete(resource.plural, name, object.metadata.name));
        }
      }
    }
    const namespace = store.get('namespaces', undefined, name);
    if (left === 0 && namespace !== undefined) {
      terminating.delete(name);
      drop(namespace);
    }
  };

  for (const resource of stored)
    for (const object of store.list(resource.plural)) index(resource.plural, object, true);
  // What was still to be collected when the sandbox last stopped.
  later(() => {
    const waitingOwned = [...dependents.values()].flatMap((owned) => [...owned.values()]);
    for (const entry of waitingOwned) collect(entry.plural, entry.object);
    for (const resource of stored) {
      for (const object of store.list(resource.plural)) {
        if (
          object.metadata.deletionTimestamp !== undefined &&
          object.metadata.finalizers?.includes('foregroundDeletion')
        ) {
          deleteForeground(resource.plural, object);
        }
      }
    }
    for (const namespace of store.list('namespaces')) {
      if (namespace.metadata.deletionTimestamp !== undefined) emptyNamespace(namespace.metadata.name);
    }
  });

  const stopWatching = store.watchChanges(({ type, resource, object, previous }) => {
    const { uid, namespace, name } = object.metadata;
    if (previous !== undefined) index(resource.plural, previous, false);
    if (type !== 'DELETED') index(resource.plural, object, true);
    if (type === 'ADDED' && object.metadata.ownerReferences?.length)
      later(() => collect(resource.plural, object));
    if (type === 'DELETED') {
      const owned = dependentsOf(uid);
      if (owned.length > 0) later(() => owned.forEach((entry) => collect(entry.plural, entry.object)));
      for (const owner of object.metadata.ownerReferences ?? []) later(() => finishForeground(owner.uid));
      if (namespace !== undefined && terminating.has(namespace)) later(() => emptyNamespace(namespace));
    }
    if (type === 'MODIFIED' && object.metadata.deletionTimestamp !== undefined) {
      if (resource.plural === 'namespaces') later(() => emptyNamespace(name));
      if (object.metadata.finalizers?.includes('foregroundDeletion')) {
        later(() => deleteForeground(resource.plural, object));
      }
    }
  });

  return {
    orphan: (owner) => {
      for (const { plural, object } of dependentsOf(owner.metadata.uid)) {
        store.modify(plural, object.metadata.namespace, object.metadata.name, (draft) => {
          draft.metadata.ownerReferences =
            draft.metadata.ownerReferences?.filter((reference) => reference.uid !== owner.metadata.uid) ?? [];
        });
      }
    },
    stop: () => {
      stopped = true;
      stopWatching();
    },
  };
}
