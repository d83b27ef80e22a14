/** The source of an Argo CD application with other images and values: what survives its next synchronisation. Pure. */
import type { ServingChange } from '../../../../shared/contract/serving/applications.ts';
import type { ApplicationSource, ArgoApplication } from '../../platform/argo-cd/application.ts';
import { tagOf } from '../applications/served-models.ts';
import { containersOf, type ServingContainer, type Workload } from '../applications/workload.ts';
import { repositoryOf, withImage, withVariable } from './kustomize-source.ts';

interface Asked {
  readonly change: ServingChange;
  /** As it is now, where it can be read. */
  readonly container: ServingContainer | undefined;
  /** The image that it has now, as far as anybody says. */
  readonly image: string | undefined;
}

/** What a parameter would have to hold now and hold afterwards, and how its name may speak of it. */
function valueOf({ change, container, image }: Asked) {
  if (change.kind === 'variable') {
    const before = container?.env?.find(({ name }) => name === change.name)?.value;
    return { before, after: change.value, pattern: patternOf(change.name) };
  }
  // A parameter that is a tag cannot say that the repository is another.
  const isSame = image !== undefined && repositoryOf(change.image) === repositoryOf(image);
  const after = isSame ? tagOf(change.image) : undefined;
  return { before: tagOf(image), after, pattern: /(^|[._-])(image[._-]?)?tag$/i };
}

/** `MLFLOW_MODEL_VERSION` is meant by `env.MLFLOW_MODEL_VERSION`, `model.version` and `modelVersion`. */
function patternOf(variable: string): RegExp {
  const words = variable
    .replace(/^MLFLOW_/, '')
    .split('_')
    .map((word) => word.replace(/\W/g, ''));
  return new RegExp(`(^|\\W)${words.join('[._-]?')}$|${variable.replace(/\W/g, '\\$&')}$`, 'i');
}

/** Of parameters whose names speak of it the one that holds what is there now, or the only one. */
function withParameter<Parameter extends { readonly name?: string; readonly value?: string }>(
  parameters: readonly Parameter[],
  asked: Asked,
): Parameter[] | undefined {
  const { before, after, pattern } = valueOf(asked);
  const speaking = parameters.filter(({ name = '' }) => pattern.test(name));
  const meant =
    speaking.find(({ value }) => value === before) ?? (speaking.length === 1 ? speaking[0] : undefined);
  if (!meant || after === undefined) return undefined;
  return parameters.map((one) => (one === meant ? { ...one, value: after } : one));
}

function changedOnce(source: ApplicationSource, asked: Asked): ApplicationSource | undefined {
  const { kustomize, helm, plugin } = source;
  const { change, image } = asked;
  if (kustomize && change.kind === 'variable')
    return { ...source, kustomize: withVariable(kustomize, change) };
  if (kustomize && change.kind === 'image')
    return image === undefined
      ? undefined
      : { ...source, kustomize: withImage(kustomize, image, change.image) };
  if (helm) {
    const parameters = withParameter(helm.parameters ?? [], asked);
    return parameters && { ...source, helm: { ...helm, parameters } };
  }
  const env = withParameter(plugin?.env ?? [], asked);
  return env && { ...source, plugin: { ...plugin, env } };
}

/**
 * The source with the changes; undefined where it cannot tell one of them (a plain folder of manifests; a chart without a parameter for
 * it), so that only the manifests themselves could be changed.
 * @param told what Argo CD found the source to be, and the images that it sums up
 */
export function changedSource(
  source: ApplicationSource,
  told: Pick<NonNullable<ArgoApplication['status']>, 'sourceType' | 'summary'> | undefined,
  deployments: readonly Workload[],
  changes: readonly ServingChange[],
): ApplicationSource | undefined {
  const named = told?.sourceType === 'Kustomize' ? { ...source, kustomize: source.kustomize ?? {} } : source;
  return changes.reduce<ApplicationSource | undefined>((changed, change) => {
    const container = deployments
      .filter(({ metadata }) => metadata?.name === change.workload)
      .flatMap(containersOf)
      .find(({ name }) => name === change.container);
    const image =
      container?.image ??
      (change.kind === 'image'
        ? told?.summary?.images?.find((one) => repositoryOf(one) === repositoryOf(change.image))
        : undefined);
    return changed && changedOnce(changed, { change, container, image });
  }, named);
}
