/** What an application adds to its kustomization: other images, other values of variables. Pure. */
import { parse, stringify } from 'yaml';
import type { ServingChange } from '../../../../shared/contract/serving/applications.ts';
import type { ApplicationSource, KustomizePatch } from '../../platform/argo-cd/application.ts';
import { tagOf } from '../applications/served-models.ts';
import { strategicPatch } from './changed-deployment.ts';

type Kustomize = NonNullable<ApplicationSource['kustomize']>;

/** The image without tag and digest. */
export function repositoryOf(image: string): string {
  const plain = image.replace(/@.+$/, '');
  const tag = tagOf(plain);
  return tag === undefined ? plain : plain.slice(0, -tag.length - 1);
}

/** With an image in the place of another: `[name=]repository[:tag|@digest]`, as `kustomize edit set image` takes it. */
export function withImage(kustomize: Kustomize, from: string, to: string): Kustomize {
  const { images = [] } = kustomize;
  const nameOf = (entry: string) => repositoryOf(entry.split('=')[0] ?? entry);
  // What is replaced already is named in the manifests otherwise than the cluster shows it.
  const known = images.find((one) => one.split('=').at(-1) === from || nameOf(one) === repositoryOf(from));
  const name = known === undefined ? repositoryOf(from) : nameOf(known);
  const entry = repositoryOf(to) === name ? to : `${name}=${to}`;
  return { ...kustomize, images: [...images.filter((one) => one !== known), entry] };
}

/** With a value of a variable, in a patch of its own; one for the same variable is replaced. */
export function withVariable(
  kustomize: Kustomize,
  change: Extract<ServingChange, { kind: 'variable' }>,
): Kustomize {
  const { patches = [] } = kustomize;
  const target = { kind: 'Deployment', name: change.workload };
  const patchOf = (value: string): KustomizePatch => {
    const content = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: change.workload } };
    return { target, patch: stringify({ ...content, ...strategicPatch([{ ...change, value }]) }) };
  };
  const shapeOf = ({ target, patch }: KustomizePatch) =>
    JSON.stringify([target?.name, readPatch(patch)], (key, value: unknown) => (key === 'value' ? '' : value));
  const own = shapeOf(patchOf(''));
  return {
    ...kustomize,
    patches: [...patches.filter((one) => shapeOf(one) !== own), patchOf(change.value)],
  };
}

/** Undefined for what is no YAML: somebody else's, left as it is. */
function readPatch(text: string | undefined): unknown {
  try {
    return parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
