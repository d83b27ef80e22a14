/** Deployments: one ReplicaSet a template, the old one taken down as the new one comes up. */
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, numberOf, textOf, type Fields } from '../../kubernetes/shape.ts';
import { textMapOf } from '../fields.ts';
import { templateHash } from '../names.ts';
import { startController } from './loop.ts';
import { controlledBy, nonZero, ownedBy, workloadCondition, writeStatus } from './ownership.ts';
import { isFinished, isLeaving } from '../pod-state.ts';

const revisionKey = 'deployment.kubernetes.io/revision';
const hashKey = 'pod-template-hash';

/** Starts the controller. Returns a way to stop. */
export function startDeployments(store: ObjectStore, log: (message: string) => void): () => void {
  return startController({
    store,
    log,
    plural: 'deployments',
    reconcile: (deployment) => reconcile(store, deployment),
    // A pod that is gone at last may be what a deployment that recreates has waited for.
    related({ resource, type, object }) {
      const set = object.metadata.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet');
      if (resource.plural !== 'pods' || type !== 'DELETED' || set === undefined) return [];
      const owner = store
        .get('replicasets', object.metadata.namespace, set.name)
        ?.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment');
      return owner === undefined ? [] : [{ namespace: object.metadata.namespace, name: owner.name }];
    },
  });
}

function reconcile(store: ObjectStore, deployment: KubernetesObject): number | undefined {
  if (isLeaving(deployment)) return undefined;
  const { namespace } = deployment.metadata;
  const name = currentName(deployment);
  const current = store.get('replicasets', namespace, name);
  const revision = keepRevision(store, deployment, current);
  if (current === undefined) createReplicaSet(store, deployment, name, revision);
  const sets = ownedBy(store, 'replicasets', deployment);
  if (at(deployment, 'spec', 'paused') !== true) {
    const oldPods = sets
      .filter((set) => set.metadata.name !== name)
      .flatMap((set) => ownedBy(store, 'pods', set));
    for (const { set, replicas } of planDeployment(
      deployment,
      sets,
      oldPods.filter((pod) => !isFinished(pod)).length,
    ))
      scale(store, deployment, set, replicas);
  }
  removeOld(store, deployment, sets);
  const status = deploymentStatus(deployment, ownedBy(store, 'replicasets', deployment), new Date());
  writeStatus(store, 'deployments', deployment, status);
  return listOf(status['conditions']).some(({ reason }) => reason === 'ReplicaSetUpdated')
    ? 10_000
    : undefined;
}

/**
 * The next sizes of the ReplicaSets. RollingUpdate: the new one grows within `maxSurge`, the old ones shrink as far as
 * `maxUnavailable` and the pods that are ready allow. Recreate: the new one waits until the last old pod is gone.
 * Rules: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export function planDeployment(
  deployment: KubernetesObject,
  sets: readonly KubernetesObject[],
  oldPods: number,
): { set: KubernetesObject; replicas: number }[] {
  const wanted = numberOf(at(deployment, 'spec', 'replicas')) ?? 1;
  const current = sets.find(({ metadata }) => metadata.name === currentName(deployment));
  const old = sets.filter((set) => set !== current && sizeOf(set) > 0);
  if (current === undefined) return [];
  const grow = (size: number) => (sizeOf(current) === size ? [] : [{ set: current, replicas: size }]);
  if (at(deployment, 'spec', 'strategy', 'type') === 'Recreate') {
    const emptying = old.map((set) => ({ set, replicas: 0 }));
    return emptying.length > 0 || oldPods > 0 ? emptying : grow(wanted);
  }
  if (old.length === 0) return grow(wanted);
  const { surge, unavailable } = roomOf(deployment, wanted);
  const total = sets.reduce((sum, set) => sum + sizeOf(set), 0);
  const growth = Math.max(0, Math.min(wanted - sizeOf(current), wanted + surge - total));
  const steps = grow(sizeOf(current) > wanted ? wanted : sizeOf(current) + growth);
  const available = sets.reduce(
    (sum, set) => sum + (numberOf(at(set, 'status', 'availableReplicas')) ?? 0),
    0,
  );
  let spare = available - (wanted - unavailable);
  for (const set of old) {
    const unready =
      sizeOf(set) - Math.min(sizeOf(set), numberOf(at(set, 'status', 'availableReplicas')) ?? 0);
    const fewer = Math.min(sizeOf(set), unready + Math.max(0, spare));
    spare -= Math.max(0, fewer - unready);
    if (fewer > 0) steps.push({ set, replicas: sizeOf(set) - fewer });
  }
  return steps;
}

/** Percentages of `maxSurge` are rounded up, those of `maxUnavailable` down; never both zero. */
function roomOf(deployment: KubernetesObject, wanted: number): { surge: number; unavailable: number } {
  const rolling = fieldsOf(at(deployment, 'spec', 'strategy', 'rollingUpdate'));
  const read = (value: unknown, round: (share: number) => number) => {
    if (typeof value === 'number') return value;
    return round((Number.parseFloat(textOf(value) ?? '25%') / 100) * wanted);
  };
  const surge = read(rolling['maxSurge'], Math.ceil);
  const unavailable = read(rolling['maxUnavailable'], Math.floor);
  return { surge, unavailable: surge + unavailable === 0 ? 1 : unavailable };
}

/** The status of a deployment from those of its ReplicaSets. */
export function deploymentStatus(
  deployment: KubernetesObject,
  sets: readonly KubernetesObject[],
  now: Date,
): Fields {
  const wanted = numberOf(at(deployment, 'spec', 'replicas')) ?? 1;
  const { unavailable } = roomOf(deployment, wanted);
  const current = sets.find(({ metadata }) => metadata.name === currentName(deployment));
  const sum = (field: string) =>
    sets.reduce((total, set) => total + (numberOf(at(set, 'status', field)) ?? 0), 0);
  const replicas = sum('replicas');
  const available = sum('availableReplicas');
  const updated = current === undefined ? 0 : podsOf(current);
  const complete = updated === wanted && replicas === wanted && available === wanted;
  const enough = available >= wanted - (wanted > unavailable ? unavailable : 0);
  const name = currentName(deployment);
  const progress = listOf(at(deployment, 'status', 'conditions')).find(({ type }) => type === 'Progressing');
  const since = Date.parse(textOf(progress?.['lastUpdateTime']) ?? now.toISOString());
  const deadline = (numberOf(at(deployment, 'spec', 'progressDeadlineSeconds')) ?? 600) * 1000;
  const late =
    !complete &&
    (progress?.['reason'] === 'ProgressDeadlineExceeded' ||
      (progress?.['reason'] === 'ReplicaSetUpdated' && now.getTime() - since > deadline));
  const failure = listOf(at(current, 'status', 'conditions')).find(({ type }) => type === 'ReplicaFailure');
  const condition = (type: string, holds: boolean, reason: string, message: string) =>
    workloadCondition(deployment, { type, status: holds ? 'True' : 'False', reason, message });
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...nonZero({
      replicas,
      updatedReplicas: updated,
      readyReplicas: sum('readyReplicas'),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, Math.max(wanted, replicas) - available),
    }),
    conditions: [
      enough
        ? condition('Available', true, 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
        : condition(
            'Available',
            false,
            'MinimumReplicasUnavailable',
            'Deployment does not have minimum availability.',
          ),
      ...(failure === undefined
        ? []
        : [condition('ReplicaFailure', true, 'FailedCreate', textOf(failure['message']) ?? '')]),
      complete
        ? condition(
            'Progressing',
            true,
            'NewReplicaSetAvailable',
            `ReplicaSet "${name}" has successfully progressed.`,
          )
        : late
          ? condition(
              'Progressing',
              false,
              'ProgressDeadlineExceeded',
              `ReplicaSet "${name}" has timed out progressing.`,
            )
          : condition('Progressing', true, 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`),
    ],
  };
}

function currentName(deployment: KubernetesObject): string {
  return `${deployment.metadata.name}-${templateHash(at(deployment, 'spec', 'template'))}`;
}

function sizeOf(set: KubernetesObject): number {
  return numberOf(at(set, 'spec', 'replicas')) ?? 1;
}

function podsOf(set: KubernetesObject): number {
  return numberOf(at(set, 'status', 'replicas')) ?? 0;
}

/** Numbers the revisions: the present template has the highest number, on its ReplicaSet and on the deployment. */
function keepRevision(
  store: ObjectStore,
  deployment: KubernetesObject,
  current: KubernetesObject | undefined,
): string {
  const numberOfSet = (set: KubernetesObject) => Number(set.metadata.annotations?.[revisionKey] ?? 0);
  const others = ownedBy(store, 'replicasets', deployment).filter(
    (set) => set.metadata.name !== current?.metadata.name,
  );
  const highest = Math.max(0, ...others.map(numberOfSet));
  const revision = String(
    current !== undefined && numberOfSet(current) > highest ? numberOfSet(current) : highest + 1,
  );
  const mark = (plural: string, object: KubernetesObject) => {
    if (object.metadata.annotations?.[revisionKey] === revision) return;
    store.modify(plural, object.metadata.namespace, object.metadata.name, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [revisionKey]: revision };
    });
  };
  if (current !== undefined) mark('replicasets', current);
  mark('deployments', deployment);
  return revision;
}

function createReplicaSet(
  store: ObjectStore,
  deployment: KubernetesObject,
  name: string,
  revision: string,
): void {
  const { namespace } = deployment.metadata;
  const hash = templateHash(at(deployment, 'spec', 'template'));
  const template = structuredClone(fieldsOf(at(deployment, 'spec', 'template')));
  const metadata = fieldsOf(template['metadata']);
  const labels = { ...textMapOf(metadata['labels']), [hashKey]: hash };
  const selector = structuredClone(fieldsOf(at(deployment, 'spec', 'selector')));
  const wanted = numberOf(at(deployment, 'spec', 'replicas')) ?? 1;
  store.create({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(wanted),
        'deployment.kubernetes.io/max-replicas': String(wanted + roomOf(deployment, wanted).surge),
        [revisionKey]: revision,
      },
      ownerReferences: controlledBy(deployment),
    },
    spec: {
      replicas: 0,
      selector: { ...selector, matchLabels: { ...textMapOf(selector['matchLabels']), [hashKey]: hash } },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  });
}

function scale(
  store: ObjectStore,
  deployment: KubernetesObject,
  set: KubernetesObject,
  replicas: number,
): void {
  const { name, namespace } = set.metadata;
  const before = sizeOf(set);
  store.modify(
    'replicasets',
    namespace,
    name,
    (draft) => void (fieldsOf(draft['spec'])['replicas'] = replicas),
  );
  const message = `Scaled ${replicas > before ? 'up' : 'down'} replica set ${name} from ${before} to ${replicas}`;
  store.recordEvent(deployment, {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message,
    component: 'deployment-controller',
  });
}

/** Removes the oldest empty ReplicaSets beyond `revisionHistoryLimit`. */
function removeOld(
  store: ObjectStore,
  deployment: KubernetesObject,
  sets: readonly KubernetesObject[],
): void {
  const limit = numberOf(at(deployment, 'spec', 'revisionHistoryLimit')) ?? 10;
  const empty = sets.filter(
    (set) => set.metadata.name !== currentName(deployment) && sizeOf(set) === 0 && podsOf(set) === 0,
  );
  empty.sort(
    (left, right) =>
      Number(left.metadata.annotations?.[revisionKey]) - Number(right.metadata.annotations?.[revisionKey]),
  );
  for (const set of empty.slice(0, Math.max(0, empty.length - limit)))
    store.delete('replicasets', set.metadata.namespace, set.metadata.name, { uid: set.metadata.uid });
}
