/** A Deployment with other images and values of its variables, and the patch that leads there. Pure. */
import { stringify } from 'yaml';
import { failure } from '../../../../shared/contract/errors.ts';
import type { ServingChange } from '../../../../shared/contract/serving/applications.ts';
import { containersOf, type ServingContainer, type Workload } from '../applications/workload.ts';

function changedContainer(container: ServingContainer, changes: readonly ServingChange[]): ServingContainer {
  let changed = container;
  for (const change of changes) {
    if (change.container !== container.name) continue;
    if (change.kind === 'image') {
      changed = { ...changed, image: change.image };
      continue;
    }
    const { name, value } = change;
    const { env = [] } = changed;
    const isThere = env.some((one) => one.name === name);
    changed = {
      ...changed,
      env: isThere
        ? env.map((one) => (one.name === name ? { name, value } : one))
        : [...env, { name, value }],
    };
  }
  return changed;
}

/** @throws Failure `serving-no-container`, `serving-bad-image`, `serving-variable-elsewhere` */
function checkChange(deployment: Workload, change: ServingChange): void {
  const { container: name } = change;
  const workload = deployment.metadata?.name ?? '';
  const container = containersOf(deployment).find((one) => one.name === name);
  if (!container)
    throw failure('not-found', `${workload} has no container ${name}`, {
      reason: 'serving-no-container',
      values: { name, workload },
    });
  if (change.kind === 'image') {
    // The API server takes it, and the pods then never start.
    if (/^\S+$/.test(change.image)) return;
    throw failure('invalid-input', 'An image has no spaces in its name', {
      reason: 'serving-bad-image',
      values: { image: change.image },
    });
  }
  if (container.env?.some((one) => one.name === change.name && one.valueFrom !== undefined))
    throw failure('invalid-input', `${change.name} comes from elsewhere in the cluster`, {
      reason: 'serving-variable-elsewhere',
      values: { name: change.name, workload },
    });
}

/** The Deployment as it would be. @throws Failure `serving-no-container`, `serving-bad-image`, `serving-variable-elsewhere` */
export function changedDeployment(deployment: Workload, changes: readonly ServingChange[]): Workload {
  for (const change of changes) checkChange(deployment, change);
  const { spec } = deployment;
  const containers = containersOf(deployment).map((one) => changedContainer(one, changes));
  return {
    ...deployment,
    spec: { ...spec, template: { ...spec?.template, spec: { ...spec?.template?.spec, containers } } },
  };
}

/** As Kubernetes merges it: containers and variables by their names (strategic merge patch, `patchMergeKey`). */
export function strategicPatch(changes: readonly ServingChange[]): object {
  const names = [...new Set(changes.map(({ container }) => container))];
  const containers = names.map((name) => {
    const own = changes.filter(({ container }) => container === name);
    const image = own.findLast((one) => one.kind === 'image')?.image;
    // A variable twice would be one too many for the server.
    const values = new Map(own.flatMap((one) => (one.kind === 'variable' ? [[one.name, one.value]] : [])));
    const env = [...values].map(([name, value]) => ({ name, value }));
    return { name, ...(image !== undefined && { image }), ...(env.length > 0 && { env }) };
  });
  return { spec: { template: { spec: { containers } } } };
}

/** The manifest as a person would keep it: without what the cluster writes into it. */
export function manifestText(object: Workload | { readonly metadata?: Workload['metadata'] }): string {
  const { metadata, status: _, ...rest } = object as Workload;
  const { name, namespace, labels, annotations } = metadata ?? {};
  const written =
    /^(deployment\.kubernetes\.io\/|kubectl\.kubernetes\.io\/last-applied|argocd\.argoproj\.io\/refresh)/;
  const own = Object.entries(annotations ?? {}).filter(([key]) => !written.test(key));
  const kept = {
    name,
    namespace,
    ...(labels && { labels }),
    ...(own.length > 0 && { annotations: Object.fromEntries(own) }),
  };
  return stringify({ ...rest, metadata: kept }, { lineWidth: 0, sortMapEntries: true });
}
