/** Makes what a project needs in the cluster: namespace, rights and quota. */
import type { NewObject, ObjectStore } from '../kubernetes/model.ts';
import type { Quota } from './region.ts';

const quotaName = 'onyxia-quota';

/**
 * Makes the namespace of a person or a group when it is missing, gives them the cluster role `admin` in it, and sets
 * the quota (undefined: none). Calling it again brings the quota up to date and leaves the rest.
 */
export function onboard(
  store: ObjectStore,
  namespace: string,
  subject: { kind: 'User' | 'Group'; name: string },
  quota: Quota | undefined,
): void {
  const ensure = (plural: string, name: string, object: NewObject) => {
    if (!store.get(plural, plural === 'namespaces' ? undefined : namespace, name)) store.create(object);
  };
  ensure('namespaces', namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  ensure('rolebindings', 'full_control_namespace', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'full_control_namespace', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', ...subject }],
  });
  setQuota(store, namespace, quota);
}

/** Sets, replaces or (undefined) removes the quota of a namespace. */
export function setQuota(store: ObjectStore, namespace: string, quota: Quota | undefined): void {
  const present = store.get('resourcequotas', namespace, quotaName);
  if (quota === undefined) {
    if (present) store.delete('resourcequotas', namespace, quotaName);
    return;
  }
  const hard = Object.fromEntries(Object.entries(quota).map(([name, amount]) => [name, String(amount)]));
  if (present) {
    store.modify('resourcequotas', namespace, quotaName, (draft) => {
      draft['spec'] = { hard };
    });
    return;
  }
  store.create({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: quotaName, namespace },
    spec: { hard },
  });
}

const numeric = (name: string, amount: unknown) =>
  name.startsWith('count/') ? Number(amount) : String(amount);

/** The quota of a namespace with its use, in the shape of `GET /my-lab/quota`; undefined when there is none. */
export function readQuota(store: ObjectStore, namespace: string): { spec: Quota; usage: Quota } | undefined {
  const quota = store.get('resourcequotas', namespace, quotaName);
  if (!quota) return undefined;
  const status = quota['status'] as { used?: Record<string, unknown> } | undefined;
  const spec = (quota['spec'] as { hard: Record<string, unknown> }).hard;
  const entries = Object.entries(spec);
  return {
    spec: Object.fromEntries(entries.map(([name, amount]) => [name, numeric(name, amount)])),
    usage: Object.fromEntries(entries.map(([name]) => [name, numeric(name, status?.used?.[name] ?? '0')])),
  };
}
