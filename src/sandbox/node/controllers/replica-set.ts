/** ReplicaSets: as many pods of one template as wanted. */
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, listOf, numberOf, type Fields } from '../../kubernetes/shape.ts';
import { randomEnding } from '../names.ts';
import { startController } from './loop.ts';
import { nonZero, ownedBy, podFromTemplate, workloadCondition, writeStatus } from './ownership.ts';
import { isActive, isLeaving, isReady } from '../pod-state.ts';

/** Starts the controller. Returns a way to stop. */
export function startReplicaSets(store: ObjectStore, log: (message: string) => void): () => void {
  return startController({ store, log, plural: 'replicasets', reconcile: (set) => reconcile(store, set) });
}

function reconcile(store: ObjectStore, set: KubernetesObject): undefined {
  if (isLeaving(set)) return;
  const { namespace, name } = set.metadata;
  const told = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    store.recordEvent(set, { type, reason, message, component: 'replicaset-controller' });
  const plan = planReplicaSet(set, ownedBy(store, 'pods', set));
  let failure: Error | undefined;
  for (let count = 0; count < plan.create && failure === undefined; count += 1) {
    // The name is made here and not by the store: a refusal must name the pod.
    const pod = `${name}-${randomEnding()}`;
    try {
      store.create(podFromTemplate(set, { name: pod, generateName: `${name}-` }));
      told('Normal', 'SuccessfulCreate', `Created pod: ${pod}`);
    } catch (error) {
      failure = error as Error;
      told('Warning', 'FailedCreate', `Error creating: ${failure.message}`);
    }
  }
  for (const pod of plan.remove) {
    store.delete('pods', namespace, pod.metadata.name, { uid: pod.metadata.uid });
    told('Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
  writeStatus(
    store,
    'replicasets',
    set,
    replicaSetStatus(set, ownedBy(store, 'pods', set), failure?.message),
  );
  if (failure !== undefined) throw failure;
}

/** How many pods are missing, or which are too many: those that are not ready first, then the youngest. */
export function planReplicaSet(
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
): { create: number; remove: KubernetesObject[] } {
  const wanted = numberOf(at(set, 'spec', 'replicas')) ?? 1;
  const active = pods.filter(isActive);
  if (active.length <= wanted) return { create: wanted - active.length, remove: [] };
  const byWorth = [...active].sort(
    (left, right) =>
      Number(isReady(left)) - Number(isReady(right)) ||
      right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp),
  );
  return { create: 0, remove: byWorth.slice(0, active.length - wanted) };
}

/** The status of a ReplicaSet; `failure` is why the last pod could not be made. */
export function replicaSetStatus(
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
  failure: string | undefined,
): Fields {
  const active = pods.filter(isActive);
  const ready = active.filter(isReady).length;
  const others = listOf(at(set, 'status', 'conditions')).filter(({ type }) => type !== 'ReplicaFailure');
  const failed =
    failure === undefined
      ? []
      : [
          workloadCondition(set, {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: failure,
          }),
        ];
  const conditions = [...others, ...failed].map(({ lastUpdateTime: _unused, ...condition }) => condition);
  return {
    replicas: active.length,
    ...nonZero({ fullyLabeledReplicas: active.length, readyReplicas: ready, availableReplicas: ready }),
    observedGeneration: set.metadata.generation ?? 1,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}
