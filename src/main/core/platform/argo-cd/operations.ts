/** What is written to an Application so that Argo CD does something: merge patches. Pure. */
import type { ApplicationHistory, ArgoApplication } from './application.ts';

/** Asks for a comparison with the source; the controller takes the annotation away. `hard` reads the manifests anew. */
export function refreshPatch(hard: boolean): object {
  return { metadata: { annotations: { 'argocd.argoproj.io/refresh': hard ? 'hard' : 'normal' } } };
}

interface SyncDetails {
  readonly prune: boolean;
  readonly userName: string;
}

/** What every operation carries over from the application, as Argo CD's own server does. */
function operationOf(application: ArgoApplication, { userName }: SyncDetails, sync: object): object {
  const { syncOptions, retry } = application.spec?.syncPolicy ?? {};
  return {
    operation: {
      initiatedBy: { username: userName },
      sync: { ...sync, ...(syncOptions && { syncOptions }) },
      ...(retry && { retry }),
    },
  };
}

/** Brings the cluster in step with the source of this moment. Only where no operation is there: the caller looks first. */
export function syncPatch(application: ArgoApplication, details: SyncDetails): object {
  return operationOf(application, details, { prune: details.prune });
}

/** Brings back what was deployed then: its revision with its source. */
export function rollbackPatch(
  application: ArgoApplication,
  entry: ApplicationHistory,
  details: SyncDetails,
): object {
  const { revision, revisions, source, sources } = entry;
  return operationOf(application, details, {
    prune: details.prune,
    ...(revision !== undefined && { revision }),
    ...(revisions && { revisions }),
    ...(source && { source }),
    ...(sources && { sources }),
    syncStrategy: { apply: {} },
  });
}
