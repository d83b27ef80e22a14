/** A Deployment as an application. Pure. */
import type { Application, ApplicationDetail } from '../../../../shared/contract/serving/applications.ts';
import { time } from '../../platform/kubernetes/objects.ts';
import { addressesOf } from './addresses.ts';
import type { Collections } from './collections.ts';
import { deploymentHealth, rolloutsOf } from './deployment-health.ts';
import { modelText, servedModels } from './served-models.ts';
import { containersOf, revisionOf, type Workload } from './workload.ts';

export const deploymentId = (namespace: string, name: string) => `deployment/${namespace}/${name}`;

/** The images of a workload, by container. */
export function imagesOf(workload: Workload): Application['images'] {
  return containersOf(workload).map(({ name = '', image = '' }) => ({
    workload: workload.metadata?.name ?? '',
    container: name,
    image,
  }));
}

/** Its rollouts, newest first: the controller keeps as many ReplicaSets as `revisionHistoryLimit` says. */
function historyOf(deployment: Workload, collections: Collections): ApplicationDetail['history'] {
  const current = revisionOf(deployment);
  return rolloutsOf(deployment, collections).flatMap((rollout) => {
    const id = revisionOf(rollout);
    if (id === undefined) return [];
    const model = modelText(servedModels(rollout));
    return {
      id,
      revision: id,
      at: time(rollout.metadata?.creationTimestamp) ?? 0,
      images: containersOf(rollout).map(({ image = '' }) => image),
      ...(model !== undefined && { model }),
      current: id === current,
    };
  });
}

/** @param rights of the person on Deployments of its namespace */
export function readDeployment(
  deployment: Workload,
  collections: Collections,
  { rights, now }: { readonly rights: Application['rights']; readonly now: number },
): ApplicationDetail {
  const { name = '', namespace = '' } = deployment.metadata ?? {};
  const { health, message, since, ready, wanted, pods } = deploymentHealth(deployment, collections, now);
  const revision = revisionOf(deployment);
  const application: Application = {
    id: deploymentId(namespace, name),
    kind: 'deployment',
    name,
    namespace,
    health,
    ...(message !== undefined && { message }),
    ...(since !== undefined && { since }),
    images: imagesOf(deployment),
    models: servedModels(deployment),
    ready,
    wanted,
    ...(revision !== undefined && { revision }),
    addresses: addressesOf(deployment, collections),
    rights,
  };
  return {
    application,
    history: historyOf(deployment, collections),
    resources: [
      { kind: 'Deployment', name, health: capital(health), ...(message !== undefined && { message }) },
      ...pods.map(({ pod, health, message }) => ({
        kind: 'Pod',
        name: pod.metadata?.name ?? '',
        health,
        ...(message !== undefined && { message }),
      })),
    ],
    conditions: (deployment.status?.conditions ?? [])
      .filter(({ type, status }) => (type === 'ReplicaFailure' ? status === 'True' : status === 'False'))
      .map(({ type = '', message = '' }) => ({ type, message })),
    asOf: now,
  };
}

/** Resources are told in the cluster's own words, as Argo CD writes them: `Healthy`. */
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
