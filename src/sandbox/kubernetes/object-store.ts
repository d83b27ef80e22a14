/** The cluster's objects: kept in memory, numbered by one version counter, saved to a folder and restored from it. */
import { randomUUID } from 'node:crypto';
import { countedKinds, fillDefaults } from './defaults.ts';
import { createEventRecorder, timestamp } from './event-recorder.ts';
import { startGarbageCollection } from './garbage.ts';
import { createHistory, type Change, type History } from './history.ts';
import type { KubernetesObject, NewObject, ObjectMeta, ObjectStore, ResourceType } from './model.ts';
import {
  keepAssigned,
  managersOf,
  pickMetadata,
  podGrace,
  randomSuffix,
  systemMetadata,
} from './object-parts.ts';
import { fillFromLimitRange } from './quota.ts';
import { createQuotaKeeper } from './quota-keeper.ts';
import { resourceByKind, resourceByPlural } from './resources.ts';
import { at, copyJson, fieldsOf, freezeDeep, sameJson, type Fields } from './shape.ts';
import { createSnapshotWriter, readSnapshot, writeSnapshot } from './snapshot.ts';
import {
  alreadyExists,
  badRequest,
  conflict,
  forbidden,
  noSuchResource,
  notFound,
  StatusError,
} from './status.ts';
import { checkChange, checkNew } from './validation.ts';

interface UpdateOptions {
  subresource?: 'status';
  dryRun?: boolean;
}
export interface DeleteOptions {
  gracePeriodSeconds?: number;
  uid?: string;
  resourceVersion?: string;
  /** What happens to dependents; background by default. */
  propagation?: 'Background' | 'Foreground' | 'Orphan';
  dryRun?: boolean;
}

/** The store with what the API server needs beyond the controllers' view: versions, history, dry runs, saving. */
export interface ClusterStore extends ObjectStore {
  create(object: NewObject, options?: { dryRun?: boolean }): KubernetesObject;
  update(object: KubernetesObject, options?: UpdateOptions): KubernetesObject;
  /** Answers the object as it is after the call, and whether it is gone already. Throws 404, or 409 when uid or version differ. */
  delete(
    plural: string,
    namespace: string | undefined,
    name: string,
    options?: DeleteOptions,
  ): { object: KubernetesObject; gone: boolean };
  /** The version of the newest change. */
  version(): number;
  readonly history: History;
  /** Forgets every past change: watches that start before now are answered 410. */
  forgetHistory(): void;
  /** Like `watch`, with the version and the state before. */
  watchChanges(listener: (change: Change) => void): () => void;
  /** Saves what is not yet saved and stops all timers. */
  stop(): void;
}

/** More changes than can happen between two savings. */
const versionsLostAtMost = 100_000;

/** Opens the store kept in `folder` (undefined: in memory only). `historySize` changes are remembered for watches. */
export function openStore(folder: string | undefined, historySize = 1000): ClusterStore {
  const saved = folder === undefined ? undefined : readSnapshot(folder);
  const objects = new Map<string, Map<string, KubernetesObject>>();
  const quotas = createQuotaKeeper();
  // After a crash some versions were shown to clients and lost: they must not be given out again.
  let version = (saved?.version ?? 1) + (saved === undefined || saved.complete ? 0 : versionsLostAtMost);
  const history = createHistory(historySize, version);
  const listeners = new Set<(change: Change) => void>();
  const pending: Change[] = [];
  let draining = false;
  let addresses = 0;
  let stopped = false;

  const bucketOf = (plural: string): Map<string, KubernetesObject> => {
    let bucket = objects.get(plural);
    if (bucket === undefined) objects.set(plural, (bucket = new Map()));
    return bucket;
  };
  const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;
  const typeOf = (plural: string): ResourceType => {
    const resource = resourceByPlural(plural);
    if (resource === undefined) throw noSuchResource();
    return resource;
  };
  const typeOfObject = (object: { apiVersion: string; kind: string }): ResourceType => {
    const resource = resourceByKind(object.apiVersion, object.kind);
    if (resource === undefined) {
      throw badRequest(`no kind "${object.kind}" is registered for version "${object.apiVersion}"`);
    }
    return resource.plural === 'events' ? typeOf('events') : resource;
  };

  for (const object of saved?.objects ?? []) {
    const resource = typeOfObject(object);
    bucketOf(resource.plural).set(keyOf(object.metadata.namespace, object.metadata.name), freezeDeep(object));
    quotas.count(resource, undefined, object);
  }

  const writer =
    folder === undefined
      ? undefined
      : createSnapshotWriter(() => {
          const everything = [...objects.values()].flatMap((bucket) => [...bucket.values()]);
          writeSnapshot(folder, { version, complete: stopped, objects: everything });
        });

  const get: ClusterStore['get'] = (plural, namespace, name) =>
    bucketOf(plural).get(keyOf(typeOf(plural).namespaced ? namespace : undefined, name));

  const list: ClusterStore['list'] = (plural, namespace) => {
    typeOf(plural);
    const all = [...bucketOf(plural).values()];
    return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
  };

  // A listener may write in turn: its changes wait, so that everyone sees all changes in the same order.
  const drain = () => {
    if (draining) return;
    draining = true;
    try {
      for (let change = pending.shift(); change !== undefined; change = pending.shift()) {
        for (const listener of Array.from(listeners)) listener(change);
      }
    } finally {
      draining = false;
    }
  };

  const commit = (
    type: Change['type'],
    resource: ResourceType,
    object: KubernetesObject,
    previous: KubernetesObject | undefined,
  ): KubernetesObject => {
    version += 1;
    const stored: KubernetesObject = freezeDeep({
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(version) },
    });
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    if (type === 'DELETED') bucketOf(resource.plural).delete(key);
    else bucketOf(resource.plural).set(key, stored);
    quotas.count(resource, previous, type === 'DELETED' ? undefined : stored);
    const change: Change = { type, resource, object: stored, version, previous };
    history.add(change);
    pending.push(change);
    refreshQuotas(stored.metadata.namespace, resource);
    writer?.changed();
    drain();
    return stored;
  };

  const refreshQuotas = (namespace: string | undefined, resource: ResourceType) => {
    if (namespace === undefined || resource.plural === 'events' || bucketOf('resourcequotas').size === 0)
      return;
    queueMicrotask(() => {
      if (stopped) return;
      for (const quota of list('resourcequotas', namespace)) {
        const status = quotas.staleStatus(quota);
        if (status !== undefined) update({ ...quota, status }, { subresource: 'status' });
      }
    });
  };

  const nextAddress = () => {
    const taken = new Set(list('services').map((service) => at(service, 'spec', 'clusterIP')));
    for (;;) {
      addresses = (addresses % 65_000) + 10;
      const address = `10.96.${(addresses >> 8) & 255}.${addresses & 255}`;
      if (!taken.has(address)) return address;
    }
  };

  const create: ClusterStore['create'] = (given, options = {}) => {
    const resource = typeOfObject(given);
    const draft = copyJson<NewObject & Fields>(given);
    const name =
      draft.metadata.name ??
      (draft.metadata.generateName ? draft.metadata.generateName + randomSuffix() : undefined) ??
      '';
    const namespace = resource.namespaced ? (draft.metadata.namespace ?? 'default') : undefined;
    const uid = randomUUID();
    const metadata: ObjectMeta = {
      name,
      ...(draft.metadata.generateName ? { generateName: draft.metadata.generateName } : {}),
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion: '',
      ...(countedKinds.has(resource.plural) ? { generation: 1 } : {}),
      creationTimestamp: timestamp(),
      ...pickMetadata(draft.metadata),
    };
    const object: KubernetesObject = {
      ...draft,
      apiVersion: draft.apiVersion,
      kind: draft.kind,
      metadata,
    };
    if (namespace !== undefined) requireNamespace(resource, namespace, name);
    if (resource.plural === 'pods')
      for (const range of list('limitranges', namespace)) fillFromLimitRange(range, object);
    fillDefaults(resource.plural, object, { uid, nextAddress });
    checkNew(resource, object);
    if (get(resource.plural, namespace, name)) throw alreadyExists(resource, name);
    if (namespace !== undefined) quotas.check(list('resourcequotas', namespace), resource, object);
    if (options.dryRun) return freezeDeep(object);
    return commit('ADDED', resource, object, undefined);
  };

  const requireNamespace = (resource: ResourceType, namespace: string, name: string) => {
    const found = get('namespaces', undefined, namespace);
    if (found === undefined) throw notFound({ group: '', plural: 'namespaces' }, namespace);
    if (found.metadata.deletionTimestamp !== undefined && resource.plural !== 'events') {
      const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
      throw forbidden(resource, name, why);
    }
  };

  const update: ClusterStore['update'] = (given, options = {}) => {
    const resource = typeOfObject(given);
    const { name, namespace } = given.metadata;
    const before = get(resource.plural, namespace, name);
    if (before === undefined) throw notFound(resource, name);
    const wanted = given.metadata.resourceVersion;
    if (wanted && wanted !== before.metadata.resourceVersion) throw conflict(resource, name);
    if (given.metadata.uid && given.metadata.uid !== before.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${given.metadata.uid}, UID in object meta: ${before.metadata.uid}`;
      throw conflict(resource, name, why);
    }
    const draft = copyJson(given);
    const object: KubernetesObject =
      options.subresource === 'status'
        ? { ...before, status: draft['status'], metadata: { ...before.metadata, ...managersOf(draft) } }
        : { ...draft, metadata: { ...systemMetadata(before), ...pickMetadata(draft.metadata) } };
    if (options.subresource !== 'status') {
      if (resource.subresources.includes('status')) {
        if (before['status'] === undefined) delete object['status'];
        else object['status'] = copyJson(before['status']);
      }
      keepAssigned(resource, object, before);
      fillDefaults(resource.plural, object, { uid: before.metadata.uid, nextAddress });
      checkChange(resource, object, before);
      if (namespace !== undefined) quotas.check(list('resourcequotas', namespace), resource, object, before);
      if (countedKinds.has(resource.plural) && !sameJson(object['spec'], before['spec'])) {
        object.metadata.generation = (before.metadata.generation ?? 0) + 1;
      }
    }
    if (sameJson(object, before)) return before;
    if (options.dryRun) return freezeDeep(object);
    const stored = commit('MODIFIED', resource, object, before);
    const leaving = stored.metadata.deletionTimestamp !== undefined && !stored.metadata.finalizers?.length;
    if (leaving && before.metadata.finalizers?.length) {
      commit('DELETED', resource, stored, stored);
    }
    return stored;
  };

  const modify: ClusterStore['modify'] = (plural, namespace, name, change, options) => {
    const current = get(plural, namespace, name);
    if (current === undefined) return undefined;
    const draft = copyJson(current);
    change(draft);
    return update(draft, options);
  };

  const remove: ClusterStore['delete'] = (plural, namespace, name, options = {}) => {
    const resource = typeOf(plural);
    const object = get(plural, namespace, name);
    if (object === undefined) throw notFound(resource, name);
    const differs = (field: 'uid' | 'resourceVersion', word: string) => {
      if (options[field] === undefined || options[field] === object.metadata[field]) return;
      const why = `Precondition failed: ${word} in precondition: ${options[field]}, ${word} in object meta: ${object.metadata[field]}`;
      throw conflict(resource, name, why);
    };
    differs('uid', 'UID');
    differs('resourceVersion', 'ResourceVersion');
    const grace = plural === 'pods' ? podGrace(object, options.gracePeriodSeconds) : 0;
    if (options.dryRun) return { object, gone: true };
    const finalizers = new Set(object.metadata.finalizers);
    if (options.propagation === 'Foreground') finalizers.add('foregroundDeletion');
    if (options.propagation === 'Orphan') garbage.orphan(object);
    if (plural === 'namespaces') finalizers.add('kubernetes');
    if (grace === 0 && finalizers.size === 0) {
      return { object: commit('DELETED', resource, object, object), gone: true };
    }
    const known = object.metadata.deletionTimestamp;
    if (known !== undefined && (object.metadata.deletionGracePeriodSeconds ?? 0) <= grace) {
      return { object, gone: false };
    }
    const leaving: KubernetesObject = {
      ...object,
      metadata: {
        ...object.metadata,
        deletionTimestamp: timestamp(new Date(Date.now() + grace * 1000)),
        deletionGracePeriodSeconds: grace,
        ...(object.metadata.generation === undefined ? {} : { generation: object.metadata.generation + 1 }),
        ...(finalizers.size > 0 ? { finalizers: [...finalizers] } : {}),
      },
      ...(plural === 'namespaces' ? { status: { ...fieldsOf(object['status']), phase: 'Terminating' } } : {}),
    };
    const stored = commit('MODIFIED', resource, leaving, object);
    return { object: stored, gone: false };
  };

  const watchChanges = (listener: (change: Change) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const recorder = createEventRecorder({ create, modify, list, delete: remove });
  const store: ClusterStore = {
    get,
    list,
    create,
    update,
    modify,
    delete: remove,
    watch: watchChanges,
    watchChanges,
    recordEvent: (about, event) => {
      try {
        recorder.record(about, event);
      } catch (error) {
        // An event about something whose namespace is gone has nowhere to go.
        if (!(error instanceof StatusError)) throw error;
      }
    },
    version: () => version,
    history,
    forgetHistory: () => {
      version += 1;
      history.forget(version);
    },
    stop: () => {
      stopped = true;
      garbage.stop();
      listeners.clear();
      writer?.flush();
    },
  };
  const garbage = startGarbageCollection(store, (object) => {
    const resource = typeOfObject(object);
    commit('DELETED', resource, object, object);
  });
  return store;
}
