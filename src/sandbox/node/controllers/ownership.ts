/** Who belongs to whom: owner references and the pods that controllers make from their templates. */
import type { KubernetesObject, NewObject, ObjectMeta, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, sameJson, type Fields } from '../../kubernetes/shape.ts';
import { textMapOf, timestamp } from '../fields.ts';

/** The reference with which an object says that another one controls it. */
export function controlledBy(owner: KubernetesObject): NonNullable<ObjectMeta['ownerReferences']> {
  const { apiVersion, kind, metadata } = owner;
  return [
    { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true },
  ];
}

/** The objects of a kind that the owner controls, oldest first. */
export function ownedBy(store: ObjectStore, plural: string, owner: KubernetesObject): KubernetesObject[] {
  return store
    .list(plural, owner.metadata.namespace)
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(
        ({ uid, controller }) => uid === owner.metadata.uid && controller === true,
      ),
    )
    .sort((left, right) => Number(left.metadata.resourceVersion) - Number(right.metadata.resourceVersion));
}

/** A pod after the template of its owner; `metadata` names it and adds labels. */
export function podFromTemplate(
  owner: KubernetesObject,
  metadata: Partial<ObjectMeta>,
  changeSpec: (spec: Fields) => void = () => undefined,
): NewObject {
  const template = fieldsOf(at(owner, 'spec', 'template'));
  const spec = structuredClone(fieldsOf(template['spec']));
  changeSpec(spec);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      labels: { ...textMapOf(at(template, 'metadata', 'labels')), ...metadata.labels },
      annotations: textMapOf(at(template, 'metadata', 'annotations')),
      ownerReferences: controlledBy(owner),
    },
    spec,
  };
}

/** Writes a status where it differs from the stored one. */
export function writeStatus(
  store: ObjectStore,
  plural: string,
  object: KubernetesObject,
  status: Fields,
): void {
  const { namespace, name, uid } = object.metadata;
  const stored = store.get(plural, namespace, name);
  if (stored === undefined || stored.metadata.uid !== uid || sameJson(stored['status'], status)) return;
  store.modify(plural, namespace, name, (draft) => void (draft['status'] = status), {
    subresource: 'status',
  });
}

/** A condition of a workload; the time of the last transition stays while its status does. */
export function workloadCondition(
  object: KubernetesObject,
  condition: { type: string; status: string; reason: string; message: string },
): Fields {
  const before = listOf(at(object, 'status', 'conditions')).find(({ type }) => type === condition.type);
  const { type, status, ...rest } = condition;
  const same = before !== undefined && before['status'] === status;
  const told = same && before['reason'] === rest.reason && before['message'] === rest.message;
  return {
    type,
    status,
    lastUpdateTime: told ? (before['lastUpdateTime'] ?? timestamp()) : timestamp(),
    lastTransitionTime: same ? before['lastTransitionTime'] : timestamp(),
    ...rest,
  };
}

/** The counts of a status that Kubernetes leaves out when they are zero. */
export function nonZero(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
