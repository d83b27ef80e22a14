/** The scheduler of a cluster of one node. */
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, textOf, type Fields } from '../../kubernetes/shape.ts';
import { addAmounts, podRequests, type Amounts } from '../amounts.ts';
import { textMapOf, timestamp } from '../fields.ts';
import { isFinished, isLeaving } from '../pod-state.ts';
import { startController } from './loop.ts';
import { writeStatus } from './ownership.ts';

export interface NodeOffer {
  readonly name: string;
  readonly labels: Record<string, string>;
  /** What the node has for pods: cores, bytes, and `pods`. */
  readonly allocatable: Amounts;
}

/** Starts the scheduler. Pods that fit nowhere are looked at again when another pod or a claim changes. Returns a way to stop. */
export function startScheduler(
  store: ObjectStore,
  node: NodeOffer,
  log: (message: string) => void,
): () => void {
  const waiting = () =>
    store
      .list('pods')
      .filter((pod) => at(pod, 'spec', 'nodeName') === undefined)
      .map(({ metadata }) => ({ namespace: metadata.namespace, name: metadata.name }));
  return startController({
    store,
    log,
    plural: 'pods',
    reconcile: (pod) => reconcile(store, node, pod),
    related: ({ resource, type, object }) =>
      resource.plural === 'persistentvolumeclaims' ||
      (resource.plural === 'pods' && (type === 'DELETED' || isFinished(object)))
        ? waiting()
        : [],
  });
}

function reconcile(store: ObjectStore, node: NodeOffer, pod: KubernetesObject): number | undefined {
  if (at(pod, 'spec', 'nodeName') !== undefined || isLeaving(pod) || isFinished(pod)) return undefined;
  const { name, namespace } = pod.metadata;
  const told = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    store.recordEvent(pod, { type, reason, message, component: 'default-scheduler' });
  const others = store
    .list('pods')
    .filter((other) => at(other, 'spec', 'nodeName') === node.name && !isFinished(other));
  const why = whyUnschedulable(pod, node, others, (claim) =>
    store.get('persistentvolumeclaims', namespace, claim),
  );
  if (why !== undefined) {
    told('Warning', 'FailedScheduling', why);
    writeStatus(store, 'pods', pod, {
      ...fieldsOf(pod['status']),
      phase: 'Pending',
      conditions: [scheduled(pod, 'False', { reason: 'Unschedulable', message: why })],
    });
    // The real scheduler looks again after five minutes when nothing happens (its unschedulable queue).
    return 300_000;
  }
  store.modify('pods', namespace, name, (draft) => void (fieldsOf(draft['spec'])['nodeName'] = node.name));
  const bound = store.get('pods', namespace, name);
  if (bound === undefined) return undefined;
  const kept = listOf(at(bound, 'status', 'conditions')).filter(({ type }) => type !== 'PodScheduled');
  writeStatus(store, 'pods', bound, {
    ...fieldsOf(bound['status']),
    conditions: [...kept, scheduled(bound, 'True')],
  });
  told('Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node.name}`);
  return undefined;
}

/**
 * Why a pod cannot run on the node, in the scheduler's words; undefined when it can. In its order: claims, then node
 * selector and affinity, then resources.
 */
export function whyUnschedulable(
  pod: KubernetesObject,
  node: NodeOffer,
  others: readonly KubernetesObject[],
  claim: (name: string) => KubernetesObject | undefined,
): string | undefined {
  const names = listOf(at(pod, 'spec', 'volumes')).flatMap(
    (volume) => textOf(at(volume, 'persistentVolumeClaim', 'claimName')) ?? [],
  );
  for (const name of names) {
    const found = claim(name);
    if (found === undefined)
      return `0/1 nodes are available: persistentvolumeclaim "${name}" not found. not found`;
    if (isLeaving(found))
      return `0/1 nodes are available: persistentvolumeclaim "${name}" is being deleted. not found`;
    if (at(found, 'status', 'phase') !== 'Bound')
      return '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
  }
  const unhelpful =
    'no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
  const noVictims =
    'no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
  if (!fitsLabels(fieldsOf(pod['spec']), node.labels)) {
    return `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. ${unhelpful}`;
  }
  const used = others.map((other) => podRequests(other['spec'])).reduce(addAmounts, { pods: others.length });
  const asked = { ...podRequests(pod['spec']), pods: 1 };
  const short = Object.entries(asked).filter(
    ([name, amount]) => amount > 0 && amount + (used[name] ?? 0) > (node.allocatable[name] ?? 0) + 1e-9,
  );
  if (short.length === 0) return undefined;
  const words = short
    .map(([name]) => (name === 'pods' ? '1 Too many pods' : `1 Insufficient ${name}`))
    .join(', ');
  const hopeless = short.some(([name, amount]) => amount > (node.allocatable[name] ?? 0));
  return `0/1 nodes are available: ${words}. ${hopeless ? unhelpful : noVictims}`;
}

/** Node selector and the required part of node affinity (In, NotIn, Exists, DoesNotExist), as far as labels decide. */
function fitsLabels(spec: Fields, labels: Record<string, string>): boolean {
  if (!Object.entries(textMapOf(spec['nodeSelector'])).every(([key, value]) => labels[key] === value))
    return false;
  const required = at(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  if (required === undefined) return true;
  return listOf(at(required, 'nodeSelectorTerms')).some((term) =>
    listOf(term['matchExpressions']).every((expression) => {
      const value = labels[textOf(expression['key']) ?? ''];
      const values: unknown[] = Array.isArray(expression['values']) ? expression['values'] : [];
      if (expression['operator'] === 'Exists') return value !== undefined;
      if (expression['operator'] === 'DoesNotExist') return value === undefined;
      const listed = value !== undefined && values.includes(value);
      return expression['operator'] === 'NotIn' ? !listed : listed;
    }),
  );
}

function scheduled(
  pod: KubernetesObject,
  status: 'True' | 'False',
  why: { reason?: string; message?: string } = {},
): Fields {
  const before = listOf(at(pod, 'status', 'conditions')).find(({ type }) => type === 'PodScheduled');
  const since = before?.['status'] === status ? before['lastTransitionTime'] : timestamp();
  return {
    type: 'PodScheduled',
    observedGeneration: pod.metadata.generation ?? 1,
    status,
    lastProbeTime: null,
    lastTransitionTime: since,
    ...why,
  };
}
