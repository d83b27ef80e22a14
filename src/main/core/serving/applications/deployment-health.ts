/** How a Deployment stands, from its status and its pods. Pure. */
import type { Application } from '../../../../shared/contract/serving/applications.ts';
import { controllerReason } from '../../platform/kubernetes/controller-reason.ts';
import { time, type Pod } from '../../platform/kubernetes/objects.ts';
import { judgePod } from '../../platform/kubernetes/pod-reason.ts';
import type { Collections } from './collections.ts';
import { revisionOf, type Workload } from './workload.ts';

export interface DeploymentHealth {
  readonly health: Application['health'];
  readonly message: string | undefined;
  readonly since: number | undefined;
  readonly ready: number;
  readonly wanted: number;
  readonly pods: readonly { readonly pod: Pod; readonly health: string; readonly message?: string }[];
}

const owns = (owner: Workload, { metadata }: { readonly metadata?: Workload['metadata'] }) =>
  metadata?.ownerReferences?.some(({ uid }) => uid !== undefined && uid === owner.metadata?.uid) ?? false;

/** The ReplicaSets of a Deployment, the newest rollout first. */
export function rolloutsOf(deployment: Workload, { replicaSets }: Collections): Workload[] {
  return replicaSets
    .filter((one) => owns(deployment, one))
    .sort((a, b) => Number(revisionOf(b) ?? 0) - Number(revisionOf(a) ?? 0));
}

function wordsOf({ kind, words }: { readonly kind: string; readonly words?: string | undefined }): string {
  return words ?? kind;
}

/**
 * Healthy: all wanted pods are ready and of the newest rollout. Degraded: a pod of the newest rollout will not become ready by
 * itself, pods are refused, or the rollout passed its deadline (`ProgressDeadlineExceeded`, Kubernetes "Deployments"). `since`:
 * when that began, as far as it is told.
 */
export function deploymentHealth(
  deployment: Workload,
  collections: Collections,
  now: number,
): DeploymentHealth {
  const { spec, status, metadata } = deployment;
  const wanted = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  const rollouts = rolloutsOf(deployment, collections);
  const [newest] = rollouts;
  const begun = time(newest?.metadata?.creationTimestamp) ?? time(metadata?.creationTimestamp);
  const { events } = collections;
  const judged = collections.pods
    .filter((pod) => rollouts.some((rollout) => owns(rollout, pod)) && !pod.metadata?.deletionTimestamp)
    .map((pod) => ({
      pod,
      isNew: newest !== undefined && owns(newest, pod),
      ...judgePod({ pod, events, claims: [], now }),
    }));
  const pods = judged.map(({ pod, state, reason }) => ({
    pod,
    health: state === 'ready' ? 'Healthy' : state === 'failed' ? 'Degraded' : 'Progressing',
    ...(reason && { message: wordsOf(reason) }),
  }));
  const found = (health: Application['health'], message?: string, since = begun): DeploymentHealth => ({
    health,
    message,
    since,
    ready,
    wanted,
    pods,
  });
  if (wanted === 0) return found('suspended');
  const condition = (type: string) => status?.conditions?.find((one) => one.type === type);
  const isSeen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const isRolled = isSeen && (status?.updatedReplicas ?? 0) >= wanted && (status?.replicas ?? 0) <= wanted;
  if (isRolled && ready >= wanted) {
    const available = time(condition('Available')?.lastTransitionTime) ?? 0;
    return found('healthy', undefined, Math.max(begun ?? 0, available) || undefined);
  }
  const failed = judged.find(({ isNew, state }) => isNew && state === 'failed')?.reason;
  if (failed) return found('degraded', wordsOf(failed), failed.since ?? begun);
  const refused = controllerReason({ ...deployment, kind: 'Deployment' }, events, begun ?? 0);
  if (refused && !refused.solved) return found('degraded', wordsOf(refused.reason), refused.reason.since);
  const progress = condition('Progressing');
  if (progress?.status === 'False')
    return found('degraded', progress.message, time(progress.lastTransitionTime));
  if (spec?.paused === true) return found('suspended', progress?.message);
  const waiting = judged.find(({ isNew, state }) => isNew && state === 'starting')?.reason;
  return found('progressing', waiting && wordsOf(waiting));
}
