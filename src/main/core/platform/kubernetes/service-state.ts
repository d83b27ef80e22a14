/** The exact state of a service and why, from its release and what the cluster holds of it. Pure. */
import type { Reason, ServiceState } from '../../../../shared/contract/services.ts';
import { controllerReason } from './controller-reason.ts';
import { workloads } from './manifest.ts';
import type { ManifestObject } from './manifest.ts';
import { isPodReady, time } from './objects.ts';
import type { Claim, ClusterEvent, Controller, Pod, ResourceQuota } from './objects.ts';
import { judgePod } from './pod-reason.ts';
import { makeReason } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { valueAt } from './release.ts';
import type { OnyxiaRelease, Release } from './release.ts';

export interface ServiceEvidence {
  readonly release: Release;
  /** The parsed manifest of the release (`manifestObjects`). */
  readonly objects: readonly ManifestObject[];
  /** Of this release alone (`belongsTo`). */
  readonly pods: readonly Pod[];
  /** StatefulSets and Deployments of this release. */
  readonly controllers: readonly Controller[];
  readonly claims: readonly Claim[];
  /** Of the whole namespace; what is about other objects is passed over. */
  readonly events: readonly ClusterEvent[];
  readonly quotas?: readonly ResourceQuota[];
  readonly onyxia?: OnyxiaRelease;
  /** True where Onyxia launches: a release without its Secret is a ghost. */
  readonly expectsOnyxia: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ServiceStatus {
  readonly state: ServiceState;
  readonly reason?: Reason;
  /** When the present state began, in milliseconds since 1970. */
  readonly since: number;
}

/** An install that was not finished after so long was given up: its helm is gone. */
const PENDING_PATIENCE = 10 * 60_000;
/** A controller that made no pod and reported nothing for so long is stuck. */
const POD_PATIENCE = 2 * 60_000;
/** The API's clock and helm's own may differ by some seconds. */
const CLOCK_SLACK = 10_000;

/** True when an object is of a release: by its label, or by being owned by one of the release's workloads. */
export function belongsTo(
  release: Pick<Release, 'name'>,
  objects: readonly ManifestObject[],
  metadata: Pod['metadata'],
): boolean {
  const { labels, annotations, ownerReferences, name } = metadata ?? {};
  if (annotations?.['meta.helm.sh/release-name'] === release.name) return true;
  if (labels?.['app.kubernetes.io/instance'] === release.name) return true;
  if (labels?.['app.kubernetes.io/instance'] !== undefined) return false;
  return objects.some((object) => {
    if (ownerReferences?.some((owner) => owner.name === object.name && owner.kind === object.kind))
      return true;
    if (
      object.kind === 'PersistentVolumeClaim' ||
      object.kind === 'Deployment' ||
      object.kind === 'StatefulSet'
    ) {
      if (name === object.name && ownerReferences === undefined) return true;
    }
    return (
      object.kind === 'Deployment' &&
      (ownerReferences?.some(
        (owner) => owner.kind === 'ReplicaSet' && owner.name?.replace(/-[a-z0-9]+$/, '') === object.name,
      ) ??
        false)
    );
  });
}

/** Pods that count: not those of finished jobs, nor the remains of one that another replaced. */
export function livingPods(pods: readonly Pod[]): Pod[] {
  const counted = pods.filter(
    (pod) =>
      pod.status?.phase !== 'Succeeded' &&
      !pod.metadata?.ownerReferences?.some((owner) => owner.kind === 'Job'),
  );
  const replaced = (pod: Pod): boolean =>
    pod.status?.phase === 'Failed' &&
    counted.some(
      (other) =>
        other !== pod &&
        sameOwner(pod, other) &&
        (time(other.metadata?.creationTimestamp) ?? 0) > (time(pod.metadata?.creationTimestamp) ?? 0),
    );
  return counted.filter((pod) => !replaced(pod));
}

function sameOwner(one: Pod, other: Pod): boolean {
  const uid = one.metadata?.ownerReferences?.[0]?.uid;
  return uid !== undefined && other.metadata?.ownerReferences?.[0]?.uid === uid;
}

function wantedPods(evidence: ServiceEvidence): number | undefined {
  const { controllers, objects } = evidence;
  const known = controllers.filter((one) => one.kind !== 'ReplicaSet');
  if (known.length > 0) return known.reduce((sum, one) => sum + (one.spec?.replicas ?? 1), 0);
  const planned = workloads(objects);
  return planned.length === 0 ? undefined : planned.reduce((sum, one) => sum + one.replicas, 0);
}

/** What Helm itself says of an install that is not done or was refused. */
function helmState({ release, now }: ServiceEvidence): ServiceStatus | undefined {
  const since = release.lastDeployed;
  if (release.status === 'uninstalling' || release.status === 'uninstalled') {
    return { state: 'stopping', since, reason: makeReason('uninstalling', {}, undefined, since) };
  }
  if (release.status === 'failed' && release.revision === 1) {
    return {
      state: 'ghost',
      since,
      reason: makeReason('install-failed', { chart: release.chart.name }, release.description, since),
    };
  }
  if (release.status === 'pending-install' && now - since > PENDING_PATIENCE) {
    return {
      state: 'ghost',
      since,
      reason: makeReason('install-failed', { chart: release.chart.name }, release.description, since),
    };
  }
  return undefined;
}

function fromPods(evidence: ServiceEvidence, pods: readonly Pod[]): Verdict[] {
  return pods
    .filter((pod) => !pod.metadata?.deletionTimestamp)
    .map((pod) => judgePod({ pod, events: evidence.events, claims: evidence.claims, now: evidence.now }));
}

/** Verdicts on controllers that have fewer pods than they want. */
function fromControllers(evidence: ServiceEvidence, pods: readonly Pod[]): Verdict[] {
  return evidence.controllers.flatMap((controller): Verdict[] => {
    const wanted = controller.spec?.replicas ?? 1;
    const name = controller.metadata?.name;
    const own = pods.filter((pod) =>
      pod.metadata?.ownerReferences?.some(
        (owner) =>
          owner.uid === controller.metadata?.uid ||
          (owner.kind === 'ReplicaSet' && owner.name?.startsWith(`${name}-`)),
      ),
    );
    if (own.length >= wanted || (controller.status?.replicas ?? 0) >= wanted) return [];
    const found = controllerReason(
      controller,
      evidence.events,
      evidence.release.lastDeployed - CLOCK_SLACK,
      evidence.quotas,
    );
    if (!found) return [];
    return [
      found.solved
        ? { state: 'starting', reason: makeReason('scheduling', {}, found.reason.words) }
        : { state: 'failed', reason: found.reason },
    ];
  });
}

function readySince(pods: readonly Pod[], fallback: number): number {
  const times = pods.map(
    (pod) => time(pod.status?.conditions?.find((one) => one.type === 'Ready')?.lastTransitionTime) ?? 0,
  );
  return Math.max(0, ...times) || fallback;
}

/**
 * The state of a service and the exact reason. Values of each kind of reason: `quota` quota, resource, needs, free, used,
 * hard, more · `image-pull` image, container · `unschedulable` missing, cpu, memory · `out-of-memory` container, limit,
 * restarts · `crash-loop` container, exitCode, restarts, pod · `volume` and `waiting-for-volume` claim, storageClass, size ·
 * `probe` container, probe, restarts · `configuration` container, missing · `refused` missing, quota · `install-failed`
 * chart · `evicted` pod · `node-lost` node · `pulling` image · `starting-program` and `initialising` container. Any may be absent.
 */
export function serviceStatus(evidence: ServiceEvidence): ServiceStatus {
  const { release, now } = evidence;
  const helm = helmState(evidence);
  if (helm) return helm;
  const pods = livingPods(evidence.pods);
  const wanted = wantedPods(evidence);
  const suspended = valueAt(release, 'global.suspend') === true;
  const deployed = release.lastDeployed;
  if (wanted === 0 || (suspended && wanted === undefined)) {
    return pods.length > 0 ? { state: 'pausing', since: deployed } : { state: 'paused', since: deployed };
  }
  const running = runningStatus(evidence, pods, wanted ?? 0);
  // Onyxia writes its Secret right after the install: only then is its absence a sign.
  if (evidence.expectsOnyxia && !evidence.onyxia && now - release.firstDeployed > 60_000) {
    return { ...running, state: 'ghost', since: release.firstDeployed };
  }
  if (running.state === 'ready' && release.status === 'failed') {
    return {
      ...running,
      reason: makeReason('install-failed', { chart: release.chart.name }, release.description, deployed),
    };
  }
  return running;
}

function runningStatus(evidence: ServiceEvidence, pods: readonly Pod[], wanted: number): ServiceStatus {
  const { release, now } = evidence;
  const deployed = release.lastDeployed;
  const verdicts = [...fromControllers(evidence, pods), ...fromPods(evidence, pods)];
  const trouble = verdicts.find((one) => one.state === 'failed');
  const since = (reason: Reason | undefined): number => reason?.since ?? deployed;
  if (trouble)
    return {
      state: 'failed',
      since: since(trouble.reason),
      ...(trouble.reason && { reason: trouble.reason }),
    };
  const ready = pods.filter(isPodReady).length;
  // A chart of Jobs, or of none of the workloads that stay: what it had to do is done.
  if (wanted === 0 && pods.length === 0) return { state: 'ready', since: deployed };
  if (ready >= Math.max(wanted, 1) && verdicts.every((one) => one.state === 'ready'))
    return { state: 'ready', since: readySince(pods, deployed) };
  const phase = verdicts.find((one) => one.state === 'starting')?.reason;
  if (phase) return { state: 'starting', since: since(phase), reason: phase };
  const leaving = pods.length > 0 && pods.every((pod) => pod.metadata?.deletionTimestamp);
  if (pods.length === 0 && now - deployed > POD_PATIENCE && release.status !== 'pending-install') {
    return { state: 'failed', since: deployed, reason: makeReason('no-pods', {}, undefined, deployed) };
  }
  return {
    state: 'starting',
    since: leaving ? now : deployed,
    reason: makeReason('scheduling', {}, undefined, deployed),
  };
}
