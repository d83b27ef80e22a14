/** Compares written objects with the declared fields, and refuses or leaves out what does not fit (Kubernetes "Field validation"). */
import { fieldTypesOf, type FieldType } from './field-types.ts';
import { keyOfEntry, listTypeOf } from './list-types.ts';
import type { ResourceType } from './model.ts';
import { groupVersionOf } from './resources.ts';
import { isFields, type Fields } from './shape.ts';
import { badRequest, StatusError } from './status.ts';

type Step = string | number;

interface Misfit {
  path: Step[];
  /** Undefined for a field that is not declared; else what belongs there. */
  expected?: FieldType;
  /** The structure that holds the field. */
  structure: string;
  value: unknown;
}

function fits(name: string, value: unknown): boolean {
  if (name === 'any') return true;
  if (name === 'port' || name === 'quantity') return typeof value === 'number' || typeof value === 'string';
  if (name === 'text') return typeof value === 'string';
  if (name === 'number' || name === 'boolean') return typeof value === name;
  return isFields(value);
}

function* misfits(structure: string, object: Fields, path: Step[]): Generator<Misfit> {
  const declared = fieldTypesOf(structure);
  if (declared === undefined) return;
  for (const [field, value] of Object.entries(object)) {
    const type = declared.get(field);
    const here = [...path, field];
    if (type === undefined) yield { path: here, structure, value };
    // Null is the same as absent, everywhere.
    else if (value !== null && value !== undefined) yield* misfitsOfField(type, value, here, structure);
  }
}

function* misfitsOfField(
  type: FieldType,
  value: unknown,
  path: Step[],
  structure: string,
): Generator<Misfit> {
  const shapeFits =
    type.shape === 'one'
      ? fits(type.name, value)
      : type.shape === 'list'
        ? Array.isArray(value)
        : isFields(value);
  if (!shapeFits) {
    yield { path, expected: type, structure, value };
    return;
  }
  const entries: [Step, unknown][] =
    type.shape === 'one'
      ? []
      : Array.isArray(value)
        ? (value as unknown[]).map((entry, index) => [index, entry])
        : Object.entries(value as Fields);
  for (const [step, entry] of entries) {
    if (entry === null) continue;
    const here = [...path, step];
    if (!fits(type.name, entry))
      yield { path: here, expected: { name: type.name, shape: 'one' }, structure, value: entry };
    else if (isFields(entry)) yield* misfits(type.name, entry, here);
  }
  if (type.shape === 'one' && isFields(value)) yield* misfits(type.name, value, path);
}

const goTypes: Record<string, string> = {
  text: 'string',
  number: 'int32',
  boolean: 'bool',
  port: 'intstr.IntOrString',
};

function goType({ name, shape }: FieldType): string {
  const word = goTypes[name] ?? `v1.${name}`;
  return shape === 'list' ? `[]${word}` : shape === 'map' ? `map[string]${word}` : word;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return isFields(value) ? 'object' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function indexedPath(path: Step[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** `.spec.containers[name="a"].env`, as server-side apply names a field. */
function keyedPath(path: Step[], object: Fields): string {
  let current: unknown = object;
  let field = '';
  return path
    .map((step) => {
      const holder = current;
      current = Array.isArray(holder)
        ? (holder as unknown[])[Number(step)]
        : isFields(holder)
          ? holder[step]
          : undefined;
      if (typeof step === 'string') {
        field = step;
        return `.${step}`;
      }
      const type = listTypeOf(field, Array.isArray(holder) ? holder : []);
      if (type.kind !== 'map') return `[${step}]`;
      const pairs = Object.entries(keyOfEntry(current, type.keys)).map(
        ([key, value]) => `${key}=${JSON.stringify(value)}`,
      );
      return `[${pairs.join(',')}]`;
    })
    .join('');
}

/**
 * Checks an object that came whole, or as the result of a patch. Throws 400 for a value of the wrong type and, with `strict`,
 * for a field that is not declared. Otherwise takes such fields out of the object, in place, and answers what to warn about.
 */
export function validateFields(resource: ResourceType, object: Fields, strict: boolean): string[] {
  const all = [...misfits(resource.kind, object, [])];
  const start = `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: `;
  const wrong = all.find((misfit) => misfit.expected !== undefined);
  if (wrong?.expected !== undefined) {
    const names = wrong.path.filter((step) => typeof step === 'string').join('.');
    throw badRequest(
      `${start}json: cannot unmarshal ${jsonType(wrong.value)} into Go struct field ${wrong.structure}.${names} of type ${goType(wrong.expected)}`,
    );
  }
  const warnings = all.map((misfit) => `unknown field ${JSON.stringify(indexedPath(misfit.path))}`);
  if (strict && warnings.length > 0)
    throw badRequest(`${start}strict decoding error: ${warnings.join(', ')}`);
  for (const misfit of all) removeField(object, misfit.path);
  return warnings;
}

function removeField(object: Fields, path: Step[]): void {
  let holder: unknown = object;
  for (const step of path.slice(0, -1)) {
    holder = Array.isArray(holder)
      ? (holder as unknown[])[Number(step)]
      : isFields(holder)
        ? holder[step]
        : undefined;
  }
  if (isFields(holder)) delete holder[String(path.at(-1))];
}

/** Checks a configuration for server-side apply, where every field must be declared. Throws 500 without a reason, as the real server does. */
export function validateApplied(resource: ResourceType, object: Fields, where: string): void {
  for (const misfit of misfits(resource.kind, object, [])) {
    const { expected, value } = misfit;
    const got =
      typeof value === 'string' ? 'string' : `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;
    const why =
      expected === undefined
        ? 'field not declared in schema'
        : expected.shape === 'one' && expected.name === 'number'
          ? `expected numeric (int or float), got ${got}`
          : `expected ${expected.shape === 'one' ? (goTypes[expected.name] ?? 'map') : expected.shape}, got ${got}`;
    throw new StatusError(
      500,
      '',
      `failed to create typed patch object (${where}; ${groupVersionOf(resource)}, Kind=${resource.kind}): ${keyedPath(misfit.path, object)}: ${why}`,
    );
  }
}
