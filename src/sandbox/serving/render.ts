/** From the files of a repository to manifests, with the parameters of the source. Pure. */
import { parse, parseAllDocuments } from 'yaml';
import type { NewObject } from '../kubernetes/model.ts';
import {
  at,
  copyJson,
  fieldsOf,
  isFields,
  listOf,
  textOf,
  textsOf,
  type Fields,
} from '../kubernetes/shape.ts';
import { withImages } from './images.ts';
import { withPatches } from './kustomize-patches.ts';
import type { Files } from './repository.ts';

export type SourceType = 'Kustomize' | 'Helm' | 'Directory' | 'Plugin';

export interface Rendered {
  readonly type: SourceType;
  readonly manifests: readonly NewObject[];
}

const tools = { kustomize: 'Kustomize', helm: 'Helm', directory: 'Directory', plugin: 'Plugin' } as const;
const kustomization = 'kustomization.yaml';

/**
 * Renders a folder by the tool that the source names, else by the one whose files it has.
 * @param release name and namespace of the application
 * @throws Error with what is wrong, as Argo CD tells it
 */
export function render(files: Files, source: Fields, release: { name: string; namespace: string }): Rendered {
  const type = typeOf(files, source);
  const texts = readers[type](files, fieldsOf(source[type.toLowerCase()]), release);
  const manifests = texts.filter(isFields).map((manifest): NewObject => {
    const metadata = fieldsOf(manifest['metadata']);
    if (!textOf(manifest['kind']) || !textOf(metadata['name']))
      throw new Error('Object needs a kind and metadata.name');
    return {
      ...manifest,
      apiVersion: textOf(manifest['apiVersion']) ?? 'v1',
      kind: textOf(manifest['kind']) ?? '',
      metadata: { ...metadata, namespace: textOf(metadata['namespace']) ?? release.namespace },
    };
  });
  return { type, manifests };
}

function typeOf(files: Files, source: Fields): SourceType {
  const named = Object.entries(tools).filter(([field]) => isFields(source[field]));
  if (named.length > 1)
    throw new Error(`multiple application sources defined: ${named.map(([, type]) => type).join(',')}`);
  const found = kustomization in files ? 'Kustomize' : 'Chart.yaml' in files ? 'Helm' : 'Directory';
  const wanted = named[0]?.[1] ?? found;
  if (wanted === 'Helm' && !('Chart.yaml' in files)) throw new Error('Chart.yaml file is missing');
  if (wanted === 'Kustomize' && !(kustomization in files))
    throw new Error("unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization'");
  return wanted;
}

const documents = (text: string): unknown[] => parseAllDocuments(text).map((one) => one.toJS() as unknown);
const allDocuments = (texts: readonly string[]) => texts.flatMap(documents);

const readers: Readonly<
  Record<
    SourceType,
    (files: Files, settings: Fields, release: { name: string; namespace: string }) => unknown[]
  >
> = {
  Directory: (files) => allDocuments(Object.values(files)),

  Kustomize(files, settings) {
    const own = fieldsOf(parse(files[kustomization] ?? ''));
    const resources = textsOf(own['resources']).map((name) => {
      const text = files[name];
      if (text === undefined)
        throw new Error(`accumulating resources: open ${name}: no such file or directory`);
      return text;
    });
    const patched = withPatches(allDocuments(resources), [
      ...listOf(own['patches']),
      ...listOf(settings['patches']),
    ]);
    const replicas = [...listOf(own['replicas']), ...listOf(settings['replicas'])];
    const images = [...listOf(own['images']), ...textsOf(settings['images'])];
    return withReplicas(withImages(patched, images), replicas);
  },

  Helm(files, settings, release) {
    const values = [parse(files['values.yaml'] ?? ''), parse(textOf(settings['values']) ?? '')];
    const merged = [...values, settings['valuesObject']].reduce<Fields>(
      (all, one) => mergedValues(all, fieldsOf(one)),
      {},
    );
    for (const parameter of listOf(settings['parameters']))
      setValue(merged, textOf(parameter['name']) ?? '', textOf(parameter['value']) ?? '');
    const templates = Object.entries(files).filter(([name]) => name.startsWith('templates'));
    return allDocuments(templates.map(([, text]) => filled(text, merged, release)));
  },

  // A plugin as many write one: the variables of its environment in place of their names.
  Plugin(files, settings) {
    const variables = new Map(
      listOf(settings['env']).map(({ name, value }) => [`ARGOCD_ENV_${textOf(name)}`, textOf(value) ?? '']),
    );
    const texts = Object.values(files).map((text) =>
      text.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (whole, name: string) => variables.get(name) ?? whole),
    );
    return allDocuments(texts);
  },
};

function withReplicas(manifests: readonly unknown[], replicas: readonly Fields[]): unknown[] {
  return manifests.map((manifest) => {
    const count = replicas.find(({ name }) => name === at(manifest, 'metadata', 'name'))?.['count'];
    if (count === undefined || !isFields(manifest)) return manifest;
    return { ...manifest, spec: { ...fieldsOf(manifest['spec']), replicas: Number(count) } };
  });
}

function mergedValues(one: Fields, other: Fields): Fields {
  const merged = copyJson(one);
  for (const [name, value] of Object.entries(other))
    merged[name] = isFields(value) ? mergedValues(fieldsOf(merged[name]), value) : value;
  return merged;
}

/** Sets a value by its path: `model.version`. */
function setValue(values: Fields, name: string, value: string): void {
  const [first = '', ...rest] = name.split('.');
  if (first === '__proto__') return;
  if (rest.length === 0) values[first] = value;
  else setValue((values[first] = fieldsOf(values[first])), rest.join('.'), value);
}

/** Of Helm's templates what only names values: `{{ .Values.image.tag }}`, `{{ .Release.Name | quote }}`. */
function filled(
  text: string,
  values: Fields,
  { name, namespace }: { name: string; namespace: string },
): string {
  const all = { Values: values, Release: { Name: name, Namespace: namespace } };
  return text.replaceAll(
    /\{\{-?\s*\.([\w.]+)\s*(\|\s*quote)?\s*-?\}\}/g,
    (_, path: string, quote?: string) => {
      const value = at(all, ...path.split('.'));
      const word = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
      return quote === undefined ? word : JSON.stringify(word);
    },
  );
}
