/** What a pod reads of other objects of its namespace: Secrets, ConfigMaps and its own fields. */
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, textOf } from '../../kubernetes/shape.ts';
import { textMapOf } from '../fields.ts';

/** A Secret, ConfigMap or key that a container needs is not there; the message is the kubelet's. */
export class ConfigurationMissing extends Error {
  override readonly name = 'ConfigurationMissing';
}

type Source = 'secret' | 'configmap';

/**
 * The entries of a Secret or ConfigMap as bytes; undefined when it is missing but optional.
 * @throws ConfigurationMissing `secret "x" not found`.
 */
export function readEntries(
  store: ObjectStore,
  namespace: string,
  source: Source,
  reference: unknown,
  nameField = 'name',
): Map<string, Buffer> | undefined {
  const name = textOf(at(reference, nameField)) ?? '';
  const object = store.get(`${source}s`, namespace, name);
  if (object === undefined) {
    if (at(reference, 'optional') === true) return undefined;
    throw new ConfigurationMissing(`${source} "${name}" not found`);
  }
  const entries = new Map<string, Buffer>();
  const plain = source === 'configmap' ? 'data' : 'stringData';
  const encoded = source === 'configmap' ? 'binaryData' : 'data';
  for (const [key, text] of Object.entries(textMapOf(object[plain]))) entries.set(key, Buffer.from(text));
  for (const [key, text] of Object.entries(textMapOf(object[encoded])))
    entries.set(key, Buffer.from(text, 'base64'));
  return entries;
}

/**
 * One entry for `valueFrom`; undefined when it is missing but optional.
 * @throws ConfigurationMissing for a missing object or key.
 */
export function readEntry(
  store: ObjectStore,
  namespace: string,
  source: Source,
  reference: unknown,
): string | undefined {
  const key = textOf(at(reference, 'key')) ?? '';
  const entry = readEntries(store, namespace, source, reference)?.get(key);
  if (entry === undefined && at(reference, 'optional') !== true) {
    const kind = source === 'secret' ? 'Secret' : 'ConfigMap';
    throw new ConfigurationMissing(
      `couldn't find key ${key} in ${kind} ${namespace}/${String(at(reference, 'name'))}`,
    );
  }
  return entry?.toString();
}

/**
 * A field of the pod as `fieldRef` names it, for example `metadata.name` or `metadata.labels['app']`; empty when absent.
 * Fields: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields
 */
export function readPodField(pod: KubernetesObject, fieldPath: string): string {
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(fieldPath);
  if (keyed !== null) return textMapOf(at(pod, 'metadata', keyed[1] ?? ''))[keyed[2] ?? ''] ?? '';
  const value = at(pod, ...fieldPath.split('.'));
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(fieldsOf(value))
    .map(([key, entry]) => `${key}=${JSON.stringify(entry)}`)
    .join('\n');
}
