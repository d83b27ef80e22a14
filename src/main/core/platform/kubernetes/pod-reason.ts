/** Why a pod is not ready, from its status and its events. */
import { eventTime, isPodReady, time } from './objects.ts';
import type { ClusterEvent, ContainerStatus, Pod, Terminated } from './objects.ts';
import { unscheduled } from './scheduling-reason.ts';
import { eventsOf, failed, last, makeReason, starting } from './verdict.ts';
import type { PodEvidence, Verdict } from './verdict.ts';

const IMAGE_TROUBLE =
  /^(ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|RegistryUnavailable|ImageInspectError|SignatureValidationFailed)$/;
const CONFIGURATION_TROUBLE =
  /^(CreateContainerConfigError|CreateContainerError|RunContainerError|PreStartHookError|PostStartHookError)$/;
/** A container that restarted twice and runs again for less than this counts as still failing, so that the state does not flicker. */
const SETTLED = 20_000;
/** A readiness probe that fails for so long is a failure, not a slow start. */
const READINESS_PATIENCE = 600_000;
const MOUNT_PATIENCE = 20_000;

function containerStatuses(pod: Pod): { status: ContainerStatus; init: boolean }[] {
  return [
    ...(pod.status?.initContainerStatuses ?? []).map((status) => ({ status, init: true })),
    ...(pod.status?.containerStatuses ?? []).map((status) => ({ status, init: false })),
  ];
}

function memoryLimit(pod: Pod, container: string | undefined): string | undefined {
  return [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].find(
    (one) => one.name === container,
  )?.resources?.limits?.['memory'];
}

function waitingTrouble(evidence: PodEvidence, status: ContainerStatus): Verdict | undefined {
  const waiting = status.state?.waiting;
  const reason = waiting?.reason ?? '';
  const events = eventsOf(evidence.pod.metadata?.uid, evidence);
  const container = status.name;
  if (IMAGE_TROUBLE.test(reason)) {
    const image = status.image;
    const detail = last(events, 'Failed', /^Failed to pull image/)?.message ?? waiting?.message;
    return failed(
      makeReason(
        'image-pull',
        { image, container },
        detail ?? reason,
        time(evidence.pod.metadata?.creationTimestamp),
      ),
    );
  }
  if (CONFIGURATION_TROUBLE.test(reason)) {
    const missing = /((?:secret|configmap) "[^"]+") not found/.exec(waiting?.message ?? '')?.[1];
    return failed(makeReason('configuration', { container, missing }, waiting?.message ?? reason));
  }
  return undefined;
}

/** A container that ended, ends again and again, or was ended by its probe. */
function endedTrouble(evidence: PodEvidence, status: ContainerStatus, init: boolean): Verdict | undefined {
  const { pod, now } = evidence;
  const restarts = status.restartCount ?? 0;
  const ended: Terminated | undefined = status.state?.terminated ?? status.lastState?.terminated;
  if (!ended || (init && status.state?.terminated?.exitCode === 0)) return undefined;
  const startedAt = time(status.state?.running?.startedAt);
  const settled = startedAt !== undefined && (restarts < 2 || (status.ready && now - startedAt >= SETTLED));
  if (settled) return undefined;
  // Restarted after a long good life: give the new run its chance.
  if (startedAt !== undefined && (time(ended.finishedAt) ?? 0) - (time(ended.startedAt) ?? 0) > 10 * 60_000)
    return undefined;
  const container = status.name;
  const since = time(ended.finishedAt);
  if (ended.reason === 'OOMKilled') {
    return failed(
      makeReason(
        'out-of-memory',
        { container, limit: memoryLimit(pod, container), restarts },
        ended.message,
        since,
      ),
    );
  }
  const events = eventsOf(pod.metadata?.uid, evidence).filter(
    (event) =>
      !event.involvedObject?.fieldPath || event.involvedObject.fieldPath.includes(`{${container ?? ''}}`),
  );
  const killing = last(events, 'Killing', /failed (startup|liveness) probe/);
  if (killing && Math.abs(eventTime(killing) - (since ?? 0)) < 60_000) {
    const probe = /failed (\w+) probe/.exec(killing.message ?? '')?.[1];
    const words =
      last(events, 'Unhealthy', new RegExp(`^${probe ?? ''} probe`, 'i'))?.message ?? killing.message;
    return failed(makeReason('probe', { container, probe, restarts }, words, since));
  }
  const values = { container, exitCode: ended.exitCode, restarts, pod: pod.metadata?.name };
  return failed(makeReason('crash-loop', values, ended.message ?? undefined, since));
}

function mountTrouble(evidence: PodEvidence, events: readonly ClusterEvent[]): Verdict | undefined {
  const event = events.findLast((one) => one.reason === 'FailedMount' || one.reason === 'FailedAttachVolume');
  if (!event) return undefined;
  const words = event.message;
  const first = time(event.firstTimestamp) ?? time(event.eventTime) ?? eventTime(event);
  const missing = /((?:secret|configmap) "[^"]+") not found/.exec(words ?? '')?.[1];
  if (missing) return failed(makeReason('configuration', { missing }, words, first));
  const claim = evidence.pod.spec?.volumes?.find((volume) => volume.persistentVolumeClaim)
    ?.persistentVolumeClaim?.claimName;
  const lasting =
    /Multi-Attach/.test(words ?? '') ||
    eventTime(event) - first > MOUNT_PATIENCE ||
    evidence.now - first > 2 * MOUNT_PATIENCE;
  return lasting
    ? failed(makeReason('volume', { claim }, words, first))
    : starting(makeReason('waiting-for-volume', { claim }, words, first));
}

function creating(evidence: PodEvidence, events: readonly ClusterEvent[]): Verdict {
  const { pod } = evidence;
  const created = time(pod.metadata?.creationTimestamp);
  const mount = mountTrouble(evidence, events);
  if (mount) return mount;
  const pulling = last(events, 'Pulling');
  const image = /"([^"]+)"/.exec(pulling?.message ?? '')?.[1];
  const pulled = events.some(
    (one) => one.reason === 'Pulled' && (image === undefined || one.message?.includes(image)),
  );
  if (pulling && !pulled)
    return starting(makeReason('pulling', { image }, pulling.message, eventTime(pulling)));
  const claim = pod.spec?.volumes?.find((volume) => volume.persistentVolumeClaim)?.persistentVolumeClaim
    ?.claimName;
  const began = events.some(
    (one) => one.reason === 'Pulled' || one.reason === 'Created' || one.reason === 'SuccessfulAttachVolume',
  );
  if (claim && !began) return starting(makeReason('waiting-for-volume', { claim }, undefined, created));
  return starting(makeReason('initialising', {}, undefined, created));
}

function runningNotReady(evidence: PodEvidence, events: readonly ClusterEvent[]): Verdict {
  const { pod, now } = evidence;
  const init = pod.status?.initContainerStatuses?.find((one) => one.state?.running && !one.started);
  if (init)
    return starting(
      makeReason('initialising', { container: init.name }, undefined, time(init.state?.running?.startedAt)),
    );
  const container = pod.status?.containerStatuses?.find((one) => one.state?.running && !one.ready);
  if (!container) return creating(evidence, events);
  const since = time(container.state?.running?.startedAt);
  const unhealthy = last(events, 'Unhealthy');
  const unready =
    time(pod.status?.conditions?.find((one) => one.type === 'Ready')?.lastTransitionTime) ?? since ?? now;
  if (
    container.started &&
    unhealthy &&
    unhealthy.message?.startsWith('Readiness') &&
    now - unready > READINESS_PATIENCE
  ) {
    return failed(
      makeReason(
        'probe',
        { container: container.name, probe: 'readiness', restarts: container.restartCount ?? 0 },
        unhealthy.message,
        unready,
      ),
    );
  }
  return starting(makeReason('starting-program', { container: container.name }, unhealthy?.message, since));
}

/** Judges one pod: ready, on its way (which phase, since when) or failed (why, in the cluster's own words). Only events of its own uid count. */
export function judgePod(evidence: PodEvidence): Verdict {
  const { pod } = evidence;
  const status = pod.status ?? {};
  const events = eventsOf(pod.metadata?.uid, evidence);
  if (status.reason === 'Evicted')
    return failed(makeReason('evicted', { pod: pod.metadata?.name }, status.message));
  const ready = status.conditions?.find((one) => one.type === 'Ready');
  if (status.reason === 'NodeLost' || ready?.status === 'Unknown' || ready?.reason === 'NodeStatusUnknown') {
    return failed(
      makeReason(
        'node-lost',
        { node: pod.spec?.nodeName },
        status.message ?? ready?.message,
        time(ready?.lastTransitionTime),
      ),
    );
  }
  const unplaced = unscheduled(evidence);
  if (unplaced) return unplaced;
  for (const { status: container, init } of containerStatuses(pod)) {
    const verdict = waitingTrouble(evidence, container) ?? endedTrouble(evidence, container, init);
    if (verdict) return verdict;
  }
  if (isPodReady(pod)) return { state: 'ready' };
  if (status.phase === 'Failed')
    return failed(makeReason('crash-loop', { pod: pod.metadata?.name }, status.message));
  return runningNotReady(evidence, events);
}
