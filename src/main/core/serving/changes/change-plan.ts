/** What a change would do: to the source of an Argo CD application where it can be told there, else to the Deployments. Pure. */
import { stringify } from 'yaml';
import type { ServingChange } from '../../../../shared/contract/serving/applications.ts';
import {
  isAutomatic,
  type ApplicationSource,
  type ArgoApplication,
} from '../../platform/argo-cd/application.ts';
import type { Workload } from '../applications/workload.ts';
import { deploymentCommand, sourceCommand } from './change-commands.ts';
import { changedDeployment, manifestText, strategicPatch } from './changed-deployment.ts';
import { noWorkload } from './changing.ts';
import { changedSource } from './changed-source.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface ChangePlan {
  /** The source as it is to be; undefined where the Deployments themselves are patched. */
  readonly source: ApplicationSource | undefined;
  readonly patches: readonly { readonly deployment: Workload; readonly patch: object }[];
  readonly diff: string;
  readonly patch: string;
  readonly command: string;
  readonly undoneBySync: boolean;
}

/** What is to be changed: a Deployment, or an application of Argo CD with the Deployments that can be read of it. */
export interface Changed {
  readonly application: ArgoApplication | undefined;
  readonly deployments: readonly Workload[];
}

const namedOf = ({ metadata }: Workload | ArgoApplication) => ({
  name: metadata?.name ?? '',
  namespace: metadata?.namespace ?? '',
});

/** @throws Failure `serving-no-workload`, those of the changes */
export function planChange(
  { application, deployments }: Changed,
  changes: readonly ServingChange[],
): ChangePlan {
  const parts = deployments
    .map((deployment) => ({
      deployment,
      own: changes.filter(({ workload }) => workload === deployment.metadata?.name),
    }))
    .filter(({ own }) => own.length > 0);
  const source = application?.spec?.source;
  const changed = source && changedSource(source, application.status, deployments, changes);
  const lost = changes.find(
    ({ workload }) => !parts.some((one) => one.deployment.metadata?.name === workload),
  );
  if (lost && !changed) throw noWorkload(lost.workload);
  const diffs = parts.map(({ deployment, own }) => {
    const { name } = namedOf(deployment);
    const after = changedDeployment(deployment, own);
    return unifiedDiff(`deployment-${name}.yaml`, manifestText(deployment), manifestText(after));
  });
  if (application && source && changed) {
    const { name } = namedOf(application);
    const after = { ...application, spec: { ...application.spec, source: changed } };
    const own = unifiedDiff(`application-${name}.yaml`, manifestText(application), manifestText(after));
    return {
      source: changed,
      patches: [],
      diff: [own, ...diffs].join(''),
      patch: sourcePatch(application, changed),
      command: sourceCommand(namedOf(application), source, changed, isAutomatic(application)),
      // An application that another one keeps is itself brought back.
      undoneBySync: application.metadata?.annotations?.['argocd.argoproj.io/tracking-id'] !== undefined,
    };
  }
  return {
    source: undefined,
    patches: parts.map(({ deployment, own }) => ({ deployment, patch: strategicPatch(own) })),
    diff: diffs.join(''),
    patch: parts.map(({ deployment, own }) => deploymentPatch(deployment, own)).join('---\n'),
    command: parts
      .map(({ deployment, own }) => deploymentCommand(namedOf(deployment).namespace, own))
      .join(' &&\n'),
    undoneBySync: application !== undefined && isAutomatic(application),
  };
}

/** To be kept beside the manifests, as a patch of a kustomization. */
function deploymentPatch(deployment: Workload, changes: readonly ServingChange[]): string {
  const head = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: namedOf(deployment) };
  return stringify({ ...head, ...strategicPatch(changes) }, { lineWidth: 0 });
}

/** What to commit where the application itself is kept in Git: the parts of its source that say it. */
function sourcePatch(application: ArgoApplication, source: ApplicationSource): string {
  const { kustomize, helm, plugin } = source;
  const said = { ...(kustomize && { kustomize }), ...(helm && { helm }), ...(plugin && { plugin }) };
  const head = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: namedOf(application),
    spec: { source: said },
  };
  return stringify(head, { lineWidth: 0 });
}
