/** Images of manifests, replaced as Kustomize does. Pure. */
import { copyJson, fieldsOf, isFields, listOf, textOf, type Fields } from '../kubernetes/shape.ts';

interface Replacement {
  readonly name: string;
  readonly newName: string | undefined;
  /** With its sign: `:2`, `@sha256:...`; undefined: the tag stays. */
  readonly ending: string | undefined;
}

/** `sandbox/coding-api` and `:2` (or `@sha256:...`); the port of a registry is no tag. */
export function splitImage(image: string): { name: string; ending: string | undefined } {
  const [, name = image, ending] = /^(.*?)((?::[^:/@]+)?(?:@.+)?)$/.exec(image) ?? [];
  return { name, ending: ending === '' ? undefined : ending };
}

/** `name:tag`, `name=new:tag` or `name=new`, as `spec.source.kustomize.images` has them; or an entry of `images` in a kustomization. */
function readReplacement(given: string | Fields): Replacement {
  if (typeof given === 'string') {
    const [old = '', replaced] = given.split('=', 2);
    const { name, ending } = splitImage(replaced ?? old);
    return { name: splitImage(old).name, newName: replaced === undefined ? undefined : name, ending };
  }
  const digest = textOf(given['digest']);
  const tag = given['newTag'];
  return {
    name: textOf(given['name']) ?? '',
    newName: textOf(given['newName']),
    ending: digest === undefined ? (tag === undefined ? undefined : `:${String(tag)}`) : `@${digest}`,
  };
}

/** The manifests with the images of all their containers replaced; of two for the same name the later holds. */
export function withImages(
  manifests: readonly unknown[],
  replacements: readonly (string | Fields)[],
): unknown[] {
  const byName = new Map(
    replacements.map(readReplacement).map((replacement) => [replacement.name, replacement]),
  );
  const replaced = (image: string) => {
    const { name, ending } = splitImage(image);
    const found = byName.get(name);
    return found ? (found.newName ?? name) + (found.ending ?? ending ?? '') : image;
  };
  return manifests.map((manifest) => {
    const copy = copyJson(manifest);
    for (const container of containersOf(copy)) {
      const image = textOf(container['image']);
      if (image !== undefined) container['image'] = replaced(image);
    }
    return copy;
  });
}

/** The containers of a workload's template, or of a pod. */
export function containersOf(manifest: unknown): Fields[] {
  const spec = fieldsOf(fieldsOf(manifest)['spec']);
  const template = isFields(spec['template']) ? fieldsOf(spec['template']['spec']) : spec;
  return [...listOf(template['initContainers']), ...listOf(template['containers'])];
}
