/** Applications and Deployments as the servers have them now, to be changed. */
import { failure } from '../../../../shared/contract/errors.ts';
import { applicationsPath, type ArgoApplication } from '../../platform/argo-cd/application.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import type { ArgoWay } from '../applications/argo-way.ts';
import type { FollowedApplications } from '../applications/follow-applications.ts';
import { deploymentPath, type Workload } from '../applications/workload.ts';

export interface FreshObjects {
  readonly argo: { readonly application: ArgoApplication; readonly way: ArgoWay } | undefined;
  readonly deployments: readonly Workload[];
}

async function freshArgo({ application, way }: NonNullable<FreshObjects['argo']>): Promise<ArgoApplication> {
  const { name = '', namespace = '' } = application.metadata ?? {};
  if (way.kind === 'api') return way.api.get({ name, namespace });
  return (await way.client.request('GET', applicationsPath(namespace, name))) as ArgoApplication;
}

/** @throws Failure `serving-gone`; those of the connection */
export async function freshObjects(
  followed: FollowedApplications,
  cluster: KubernetesClient | undefined,
  id: string,
): Promise<FreshObjects> {
  const known = followed.argo(id);
  const argo = known && { application: await freshArgo(known), way: known.way };
  const found = await Promise.all(
    followed.deployments(id).map(async ({ metadata }) => {
      const path = deploymentPath(metadata?.namespace ?? '', metadata?.name ?? '');
      return (await cluster?.request('GET', path)) as Workload | undefined;
    }),
  );
  const deployments = found.flatMap((one) =>
    one ? [{ apiVersion: 'apps/v1', kind: 'Deployment', ...one }] : [],
  );
  if (!argo && deployments.length === 0)
    throw failure('not-found', `${id} is not there any more`, {
      reason: 'serving-gone',
      values: { name: id.split('/').at(-1) ?? id },
    });
  return { argo, deployments };
}
