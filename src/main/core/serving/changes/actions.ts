/** Synchronising, looking anew, going back, starting again. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import { isAutomatic, type ArgoApplication } from '../../platform/argo-cd/application.ts';
import { refreshPatch, rollbackPatch, syncPatch } from '../../platform/argo-cd/operations.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import type { Metadata } from '../../platform/kubernetes/objects.ts';
import type { ArgoWay } from '../applications/argo-way.ts';
import { revisionOf, type Workload } from '../applications/workload.ts';
import { patchApplication, patchDeployments } from './patching.ts';

interface Argo {
  readonly application: ArgoApplication;
  readonly way: ArgoWay;
}

const named = ({ metadata }: ArgoApplication) => ({
  name: metadata?.name ?? '',
  namespace: metadata?.namespace ?? '',
});

function refuseWhileRunning(application: ArgoApplication): void {
  const phase = application.status?.operationState?.phase;
  if (!application.operation && phase !== 'Running' && phase !== 'Terminating') return;
  const { name } = named(application);
  throw failure('conflict', `${name} is being synchronised`, { reason: 'argo-cd-running', values: { name } });
}

/** @throws Failure `argo-cd-running` */
export async function syncArgo({ application, way }: Argo, prune: boolean, userName: string): Promise<void> {
  refuseWhileRunning(application);
  if (way.kind === 'api') return way.api.sync(named(application), { prune });
  await patchApplication(way.client, application, syncPatch(application, { prune, userName }));
}

/** Compares with the source anew; `hard` without what was kept of its manifests. */
export async function refreshArgo({ application, way }: Argo, hard: boolean): Promise<void> {
  if (way.kind === 'api')
    return void (await way.api.get(named(application), { refresh: hard ? 'hard' : 'normal' }));
  await patchApplication(way.client, application, refreshPatch(hard));
}

/** @throws Failure `argo-cd-auto-sync`, `argo-cd-running`, `serving-no-history` */
export async function rollbackArgo(
  { application, way }: Argo,
  history: string,
  userName: string,
): Promise<void> {
  const { name } = named(application);
  if (isAutomatic(application))
    throw failure('conflict', `${name} is kept in step automatically`, {
      reason: 'argo-cd-auto-sync',
      values: { name },
    });
  refuseWhileRunning(application);
  const entry = application.status?.history?.find(({ id }) => String(id) === history);
  if (!entry) throw noHistory(name, history);
  if (way.kind === 'api') return way.api.rollback(named(application), Number(history));
  await patchApplication(
    way.client,
    application,
    rollbackPatch(application, entry, { prune: false, userName }),
  );
}

/** The pods of then, as `kubectl rollout undo --to-revision` does. @throws Failure `serving-no-history` */
export async function rollbackDeployment(
  client: KubernetesClient,
  deployment: Workload,
  rollouts: readonly Workload[],
  history: string,
): Promise<void> {
  const template = rollouts.find((one) => revisionOf(one) === history)?.spec?.template;
  if (!template) throw noHistory(deployment.metadata?.name ?? '', history);
  const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {};
  const metadata: Metadata = { ...template.metadata, labels };
  const patch = [{ op: 'replace', path: '/spec/template', value: { ...template, metadata } }];
  await patchDeployments(client, [{ deployment, patch }], 'json-patch');
}

/** Replaces all pods one after the other, as `kubectl rollout restart` does: by its annotation of the template. */
export async function restartDeployment(
  client: KubernetesClient,
  deployment: Workload,
  now: number,
): Promise<void> {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date(now).toISOString() };
  const patch = { spec: { template: { metadata: { annotations } } } };
  await patchDeployments(client, [{ deployment, patch }]);
}

const noHistory = (name: string, history: string): Failure =>
  failure('not-found', `${name} has no revision ${history} any more`, {
    reason: 'serving-no-history',
    values: { name, revision: history },
  });
