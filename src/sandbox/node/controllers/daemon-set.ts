/** DaemonSets: one pod on each node, of which there is one. */
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, type Fields } from '../../kubernetes/shape.ts';
import { randomEnding, templateHash } from '../names.ts';
import { isActive, isFinished, isLeaving, isReady } from '../pod-state.ts';
import { textMapOf } from '../fields.ts';
import { startController } from './loop.ts';
import { nonZero, ownedBy, podFromTemplate, writeStatus } from './ownership.ts';

const hashKey = 'controller-revision-hash';

/** Starts the controller; the labels of the node decide whether a set wants a pod there. Returns a way to stop. */
export function startDaemonSets(
  store: ObjectStore,
  nodeLabels: Record<string, string>,
  log: (message: string) => void,
): () => void {
  return startController({
    store,
    log,
    plural: 'daemonsets',
    reconcile: (set) => reconcile(store, set, nodeLabels),
  });
}

function reconcile(store: ObjectStore, set: KubernetesObject, nodeLabels: Record<string, string>): undefined {
  if (isLeaving(set)) return;
  const { name, namespace } = set.metadata;
  const told = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    store.recordEvent(set, { type, reason, message, component: 'daemonset-controller' });
  const plan = planDaemonSet(set, ownedBy(store, 'pods', set), nodeLabels);
  for (const pod of plan.remove) {
    store.delete('pods', namespace, pod.metadata.name, { uid: pod.metadata.uid });
    told('Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
  try {
    if (plan.create) {
      const pod = `${name}-${randomEnding()}`;
      store.create(
        podFromTemplate(set, {
          name: pod,
          generateName: `${name}-`,
          labels: { [hashKey]: templateHash(at(set, 'spec', 'template')) },
        }),
      );
      told('Normal', 'SuccessfulCreate', `Created pod: ${pod}`);
    }
  } catch (error) {
    told('Warning', 'FailedCreate', `Error creating: ${(error as Error).message}`);
    throw error;
  } finally {
    writeStatus(store, 'daemonsets', set, daemonSetStatus(set, ownedBy(store, 'pods', set), nodeLabels));
  }
}

/** Whether the one pod is missing, and which pods are too many, finished or of an old template. */
export function planDaemonSet(
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
  nodeLabels: Record<string, string>,
): { create: boolean; remove: KubernetesObject[] } {
  const wanted = isWanted(set, nodeLabels);
  const staying = pods.filter((pod) => !isLeaving(pod));
  const rolling = at(set, 'spec', 'updateStrategy', 'type') !== 'OnDelete';
  const isOld = (pod: KubernetesObject) =>
    rolling && pod.metadata.labels?.[hashKey] !== templateHash(at(set, 'spec', 'template'));
  const [kept, ...tooMany] = wanted ? staying.filter((pod) => !isFinished(pod) && !isOld(pod)) : [];
  return {
    create: wanted && kept === undefined && pods.length === 0,
    remove: staying.filter((pod) => pod !== kept || tooMany.includes(pod)),
  };
}

function daemonSetStatus(
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
  nodeLabels: Record<string, string>,
): Fields {
  const desired = isWanted(set, nodeLabels) ? 1 : 0;
  const active = pods.filter(isActive);
  const ready = active.filter(isReady).length;
  const updated = active.filter(
    (pod) => pod.metadata.labels?.[hashKey] === templateHash(at(set, 'spec', 'template')),
  ).length;
  return {
    currentNumberScheduled: active.length,
    numberMisscheduled: 0,
    desiredNumberScheduled: desired,
    numberReady: ready,
    observedGeneration: set.metadata.generation ?? 1,
    ...nonZero({
      updatedNumberScheduled: updated,
      numberAvailable: ready,
      numberUnavailable: desired - ready,
    }),
  };
}

function isWanted(set: KubernetesObject, nodeLabels: Record<string, string>): boolean {
  return Object.entries(textMapOf(fieldsOf(at(set, 'spec', 'template', 'spec'))['nodeSelector'])).every(
    ([key, value]) => nodeLabels[key] === value,
  );
}
