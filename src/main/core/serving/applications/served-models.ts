/** Which models the containers of a workload say they serve. Pure. */
import type { ServedModel } from '../../../../shared/contract/serving/applications.ts';
import { containersOf, type ServingContainer, type Workload } from './workload.ts';

/** Names under which deployments of MLflow models are configured, the usual first. */
const nameVariables = ['MLFLOW_MODEL_NAME', 'MODEL_NAME'];
const versionVariables = [
  'MLFLOW_MODEL_VERSION',
  'MODEL_VERSION',
  'MLFLOW_MODEL_ALIAS',
  'MODEL_ALIAS',
] as const;
const addressVariables = ['MLFLOW_MODEL_URI', 'MODEL_URI'];

/** The first of the variables that has a value here. */
function filled({ env = [] }: ServingContainer, names: readonly string[]) {
  for (const name of names) {
    const value = env.find((one) => one.name === name)?.value;
    if (value !== undefined && value !== '') return { name, value };
  }
  return undefined;
}

/** The tag of an image; undefined where it has none (a port of the registry is no tag) or a digest alone. */
export function tagOf(image: string | undefined): string | undefined {
  const [plain] = (image?.split('/').at(-1) ?? '').split('@');
  return plain?.split(':')[1];
}

function modelOf(container: ServingContainer, workload: string): ServedModel | undefined {
  const where = { workload, container: container.name ?? '' };
  const address = filled(container, addressVariables);
  // `models:/name/version` or `models:/name@alias` (MLflow, Model Registry, model URIs).
  const [, name, version] = /^models:\/([^/@]+)[/@](.+)$/.exec(address?.value ?? '') ?? [];
  if (address && name !== undefined && version !== undefined)
    return { name, version, ...where, variable: address.name };
  const named = filled(container, nameVariables);
  if (!named) return undefined;
  const told = filled(container, versionVariables);
  if (told) return { name: named.value, version: told.value, ...where, variable: told.name };
  const tag = tagOf(container.image);
  return { name: named.value, ...(tag !== undefined && { version: tag }), ...where };
}

/** One a container at most. Values that the cluster fills in from elsewhere are not known. */
export function servedModels(workload: Workload): ServedModel[] {
  return containersOf(workload).flatMap(
    (container) => modelOf(container, workload.metadata?.name ?? '') ?? [],
  );
}

/** A model and its version in one line: `name 3`. */
export function modelText(models: readonly ServedModel[]): string | undefined {
  const [first] = models;
  return first && [first.name, first.version].filter(Boolean).join(' ');
}

/**
 * Whether a Deployment by itself is shown: it serves a model, or it is an API (it listens, and no Helm release has put it there:
 * those are shown among the services).
 */
export function isServing(workload: Workload): boolean {
  if (servedModels(workload).length > 0) return true;
  const isReleased = workload.metadata?.annotations?.['meta.helm.sh/release-name'] !== undefined;
  return !isReleased && containersOf(workload).some(({ ports = [] }) => ports.length > 0);
}
