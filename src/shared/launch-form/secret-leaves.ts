import { schemaAt } from './form-node.ts';
import {
  isJsonArray,
  isJsonObject,
  mapStrings,
  objectOf,
  stringsIn,
  valueAt,
  type Json,
  type JsonObject,
  type Path,
} from './json.ts';
import type { Patch } from './patch.ts';
import type { Context, Form, FormNode, Schema, ValueSource } from './types.ts';

const secretPlaces = new Set([
  'user.password',
  'user.accessToken',
  'user.refreshToken',
  'project.password',
  // The user and the password in base64, which is no secrecy.
  'project.basic',
  'service.oneTimePassword',
  'git.token',
  'vault.VAULT_TOKEN',
  's3.AWS_SECRET_ACCESS_KEY',
  's3.AWS_SESSION_TOKEN',
]);

/** Names under which profiles and custom values of an instance keep secrets. */
const secretName = /(password|passwd|secret|token|credentials|api_?key|private_?key|access_?key)$/i;

/** A secret this long does not stand in a text by chance. */
const shortestHidden = 8;

/** Whether a place of the context holds a secret: the known ones, and any of a name that says so. */
export function isSecretPlace(contextPath: readonly (string | number)[]): boolean {
  return secretPlaces.has(contextPath.join('.')) || secretName.test(String(contextPath.at(-1) ?? ''));
}

function secretTexts(context: Context): readonly string[] {
  return [...stringsIn(context)]
    .filter(({ path, text }) => text !== '' && isSecretPlace(path))
    .map(({ text }) => text);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((segment, index) => path[index] === segment);
}

/**
 * The places of the values that hold a secret: shown as a password, computed from a secret of the context, or
 * holding its text (whole, or within other text when it is 8 characters or longer). Empty text is no secret.
 */
export function findSecretLeaves(launch: {
  readonly schema: Schema;
  readonly values: JsonObject;
  readonly context: Context;
  readonly sources?: readonly ValueSource[];
}): readonly Path[] {
  const { schema, values, context } = launch;
  const whole = new Set(secretTexts(context));
  const long = [...whole].filter((text) => text.length >= shortestHidden);
  const computed = (launch.sources ?? [])
    .filter(({ contextPaths }) => contextPaths.some(isSecretPlace))
    .map(({ path }) => path);
  return [...stringsIn(values)]
    .filter(({ text }) => text !== '')
    .filter(
      ({ path, text }) =>
        whole.has(text) ||
        long.some((secret) => text.includes(secret)) ||
        computed.some((start) => startsWith(path, start)) ||
        schemaAt(schema, path)?.render === 'password',
    )
    .map(({ path }) => path);
}

/** Values of which the secrets are replaced, and what stands for what. */
export type Concealed = { readonly values: JsonObject; readonly secrets: ReadonlyMap<string, string> };

/** A mark that none of the texts has, so that a placeholder is never taken for another text. */
function unusedMark(texts: readonly string[], seed: string): string {
  let mark = seed;
  for (let count = 1; texts.some((text) => text.includes(mark)); count += 1) mark = `${seed}-${count}`;
  return mark;
}

/**
 * Replaces the text at these places by opaque placeholders; the same text gets the same placeholder. The map
 * leads from placeholder to text and stays where secrets may be. `seed` should be random for each form, so that
 * nobody can write a placeholder into a chart. `known` are the placeholders that this form showed before: they keep
 * their meaning, so that a text with an old one can still be revealed.
 */
export function conceal(
  values: JsonObject,
  secretPaths: readonly Path[],
  seed: string,
  known: ReadonlyMap<string, string> = new Map(),
): Concealed {
  const keys = new Set(secretPaths.map((path) => JSON.stringify(path)));
  const mark = unusedMark(
    [...stringsIn(values)].map(({ text }) => text),
    `sardonyx-secret-${seed}`,
  );
  const placeholders = new Map([...known].map(([placeholder, text]) => [text, placeholder]));
  const concealed = mapStrings(values, (text, path) => {
    if (!keys.has(JSON.stringify(path))) return text;
    const placeholder = placeholders.get(text) ?? `${mark}-${placeholders.size + 1}.`;
    placeholders.set(text, placeholder);
    return placeholder;
  });
  return {
    values: isJsonObject(concealed) ? concealed : {},
    secrets: new Map([...placeholders].map(([text, placeholder]) => [placeholder, text] as const)),
  };
}

/** Puts the secrets back, also where a placeholder stands within other text. */
export function reveal(values: JsonObject, secrets: ReadonlyMap<string, string>): JsonObject {
  if (secrets.size === 0) return values;
  const escaped = [...secrets.keys()].map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const placeholder = new RegExp(escaped.join('|'), 'g');
  const revealed = mapStrings(values, (text) =>
    text.replace(placeholder, (found) => secrets.get(found) ?? found),
  );
  return isJsonObject(revealed) ? revealed : values;
}

/**
 * The form with the text of these concealed values: fields, YAML blocks and options show placeholders. The form
 * is computed from the real values, because placeholders would not fit patterns and options.
 */
export function concealForm(form: Form, concealed: Concealed): Form {
  const placeholders = new Map([...concealed.secrets].map(([placeholder, text]) => [text, placeholder]));
  const hide = (value: Json): Json => mapStrings(value, (text) => placeholders.get(text) ?? text);
  const concealNode = (node: FormNode): FormNode => {
    if (node.type === 'group') return { ...node, nodes: node.nodes.map(concealNode) };
    if (node.fieldType === 'select') {
      const options = hide(node.options);
      return { ...node, options: isJsonArray(options) ? options : [] };
    }
    if (node.fieldType !== 'text field' && node.fieldType !== 'yaml code block') return node;
    const value = valueAt(concealed.values, node.helmValuesPath);
    if (node.fieldType === 'yaml code block') return { ...node, value: value ?? null };
    return { ...node, value: typeof value === 'string' ? value : '' };
  };
  const concealAll = (nodes: readonly FormNode[]): readonly FormNode[] => nodes.map(concealNode);
  return {
    main: concealAll(form.main),
    global: concealAll(form.global),
    dependencies: objectOf(
      Object.entries(form.dependencies).map(
        ([name, { main, global }]) => [name, { main: concealAll(main), global: concealAll(global) }] as const,
      ),
    ),
    disabledDependencies: form.disabledDependencies,
  };
}

/** The edits without those of secrets, for links and everything else that is shown or shared. */
export function withoutSecrets(patch: Patch, secretPaths: readonly Path[]): Patch {
  const keys = new Set(secretPaths.map((path) => JSON.stringify(path)));
  return patch.filter(({ path }) => !keys.has(JSON.stringify(path)));
}
