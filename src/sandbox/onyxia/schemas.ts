/** The registry of schemas that charts name, and how the API puts them into a chart's schema. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Schema = { [key: string]: unknown };
export type SchemaRegistry = ReadonlyMap<string, Schema>;

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads `*.json` below a folder; names are paths with "/". A text `"{{sandbox.x}}"` is replaced by `settings.x`. */
export function readSchemaRegistry(
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): SchemaRegistry {
  const registry = new Map<string, Schema>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!name.endsWith('.json')) continue;
    const text = readFileSync(path.join(folder, name), 'utf8').replace(
      /"\{\{sandbox\.(\w+)\}\}"/g,
      (_whole, key: string) => JSON.stringify(settings[key] ?? null),
    );
    registry.set(name.split(path.sep).join('/'), JSON.parse(text) as Schema);
  }
  return registry;
}

function byPointer(root: Schema, pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, token) => (isObject(value) ? value[token] : undefined), root);
}

/**
 * A chart's schema with every `$ref` and `x-onyxia.overwriteSchemaWith` followed as onyxia-api does
 * (JsonSchemaResolutionService): a reference is merged into its object, an overwrite replaces the whole value. What is
 * not found stays as it is; below an overwrite that is not found nothing is resolved. The root and the elements of
 * arrays are never overwritten themselves. A reference to itself is left unresolved.
 */
export function resolveSchema(schema: Schema, registry: SchemaRegistry): Schema {
  const following = new Set<string>();

  const once = <T>(name: string, work: () => T): T | undefined => {
    if (following.has(name)) return undefined;
    following.add(name);
    try {
      return work();
    } finally {
      following.delete(name);
    }
  };

  const targetOf = (reference: string): Schema | undefined => {
    const target = reference.startsWith('#/definitions/')
      ? byPointer(schema, reference)
      : registry.get(reference);
    return isObject(target) ? once(reference, () => resolveObject(target)) : undefined;
  };

  const resolveValue = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((element) => resolveValue(element));
    return isObject(value) ? resolveObject(value) : value;
  };

  const resolveField = (value: unknown): unknown => {
    const extension = isObject(value) ? value['x-onyxia'] : undefined;
    const name = isObject(extension) ? extension['overwriteSchemaWith'] : undefined;
    if (typeof name !== 'string') return resolveValue(value);
    const entry = registry.get(name);
    return entry ? (once(name, () => resolveObject(entry)) ?? value) : value;
  };

  const resolveObject = (object: Schema): Schema => {
    const result: Schema = {};
    const merged = new Set<string>();
    for (const [key, value] of Object.entries(object)) {
      const target = key === '$ref' && typeof value === 'string' ? targetOf(value) : undefined;
      if (target) {
        for (const [name, content] of Object.entries(target)) {
          result[name] = content;
          merged.add(name);
        }
      } else if (!merged.has(key) || (typeof value === 'object' && value !== null)) {
        // A plain value beside the reference loses to the target; an object or array written after it wins.
        result[key] = key === '$ref' ? value : resolveField(value);
      }
    }
    return result;
  };

  return resolveObject(schema);
}
