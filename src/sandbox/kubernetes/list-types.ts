/**
 * How the lists and maps inside objects merge: by the keys of their entries, as sets, or as a whole.
 * Source: the `x-kubernetes-list-type`, `x-kubernetes-list-map-keys` and `x-kubernetes-map-type` marks of the Kubernetes OpenAPI document.
 */
import { isFields } from './shape.ts';

type ListType = { kind: 'map'; keys: readonly string[] } | { kind: 'set' } | { kind: 'atomic' };

const byName: ListType = { kind: 'map', keys: ['name'] };
const atomic: ListType = { kind: 'atomic' };

const lists: Record<string, ListType> = {
  containers: byName,
  initContainers: byName,
  ephemeralContainers: byName,
  env: byName,
  volumes: byName,
  imagePullSecrets: byName,
  secrets: byName,
  resourceClaims: byName,
  schedulingGates: byName,
  volumeMounts: { kind: 'map', keys: ['mountPath'] },
  volumeDevices: { kind: 'map', keys: ['devicePath'] },
  hostAliases: { kind: 'map', keys: ['ip'] },
  podIPs: { kind: 'map', keys: ['ip'] },
  conditions: { kind: 'map', keys: ['type'] },
  addresses: { kind: 'map', keys: ['type'] },
  ownerReferences: { kind: 'map', keys: ['uid'] },
  topologySpreadConstraints: { kind: 'map', keys: ['topologyKey', 'whenUnsatisfiable'] },
  finalizers: { kind: 'set' },
};

const atomicMaps = new Set([
  'selector',
  'podSelector',
  'namespaceSelector',
  'labelSelector',
  'nodeSelector',
  'secretKeyRef',
  'configMapKeyRef',
  'fieldRef',
  'resourceFieldRef',
  'claimRef',
  'roleRef',
]);

/** How the list in a field merges; it takes the list itself to tell container ports from service ports. */
export function listTypeOf(field: string, list: readonly unknown[]): ListType {
  if (field === 'ports') {
    if (list.every((entry) => isFields(entry) && 'containerPort' in entry)) {
      return { kind: 'map', keys: ['containerPort', 'protocol'] };
    }
    const ofService = list.every((entry) => isFields(entry) && typeof entry['port'] === 'number');
    return ofService ? { kind: 'map', keys: ['port', 'protocol'] } : atomic;
  }
  const type = lists[field] ?? atomic;
  if (type.kind !== 'map') return type;
  // The same field name may hold something else in another kind: without its keys it is taken as a whole.
  const [first = ''] = type.keys;
  return list.every((entry) => isFields(entry) && first in entry) ? type : atomic;
}

/** Whether the map in a field is replaced as a whole. */
export function isAtomicMap(field: string): boolean {
  return atomicMaps.has(field);
}

/** The key values of one entry of a list; an absent protocol is TCP. */
export function keyOfEntry(entry: unknown, keys: readonly string[]): Record<string, unknown> {
  const fields = isFields(entry) ? entry : {};
  return Object.fromEntries(
    keys.map((key) => [key, fields[key] ?? (key === 'protocol' ? 'TCP' : undefined)]),
  );
}

/** Whether an entry of a list has these key values. */
export function hasKey(entry: unknown, key: Record<string, unknown>): boolean {
  const own = keyOfEntry(entry, Object.keys(key));
  return Object.entries(key).every(([field, value]) => own[field] === value);
}
