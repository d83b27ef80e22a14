import { isJsonArray, isJsonObject, own, toJson, type Json, type JsonObject } from './json.ts';
import { LaunchFormError } from './launch-form-error.ts';

/** Finds a schema of the registry by its exact name; undefined when there is none. */
export type Registry = (name: string) => Json | undefined;

/** Schemas of a registry by name, as `ide/s3.json`. */
export type RegistryLayer = { readonly [name: string]: Json };

/**
 * The registry of an instance: the first of the user's roles that has the name wins, then the instance's own
 * folder, then what is built in (Onyxia API, JsonSchemaRegistryService).
 */
export function layeredRegistry(layers: {
  readonly builtIn: RegistryLayer;
  readonly external?: RegistryLayer;
  readonly roles?: readonly RegistryLayer[];
}): Registry {
  const ordered = [...(layers.roles ?? []), layers.external ?? {}, layers.builtIn];
  return (name) => {
    const layer = ordered.find((candidate) => Object.hasOwn(candidate, name));
    return layer === undefined ? undefined : layer[name];
  };
}

const definitionsPrefix = '#/definitions/';

/** Looks up a JSON pointer without its `#` (RFC 6901). */
function atPointer(root: Json, pointer: string): Json | undefined {
  let current: Json | undefined = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const segment = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonObject(current)) current = own(current, segment);
    else if (isJsonArray(current) && /^(0|[1-9]\d*)$/.test(segment)) current = current[Number(segment)];
    else return undefined;
  }
  return current;
}

type Resolution = {
  /** changed while it is walked, as the API does: a definition written before its use is already resolved */
  readonly root: Json;
  readonly registry: Registry;
  readonly following: readonly string[];
  /** what may still be walked: definitions that name each other twice grow without end */
  readonly budget: { left: number };
};

const mostNodes = 500_000;

/** A resolved copy of what a name stands for; undefined when there is nothing or it leads back to itself. */
function follow(name: string, target: Json | undefined, resolution: Resolution): Json | undefined {
  if (target === undefined || resolution.following.includes(name)) return undefined;
  const copy = toJson(target);
  resolveInPlace(copy, { ...resolution, following: [...resolution.following, name] });
  return copy;
}

function followReference(name: string, resolution: Resolution): JsonObject | undefined {
  const target = name.startsWith(definitionsPrefix)
    ? atPointer(resolution.root, name.slice(1))
    : resolution.registry(name);
  const resolved = follow(name, target, resolution);
  return isJsonObject(resolved) ? resolved : undefined;
}

function overwriteName(value: Json): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const hints = own(value, 'x-onyxia');
  const name = isJsonObject(hints) ? own(hints, 'overwriteSchemaWith') : undefined;
  if (name === undefined) return undefined;
  return typeof name === 'object' ? '' : String(name);
}

function resolveObject(node: JsonObject, resolution: Resolution): void {
  const updates = new Map<string, Json>();
  let isReferenceFound = false;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string') {
      const target = followReference(value, resolution);
      if (target === undefined) continue;
      isReferenceFound = true;
      for (const [name, child] of Object.entries(target)) updates.set(name, child);
      continue;
    }
    const name = overwriteName(value);
    if (name !== undefined) {
      const replacement = follow(name, resolution.registry(name), resolution);
      if (replacement !== undefined) updates.set(key, replacement);
    } else if (isJsonObject(value) || isJsonArray(value)) {
      resolveInPlace(value, resolution);
      updates.set(key, value);
    }
  }
  for (const [key, value] of updates) {
    Object.defineProperty(node, key, { value, enumerable: true, writable: true, configurable: true });
  }
  if (isReferenceFound) Reflect.deleteProperty(node, '$ref');
}

function resolveInPlace(node: Json, resolution: Resolution): void {
  resolution.budget.left -= 1;
  if (resolution.budget.left < 0) {
    throw new LaunchFormError(
      [],
      `the schema has more than ${mostNodes} nodes once its references are resolved`,
    );
  }
  if (isJsonObject(node)) resolveObject(node, resolution);
  else if (isJsonArray(node)) for (const item of node) resolveInPlace(item, resolution);
}

/**
 * The schema as Onyxia's API serves it: `$ref` merged in, `x-onyxia.overwriteSchemaWith` replaced by entries of
 * the registry. The result is a copy; a reference that leads back to itself is left as it is.
 * Source: Onyxia API, JsonSchemaResolutionService. Throws a TypeError when the schema is not JSON, a LaunchFormError
 * when it grows beyond 500,000 nodes.
 */
export function resolveSchema(schema: unknown, registry: Registry): Json {
  const root = toJson(schema);
  resolveInPlace(root, { root, registry, following: [], budget: { left: mostNodes } });
  return root;
}
