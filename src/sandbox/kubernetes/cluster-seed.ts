/** What a new cluster holds before anyone uses it: roles, a storage class, and the namespaces of its people. */
import type { KubernetesObject, NewObject } from './model.ts';
import type { ClusterStore } from './object-store.ts';
import { resourceByKind } from './resources.ts';
import { defaultRoles } from './roles.ts';
import { noSuchResource } from './status.ts';

/** A namespace with who administers it and what it may use. */
export interface NamespaceSeed {
  name: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** Who gets the cluster role `admin` in it, as Onyxia binds it. */
  administrators?: { users?: readonly string[]; groups?: readonly string[] };
  /** Limits of the quota `onyxia-quota`, for example `{ 'requests.memory': '4Gi', 'count/pods': '20' }`. */
  quota?: Record<string, string>;
}

const rbac = 'rbac.authorization.k8s.io';

function namespaceObjects(seed: NamespaceSeed): NewObject[] {
  const { name, labels = {}, annotations = {}, administrators = {}, quota } = seed;
  const subjects = [
    ...(administrators.users ?? []).map((user) => ({ apiGroup: rbac, kind: 'User', name: user })),
    ...(administrators.groups ?? []).map((group) => ({ apiGroup: rbac, kind: 'Group', name: group })),
  ];
  const objects: NewObject[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } },
  ];
  if (subjects.length > 0) {
    objects.push({
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'full_control_namespace', namespace: name },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'admin' },
      subjects,
    });
  }
  if (quota !== undefined) {
    objects.push({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'onyxia-quota', namespace: name },
      spec: { hard: quota },
    });
  }
  return objects;
}

const clusterObjects: NewObject[] = [
  ...defaultRoles,
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'sandbox.local/folder',
  },
];

function ensure(store: ClusterStore, object: NewObject): void {
  const resource = resourceByKind(object.apiVersion, object.kind);
  if (resource === undefined) throw noSuchResource();
  const { name = '', namespace } = object.metadata;
  if (store.get(resource.plural, namespace, name) === undefined) store.create(object);
}

/** Gives the rules of today to a default role that an earlier version made, as the API server does when it starts. */
function reconcileRole(store: ClusterStore, role: NewObject): void {
  if (role.kind !== 'ClusterRole') return;
  store.modify('clusterroles', undefined, role.metadata.name ?? '', (draft) => {
    draft['rules'] = role['rules'];
  });
}

function fillNamespace(store: ClusterStore, namespace: KubernetesObject, authority: string): void {
  const { name } = namespace.metadata;
  ensure(store, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
  ensure(store, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-root-ca.crt', namespace: name },
    data: { 'ca.crt': authority },
  });
}

/** Makes what is missing, and gives every namespace, also later ones, its service account and the authority's certificate. Returns a way to stop. */
export function seedCluster(
  store: ClusterStore,
  seeds: readonly NamespaceSeed[],
  authority: string,
): () => void {
  for (const object of clusterObjects) {
    ensure(store, object);
    reconcileRole(store, object);
  }
  const standard: NamespaceSeed[] = [{ name: 'default' }, { name: 'kube-system' }];
  for (const seed of [...standard, ...seeds])
    for (const object of namespaceObjects(seed)) ensure(store, object);
  for (const namespace of store.list('namespaces')) {
    if (namespace.metadata.deletionTimestamp === undefined) fillNamespace(store, namespace, authority);
  }
  return store.watch(({ type, resource, object }) => {
    if (type === 'ADDED' && resource.plural === 'namespaces') fillNamespace(store, object, authority);
  });
}
