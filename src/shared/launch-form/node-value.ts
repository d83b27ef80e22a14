import { contextReader, overlayReader, resolveExpression, type ReadContext } from './expression.ts';
import {
  isJsonArray,
  isJsonObject,
  objectOf,
  own,
  type Json,
  type JsonArray,
  type JsonObject,
  type Path,
} from './json.ts';
import { LaunchFormError } from './launch-form-error.ts';
import type { Context, Schema, ValueSource } from './types.ts';
import { judge, typeOf } from './validate.ts';

/** What is computed along the way: the reader of the context, and where values came from. */
export type Evaluation = { readonly read: ReadContext; readonly note: (source: ValueSource) => void };

const mostItems = 10_000;

/** The value of an array's element: each property without an expression takes the element's own. */
function mapElement(items: Schema, element: JsonObject, evaluation: Evaluation, path: Path): Json {
  const properties = Object.entries(items.properties ?? {}).map(([name, property]) => {
    const overwriteDefaultWith = property['x-onyxia']?.overwriteDefaultWith ?? `{{${name}}}`;
    return [name, { ...property, 'x-onyxia': { ...property['x-onyxia'], overwriteDefaultWith } }] as const;
  });
  return computeNode({ ...items, properties: objectOf(properties) }, undefined, path, {
    read: overlayReader(element, evaluation.read),
    note: evaluation.note,
  });
}

function mapElements(
  schema: Schema,
  resolved: JsonArray,
  evaluation: Evaluation,
  path: Path,
): JsonArray | undefined {
  const { items } = schema;
  if (items?.properties === undefined || typeOf(items, path) !== 'object') return undefined;
  const mapped: Json[] = [];
  for (const [index, element] of resolved.entries()) {
    if (!isJsonObject(element)) return undefined;
    try {
      mapped.push(mapElement(items, element, evaluation, [...path, index]));
    } catch (error) {
      if (error instanceof LaunchFormError) return undefined;
      throw error;
    }
  }
  return mapped;
}

function fromContext(schema: Schema, path: Path, evaluation: Evaluation): Json | undefined {
  const expression = schema['x-onyxia']?.overwriteDefaultWith;
  if (expression === undefined) return undefined;
  const contextPaths: (readonly string[])[] = [];
  const resolved = resolveExpression(expression, (contextPath) => {
    contextPaths.push(contextPath);
    return evaluation.read(contextPath);
  });
  if (resolved === undefined) return undefined;
  const mapped =
    typeOf(schema, path) === 'array' && isJsonArray(resolved)
      ? mapElements(schema, resolved, evaluation, path)
      : undefined;
  const candidate = mapped ?? resolved;
  const verdict = judge(schema, candidate, evaluation.read, path);
  if (verdict.kind === 'refused') return undefined;
  evaluation.note({ path, contextPaths });
  return verdict.kind === 'approximation' ? verdict.value : candidate;
}

function fillArray(schema: Schema, path: Path, evaluation: Evaluation): JsonArray {
  const count = schema.minItems ?? 0;
  if (count === 0) return [];
  if (count > mostItems) throw new LaunchFormError(path, `asks for ${count} items, more than ${mostItems}`);
  const { items } = schema;
  try {
    if (items !== undefined) {
      return Array.from({ length: Math.max(count, 0) }, (_, index) =>
        computeNode(items, undefined, [...path, index], evaluation),
      );
    }
  } catch (error) {
    if (!(error instanceof LaunchFormError)) throw error;
  }
  throw new LaunchFormError(path, `asks for at least ${count} items, and an item has no value of its own`);
}

/** The value of a node (rule 2); `chartDefault` is what values.yaml has for it. Throws a LaunchFormError when it has none. */
export function computeNode(
  schema: Schema,
  chartDefault: Json | undefined,
  path: Path,
  evaluation: Evaluation,
): Json {
  const type = typeOf(schema, path);
  const isValid = (value: Json): boolean => judge(schema, value, evaluation.read, path).kind === 'valid';
  if (schema.const !== undefined) {
    if (isValid(schema.const)) return schema.const;
    throw new LaunchFormError(path, 'the constant does not fit its own schema');
  }
  if (type === 'object' && schema.properties !== undefined) {
    const below = isJsonObject(chartDefault) ? chartDefault : {};
    return objectOf(
      Object.entries(schema.properties).map(
        ([name, child]) => [name, computeNode(child, own(below, name), [...path, name], evaluation)] as const,
      ),
    );
  }
  const resolved = fromContext(schema, path, evaluation);
  if (resolved !== undefined) return resolved;
  if (schema.default !== undefined && isValid(schema.default)) return schema.default;
  if (chartDefault !== undefined) {
    if (isValid(chartDefault)) return chartDefault;
    throw new LaunchFormError(path, 'the value in values.yaml does not fit the schema');
  }
  if (type === 'array') return fillArray(schema, path, evaluation);
  throw new LaunchFormError(path, 'has no value: no constant, no default, nothing in values.yaml');
}

/**
 * The value of one node of a schema in a context, when values.yaml has `chartDefault` for it (rule 2).
 * Throws a LaunchFormError when it has none.
 */
export function computeItem(
  schema: Schema,
  chartDefault: Json | undefined,
  context: Context,
  path: Path,
): Json {
  return computeNode(schema, chartDefault, path, { read: contextReader(context), note: () => {} });
}
