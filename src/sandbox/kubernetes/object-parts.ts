/** Parts of objects that the store keeps apart: what clients set, what the cluster sets. */
import { randomBytes } from 'node:crypto';
import type { KubernetesObject, ObjectMeta, ResourceType } from './model.ts';
import { at, copyJson, fieldsOf, numberOf, textOf } from './shape.ts';

/** Five letters and digits as the API server appends to `generateName`, without those that can be misread. */
export function randomSuffix(): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return [...randomBytes(5)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** What a client may set of the metadata; empty maps and lists are left out. */
export function pickMetadata(metadata: Partial<ObjectMeta>): Partial<ObjectMeta> {
  const { labels, annotations, ownerReferences, finalizers, managedFields } = metadata;
  return {
    ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
    ...(annotations && Object.keys(annotations).length > 0 ? { annotations } : {}),
    ...(ownerReferences?.length ? { ownerReferences } : {}),
    ...(finalizers?.length ? { finalizers } : {}),
    ...(managedFields?.length ? { managedFields } : {}),
  };
}

/** The owners of fields that an object names, if it names any. */
export function managersOf(object: KubernetesObject): Partial<ObjectMeta> {
  return object.metadata.managedFields ? { managedFields: object.metadata.managedFields } : {};
}

/** What the cluster sets of the metadata. */
export function systemMetadata(before: KubernetesObject): ObjectMeta {
  const {
    labels: _l,
    annotations: _a,
    ownerReferences: _o,
    finalizers: _f,
    managedFields: _m,
    ...rest
  } = before.metadata;
  return rest;
}

/** Keeps, in place, what the cluster assigned and a client leaves out when it replaces an object. */
export function keepAssigned(
  resource: ResourceType,
  object: KubernetesObject,
  before: KubernetesObject,
): void {
  const spec = fieldsOf(object['spec']);
  const keep = (field: string) => {
    const kept = at(before, 'spec', field);
    if (kept !== undefined && (spec[field] === undefined || spec[field] === '')) spec[field] = copyJson(kept);
  };
  if (resource.plural === 'services' && spec['type'] !== 'ExternalName') keep('clusterIP');
  if (resource.plural === 'persistentvolumeclaims') ['volumeName', 'storageClassName'].forEach(keep);
  if (resource.plural === 'jobs') {
    keep('selector');
    const labels = fieldsOf(at(before, 'spec', 'template', 'metadata', 'labels'));
    const metadata = fieldsOf(at(spec, 'template', 'metadata'));
    metadata['labels'] = { ...labels, ...fieldsOf(metadata['labels']) };
  }
}

/** How many seconds a pod has to end: none when it never ran or is done already. */
export function podGrace(pod: KubernetesObject, asked: number | undefined): number {
  const phase = textOf(at(pod, 'status', 'phase'));
  const running =
    textOf(at(pod, 'spec', 'nodeName')) !== undefined && phase !== 'Succeeded' && phase !== 'Failed';
  if (!running) return 0;
  return Math.max(0, asked ?? numberOf(at(pod, 'spec', 'terminationGracePeriodSeconds')) ?? 30);
}
