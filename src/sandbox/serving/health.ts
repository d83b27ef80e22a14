/** How healthy objects are, by the rules of Argo CD (`gitops-engine/pkg/health`). Pure; the words are from memory of its sources. */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, listOf, numberOf } from '../kubernetes/shape.ts';

export type HealthStatus = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';

export interface Health {
  readonly status: HealthStatus;
  readonly message?: string;
}

/** From good to bad. */
const order: readonly HealthStatus[] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

/** The worst of several; of none: healthy. */
export function worst(all: readonly Health[]): HealthStatus {
  return order[Math.max(0, ...all.map(({ status }) => order.indexOf(status)))] ?? 'Unknown';
}

/** The health of an object; undefined for kinds that have none. */
export function healthOf(live: KubernetesObject): Health | undefined {
  switch (live.kind) {
    case 'Deployment':
      return ofDeployment(live);
    case 'Ingress':
      return listOf(at(live, 'status', 'loadBalancer', 'ingress')).length > 0
        ? { status: 'Healthy' }
        : { status: 'Progressing' };
    case 'Service':
      return { status: 'Healthy' };
    default:
      return undefined;
  }
}

function ofDeployment(live: KubernetesObject): Health {
  if (at(live, 'spec', 'paused') === true) return { status: 'Suspended', message: 'Deployment is paused' };
  const { name, generation = 0 } = live.metadata;
  const count = (field: string) => numberOf(at(live, 'status', field)) ?? 0;
  const wanted = numberOf(at(live, 'spec', 'replicas')) ?? 1;
  const waiting = (words: string): Health => ({
    status: 'Progressing',
    message: `Waiting for rollout to finish: ${words}`,
  });
  if (count('observedGeneration') < generation)
    return waiting('observed deployment generation less than desired generation');
  const late = listOf(at(live, 'status', 'conditions')).some(
    ({ reason }) => reason === 'ProgressDeadlineExceeded',
  );
  if (late) return { status: 'Degraded', message: `Deployment "${name}" exceeded its progress deadline` };
  const [replicas, updated, available] = [
    count('replicas'),
    count('updatedReplicas'),
    count('availableReplicas'),
  ];
  if (updated < wanted) return waiting(`${updated} out of ${wanted} new replicas have been updated...`);
  if (replicas > updated) return waiting(`${replicas - updated} old replicas are pending termination...`);
  if (available < updated) return waiting(`${available} of ${updated} updated replicas are available...`);
  return { status: 'Healthy' };
}
