/** A service as the interface shows it, out of its release and what the cluster holds of it. Pure. */
import type { Service } from '../../../../shared/contract/services.ts';
import { ownedClaims } from './manifest.ts';
import { isPodReady } from './objects.ts';
import type { Claim, ContainerStatus, Pod } from './objects.ts';
import { openTarget, releaseAddresses } from './open-target.ts';
import { parseQuantity } from './quantity.ts';
import { releasePassword, valueAt } from './release.ts';
import { livingPods, serviceStatus } from './service-state.ts';
import type { ServiceEvidence } from './service-state.ts';

type PodSummary = Service['pods'][number];

function containerSummary(status: ContainerStatus): PodSummary['containers'][number] {
  const { state } = status;
  return {
    name: status.name ?? '',
    ready: status.ready ?? false,
    restarts: status.restartCount ?? 0,
    state: state?.running ? 'running' : (state?.waiting?.reason ?? state?.terminated?.reason ?? 'waiting'),
    hasPrevious: status.lastState?.terminated !== undefined,
  };
}

/** What the interface shows of a pod. */
function podSummary(pod: Pod): PodSummary {
  return {
    name: pod.metadata?.name ?? '',
    phase: pod.metadata?.deletionTimestamp ? 'Terminating' : (pod.status?.phase ?? 'Unknown'),
    ready: isPodReady(pod),
    containers: [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].map(
      containerSummary,
    ),
  };
}

function requested(pods: readonly Pod[], resource: string): number | undefined {
  const all = pods
    .flatMap((pod) => pod.spec?.containers ?? [])
    .map((one) => parseQuantity(one.resources?.requests?.[resource]));
  const known = all.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0);
}

function claimSize(name: string, { claims, objects }: ServiceEvidence): string {
  const claim = claims.find((one) => one.metadata?.name === name);
  const planned = objects.find((one) => one.kind === 'PersistentVolumeClaim' && one.name === name)
    ?.spec as Claim['spec'];
  return (
    claim?.status?.capacity?.['storage'] ??
    claim?.spec?.resources?.requests?.['storage'] ??
    planned?.resources?.requests?.['storage'] ??
    ''
  );
}

/** The whole of a service as the contract has it. `me` is the person's user name: where no owner is kept the service is theirs. */
export function describeService(evidence: ServiceEvidence, me: string): Service {
  const { release, onyxia, objects } = evidence;
  const status = serviceStatus(evidence);
  const pods = livingPods(evidence.pods);
  const cpu = requested(pods, 'cpu');
  const memory = requested(pods, 'memory');
  const target = openTarget(release, objects, pods);
  return {
    id: release.name,
    name: onyxia?.friendlyName ?? release.name,
    chart: release.chart.name,
    chartVersion: release.chart.version,
    ...(onyxia?.catalogId !== undefined && { catalogId: onyxia.catalogId }),
    ...(release.chart.icon !== undefined && { icon: release.chart.icon }),
    ...(onyxia?.owner !== undefined && { owner: onyxia.owner }),
    mine: onyxia?.owner === undefined || onyxia.owner === me,
    shared: onyxia?.share ?? false,
    ...status,
    startedAt: release.firstDeployed,
    revision: release.revision,
    pods: pods.map(podSummary),
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    addresses: releaseAddresses(release, objects).map((one) => one.url),
    canOpen: status.state === 'ready' && (target?.web ?? false),
    canPause:
      typeof valueAt(release, 'global.suspend') === 'boolean' &&
      status.state !== 'ghost' &&
      status.state !== 'stopping',
    hasPassword: releasePassword(release) !== undefined,
    volumes: ownedClaims(objects).map((name) => ({ name, size: claimSize(name, evidence) })),
  };
}
