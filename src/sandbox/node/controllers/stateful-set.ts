/** StatefulSets: pods with a number and claims of their own, one after the other. */
import type { KubernetesObject, NewObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, numberOf, textOf, type Fields } from '../../kubernetes/shape.ts';
import { textMapOf } from '../fields.ts';
import { templateHash } from '../names.ts';
import { startController } from './loop.ts';
import { controlledBy, nonZero, ownedBy, podFromTemplate, writeStatus } from './ownership.ts';
import { isActive, isFinished, isLeaving, isReady } from '../pod-state.ts';

export type StatefulSetStep =
  { kind: 'create'; pod: NewObject; claims: NewObject[] } | { kind: 'delete'; pod: KubernetesObject };

/** Starts the controller. Returns a way to stop. */
export function startStatefulSets(store: ObjectStore, log: (message: string) => void): () => void {
  return startController({ store, log, plural: 'statefulsets', reconcile: (set) => reconcile(store, set) });
}

function reconcile(store: ObjectStore, set: KubernetesObject): undefined {
  if (isLeaving(set)) return;
  const pods = () => ownedBy(store, 'pods', set);
  keepRevision(store, set);
  try {
    for (const step of planStatefulSet(set, pods())) take(store, set, step);
  } finally {
    writeStatus(store, 'statefulsets', set, statefulSetStatus(set, pods()));
  }
}

function take(store: ObjectStore, set: KubernetesObject, step: StatefulSetStep): void {
  const { name, namespace } = set.metadata;
  const told = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    store.recordEvent(set, { type, reason, message, component: 'statefulset-controller' });
  if (step.kind === 'delete') {
    store.delete('pods', namespace, step.pod.metadata.name, { uid: step.pod.metadata.uid });
    return told(
      'Normal',
      'SuccessfulDelete',
      `Delete Pod ${step.pod.metadata.name} in StatefulSet ${name} successful`,
    );
  }
  const pod = step.pod.metadata.name ?? '';
  for (const claim of step.claims) {
    if (store.get('persistentvolumeclaims', namespace, claim.metadata.name ?? '') !== undefined) continue;
    try {
      store.create(claim);
    } catch (error) {
      told(
        'Warning',
        'FailedCreate',
        `Create Claim ${claim.metadata.name} for Pod ${pod} in StatefulSet ${name} failed error: ${(error as Error).message}`,
      );
      throw error;
    }
    told(
      'Normal',
      'SuccessfulCreate',
      `Create Claim ${claim.metadata.name} Pod ${pod} in StatefulSet ${name} success`,
    );
  }
  try {
    store.create(step.pod);
  } catch (error) {
    told(
      'Warning',
      'FailedCreate',
      `Create Pod ${pod} in StatefulSet ${name} failed error: ${(error as Error).message}`,
    );
    throw error;
  }
  told('Normal', 'SuccessfulCreate', `Create Pod ${pod} in StatefulSet ${name} successful`);
}

/**
 * The next steps of a StatefulSet given its pods: the missing pod with the lowest number once all before it are ready
 * (all at once with `podManagementPolicy: Parallel`), the highest one too many, or the highest of an old template.
 * Order and its stop at a pod that never gets ready: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export function planStatefulSet(set: KubernetesObject, pods: readonly KubernetesObject[]): StatefulSetStep[] {
  const spec = fieldsOf(set['spec']);
  const parallel = spec['podManagementPolicy'] === 'Parallel';
  const wanted = numberOf(spec['replicas']) ?? 1;
  const start = numberOf(at(spec, 'ordinals', 'start')) ?? 0;
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  const steps: StatefulSetStep[] = [];

  for (let ordinal = start; ordinal < start + wanted; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined) steps.push({ kind: 'create', ...newPod(set, ordinal) });
    else if (isFinished(pod) && !isLeaving(pod)) steps.push({ kind: 'delete', pod });
    else if (isReady(pod) && isActive(pod)) continue;
    if (!parallel) return steps;
  }
  const tooMany = pods.filter((pod) => !inRange(ordinalOf(set, pod), start, wanted));
  tooMany.sort((left, right) => ordinalOf(set, right) - ordinalOf(set, left));
  for (const pod of parallel ? tooMany : tooMany.slice(0, 1))
    if (!isLeaving(pod)) steps.push({ kind: 'delete', pod });
  if (steps.length > 0 || tooMany.length > 0 || at(spec, 'updateStrategy', 'type') === 'OnDelete')
    return steps;

  const partition = numberOf(at(spec, 'updateStrategy', 'rollingUpdate', 'partition')) ?? 0;
  for (let ordinal = start + wanted - 1; ordinal >= Math.max(start, partition); ordinal -= 1) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined) return [];
    if (revisionOf(pod) !== revisionName(set)) return isLeaving(pod) ? [] : [{ kind: 'delete', pod }];
    if (!isReady(pod) || isLeaving(pod)) return [];
  }
  return [];
}

/** The status of a StatefulSet as its controller reports it; counts of zero are left out as the real one does. */
export function statefulSetStatus(set: KubernetesObject, pods: readonly KubernetesObject[]): Fields {
  const update = revisionName(set);
  const updated = pods.filter((pod) => revisionOf(pod) === update);
  const known = textOf(at(set, 'status', 'currentRevision'));
  const settled =
    known === undefined || pods.length === 0 || (updated.length === pods.length && pods.every(isReady));
  const current = settled ? update : known;
  const ready = pods.filter((pod) => isReady(pod)).length;
  return {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    ...nonZero({
      readyReplicas: ready,
      currentReplicas: pods.filter((pod) => revisionOf(pod) === current && isActive(pod)).length,
      updatedReplicas: updated.filter(isActive).length,
    }),
    currentRevision: current,
    updateRevision: update,
    collisionCount: 0,
    availableReplicas: ready,
  };
}

function newPod(set: KubernetesObject, ordinal: number): { pod: NewObject; claims: NewObject[] } {
  const { name: setName, namespace } = set.metadata;
  const name = `${setName}-${ordinal}`;
  const templates = listOf(at(set, 'spec', 'volumeClaimTemplates'));
  const claimName = (template: Fields) => `${textOf(at(template, 'metadata', 'name')) ?? ''}-${name}`;
  const claims = templates.map((template): NewObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName(template),
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        ...textMapOf(at(template, 'metadata', 'labels')),
        ...textMapOf(at(set, 'spec', 'selector', 'matchLabels')),
      },
      annotations: textMapOf(at(template, 'metadata', 'annotations')),
    },
    spec: template['spec'],
  }));
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    'controller-revision-hash': revisionName(set),
    'statefulset.kubernetes.io/pod-name': name,
  };
  const pod = podFromTemplate(set, { name, generateName: `${setName}-`, labels }, (spec) => {
    const own = templates.map((template) => ({
      name: at(template, 'metadata', 'name'),
      persistentVolumeClaim: { claimName: claimName(template) },
    }));
    const others = listOf(spec['volumes']).filter(
      (volume) => !own.some((claim) => claim.name === volume['name']),
    );
    if (own.length + others.length > 0) spec['volumes'] = [...own, ...others];
    spec['hostname'] = name;
    const service = textOf(at(set, 'spec', 'serviceName'));
    if (service !== undefined) spec['subdomain'] = service;
  });
  return { pod, claims };
}

/** Keeps the template as a ControllerRevision, which `kubectl rollout history` lists. */
function keepRevision(store: ObjectStore, set: KubernetesObject): void {
  const name = revisionName(set);
  const { namespace } = set.metadata;
  if (store.get('controllerrevisions', namespace, name) !== undefined) return;
  const known = ownedBy(store, 'controllerrevisions', set).map(
    (revision) => numberOf(revision['revision']) ?? 0,
  );
  store.create({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: textMapOf(at(set, 'spec', 'template', 'metadata', 'labels')),
      ownerReferences: controlledBy(set),
    },
    revision: Math.max(0, ...known) + 1,
    data: { spec: { template: at(set, 'spec', 'template') } },
  });
}

function revisionName(set: KubernetesObject): string {
  return `${set.metadata.name}-${templateHash(at(set, 'spec', 'template'))}`;
}

function revisionOf(pod: KubernetesObject): string | undefined {
  return pod.metadata.labels?.['controller-revision-hash'];
}

function ordinalOf(set: KubernetesObject, pod: KubernetesObject): number {
  return Number(pod.metadata.name.slice(set.metadata.name.length + 1));
}

function inRange(ordinal: number, start: number, count: number): boolean {
  return ordinal >= start && ordinal < start + count;
}
