/** An Application of Argo CD, joined with the Deployments that it keeps. Pure. */
import type { Application, ApplicationDetail } from '../../../../shared/contract/serving/applications.ts';
import { isAutomatic, type ArgoApplication } from '../../platform/argo-cd/application.ts';
import { time } from '../../platform/kubernetes/objects.ts';
import { distinctAddresses } from './addresses.ts';

export const argoId = (namespace: string, name: string) => `argo-cd/${namespace}/${name}`;

const healths: Readonly<Record<string, Application['health']>> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Degraded: 'degraded',
  Suspended: 'suspended',
  Missing: 'missing',
};

const syncOf = (status: string | undefined): NonNullable<Application['sync']> =>
  status === 'Synced' ? 'synced' : status === 'OutOfSync' ? 'out-of-sync' : 'unknown';

/** Keys of Deployments (`namespace/name`) that an application keeps. */
export function keptDeployments({ spec, status }: ArgoApplication): string[] {
  return (status?.resources ?? [])
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ namespace, name = '' }) => `${namespace ?? spec?.destination?.namespace ?? ''}/${name}`);
}

/** What it said last about why it is not well: a failed operation, then its conditions, then its Deployments. */
function messageOf({ status }: ArgoApplication, deployments: readonly ApplicationDetail[]) {
  const { health, operationState, conditions = [] } = status ?? {};
  const isFailed = operationState?.phase === 'Failed' || operationState?.phase === 'Error';
  if (isFailed && operationState.message) return operationState.message;
  const error = conditions.find(({ type }) => type?.endsWith('Error'))?.message;
  if (error !== undefined) return error;
  if (health?.status === 'Healthy') return undefined;
  return health?.message ?? deployments.find(({ application }) => application.message)?.application.message;
}

function historyOf({ status }: ArgoApplication): ApplicationDetail['history'] {
  const newest = Math.max(...(status?.history ?? []).map(({ id }) => id ?? 0));
  return (status?.history ?? []).toReversed().map((entry) => {
    const { id = 0, revision, revisions, deployedAt, source, sources, initiatedBy } = entry;
    const used = [...(source ? [source] : []), ...(sources ?? [])];
    const parameters = used.flatMap(({ helm }) => helm?.parameters ?? []);
    const model = parameters.find(({ name = '' }) => /model.*(version|alias)/i.test(name))?.value;
    const text = revision ?? revisions?.join(' ');
    const by = initiatedBy?.username;
    return {
      id: String(id),
      ...(text !== undefined && { revision: text }),
      at: time(deployedAt) ?? 0,
      ...(by !== undefined && { by }),
      images: used.flatMap(({ kustomize }) => kustomize?.images ?? []),
      ...(model !== undefined && { model }),
      current: id === newest,
    };
  });
}

/** Images of what cannot be read here: Argo CD's own summary, which names no containers. */
function summaryImages({ status, metadata }: ArgoApplication): Application['images'] {
  const workload = status?.resources?.find(({ kind }) => kind === 'Deployment')?.name ?? metadata?.name ?? '';
  return (status?.summary?.images ?? []).map((image) => ({ workload, container: '', image }));
}

/** @param deployments those that it keeps, as far as they can be read */
export function readArgoApplication(
  argo: ArgoApplication,
  deployments: readonly ApplicationDetail[],
  { rights, now }: { readonly rights: Application['rights']; readonly now: number },
): ApplicationDetail {
  const { name = '', namespace = '' } = argo.metadata ?? {};
  const { sync, health, operationState, summary, conditions = [], resources = [] } = argo.status ?? {};
  const parts = deployments.map(({ application }) => application);
  const history = historyOf(argo);
  const syncedAt = history[0]?.at;
  const message = messageOf(argo, deployments);
  const since = Math.max(
    time(health?.lastTransitionTime) ?? 0,
    ...parts.map((one) => one.since ?? 0),
    health?.lastTransitionTime === undefined ? (syncedAt ?? 0) : 0,
  );
  const sum = (of: 'ready' | 'wanted') => parts.reduce((total, one) => total + (one[of] ?? 0), 0);
  const isRunning = operationState?.phase === 'Running' || operationState?.phase === 'Terminating';
  const revision = sync?.revision ?? sync?.revisions?.join(' ');
  const application: Application = {
    id: argoId(namespace, name),
    kind: 'argo-cd',
    name,
    namespace,
    sync: syncOf(sync?.status),
    health: healths[health?.status ?? ''] ?? 'unknown',
    ...(message !== undefined && { message }),
    ...(since > 0 && { since }),
    images: parts.length > 0 ? parts.flatMap(({ images }) => images) : summaryImages(argo),
    models: parts.flatMap(({ models }) => models),
    ...(parts.length > 0 && { ready: sum('ready'), wanted: sum('wanted') }),
    ...(revision !== undefined && { revision }),
    ...(syncedAt !== undefined && { syncedAt }),
    autoSync: isAutomatic(argo),
    ...((isRunning || argo.operation) && {
      operation: {
        phase: operationState?.phase ?? 'Running',
        ...(operationState?.message !== undefined && { message: operationState.message }),
      },
    }),
    addresses: distinctAddresses([
      ...(summary?.externalURLs ?? []),
      ...parts.flatMap(({ addresses }) => addresses),
    ]),
    rights,
  };
  return {
    application,
    history,
    resources: [
      ...resources.map(({ kind = '', name = '', status, health }) => ({
        kind,
        name,
        ...(status !== undefined && { sync: status }),
        ...(health?.status !== undefined && { health: health.status }),
        ...(health?.message !== undefined && { message: health.message }),
      })),
      ...deployments.flatMap((one) => one.resources.filter(({ kind }) => kind === 'Pod')),
    ],
    conditions: conditions.map(({ type = '', message = '' }) => ({ type, message })),
    asOf: now,
  };
}
