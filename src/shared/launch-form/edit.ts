import { schemaAt } from './form-node.ts';
import { isJsonArray, isJsonObject, objectOf, own, toJson, valueAt } from './json.ts';
import type { Json, JsonArray, JsonObject, Path } from './json.ts';
import { LaunchFormError } from './launch-form-error.ts';
import { computeItem } from './node-value.ts';
import type { Context, Schema } from './types.ts';
import { typeOf } from './validate.ts';
import { parseValuesYaml } from './values-yaml.ts';

function set(target: Json | undefined, path: Path, value: Json, whole: Path): Json {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof first === 'string') {
    if (isJsonArray(target)) throw new LaunchFormError(whole, 'a name cannot be set within a list');
    const object = isJsonObject(target) ? target : {};
    return objectOf([...Object.entries(object), [first, set(own(object, first), rest, value, whole)]]);
  }
  const items = isJsonArray(target) ? target : [];
  if (first < 0 || first > items.length) throw new LaunchFormError(whole, 'the list has no such place');
  return items.toSpliced(first, 1, set(items[first], rest, value, whole));
}

function asObject(value: Json): JsonObject {
  if (isJsonObject(value)) return value;
  throw new LaunchFormError([], 'the values are not an object');
}

/**
 * The values with this value at this path; objects and arrays on the way are made where they are missing.
 * Throws a LaunchFormError when the path has no place (a name within an array, an index beyond its end).
 */
export function setAt(values: JsonObject, path: Path, value: Json): JsonObject {
  return asObject(set(values, path, value, path));
}

/**
 * The values with a slider moved: `quantity` with the slider's unit, or, without a unit, in the kind (text or
 * number) that is there now. Throws a LaunchFormError as `setAt` does.
 */
export function setQuantity(
  values: JsonObject,
  path: Path,
  quantity: number,
  unit: string | undefined,
): JsonObject {
  const isNumber = (unit ?? '') === '' && typeof valueAt(values, path) === 'number';
  return setAt(values, path, isNumber ? quantity : `${quantity}${unit ?? ''}`);
}

function arrayAt(values: JsonObject, path: Path): JsonArray {
  const array = valueAt(values, path);
  if (isJsonArray(array)) return array;
  throw new LaunchFormError(path, 'is not a list');
}

/**
 * What "add" appends to an array (rule 5.4): the value of its items, or else the array's own value at that
 * index, or its first; undefined when there is nothing to add.
 */
export function itemToAdd(chart: {
  readonly schema: Schema;
  readonly valuesYaml: unknown;
  readonly context: Context;
  readonly values: JsonObject;
  readonly path: Path;
}): Json | undefined {
  const { schema, context, values, path } = chart;
  const target = schemaAt(schema, path);
  if (target === undefined || typeOf(target, path) !== 'array') return undefined;
  const index = arrayAt(values, path).length;
  const attempt = (compute: () => Json): Json | undefined => {
    try {
      return toJson(compute());
    } catch (error) {
      if (error instanceof LaunchFormError) return undefined;
      throw error;
    }
  };
  const { items } = target;
  if (items !== undefined) {
    const item = attempt(() => computeItem(items, undefined, context, [...path, index]));
    if (item !== undefined) return item;
  }
  const whole = attempt(() =>
    computeItem(target, valueAt(parseValuesYaml(chart.valuesYaml), path), context, path),
  );
  return isJsonArray(whole) ? (whole[index] ?? whole[0]) : undefined;
}

/** The values with an item appended to an array. Throws a LaunchFormError when there is no array at the path. */
export function addItem(values: JsonObject, path: Path, item: Json): JsonObject {
  return setAt(values, path, [...arrayAt(values, path), item]);
}

/**
 * The values with an item taken out of an array.
 * Throws a LaunchFormError when there is no array at the path or no such item in it.
 */
export function removeItem(values: JsonObject, path: Path, index: number): JsonObject {
  const array = arrayAt(values, path);
  if (array[index] === undefined) throw new LaunchFormError([...path, index], 'is not in the list');
  return setAt(values, path, array.toSpliced(index, 1));
}
