/** A JSON value. */
export type Json = null | boolean | number | string | JsonArray | JsonObject;
/** A JSON array, never changed in place. */
export type JsonArray = readonly Json[];
/** A JSON object, never changed in place. */
export type JsonObject = { readonly [key: string]: Json };
/** A place in a JSON value: keys of objects, indexes of arrays. */
export type Path = readonly (string | number)[];

/** Tells an object from null, arrays and everything else. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells a JSON object from the other JSON values. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

/** Tells a JSON array from the other JSON values. */
export function isJsonArray(value: Json | undefined): value is JsonArray {
  return Array.isArray(value);
}

/** The own property of an object; names such as `constructor` are not found on the prototype. */
export function own<Value>(object: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A fresh object with these properties; `__proto__` becomes a property like any other. */
export function objectOf<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
  return Object.fromEntries(entries);
}

/** The value at a path: keys only in objects, indexes only in arrays; undefined where nothing is. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let current = value;
  for (const segment of path) {
    if (isJsonArray(current) && typeof segment === 'number') current = current[segment];
    else if (isJsonObject(current) && typeof segment === 'string') current = own(current, segment);
    else return undefined;
  }
  return current;
}

/** The value at a path written as text, where `"0"` also finds the first element of an array. */
export function valueAtText(value: Json | undefined, path: Path): Json | undefined {
  let current = value;
  for (const segment of path) {
    if (isJsonObject(current)) current = own(current, String(segment));
    else if (isJsonArray(current)) {
      if (segment === 'length') current = current.length;
      else current = /^(0|[1-9]\d*)$/.test(String(segment)) ? current[Number(segment)] : undefined;
    } else return undefined;
  }
  return current;
}

/** Whether two JSON values are the same; the order of keys does not matter, `1` is not `"1"`. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isJsonArray(left) && isJsonArray(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  );
}

/**
 * A deep copy of what is JSON in a value: undefined properties are left out, undefined elements are null.
 * Throws a TypeError on what JSON cannot hold (functions, symbols, big integers).
 */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item: unknown) => (item === undefined ? null : toJson(item)));
  if (isObject(value)) {
    return objectOf(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, toJson(item)] as const),
    );
  }
  throw new TypeError(`a ${typeof value} is not JSON`);
}

/** Every string of a JSON value with its path, in order. */
export function* stringsIn(value: Json, path: Path = []): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (isJsonArray(value)) {
    for (const [index, item] of value.entries()) yield* stringsIn(item, [...path, index]);
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, [...path, key]);
  }
}

/** A copy of a JSON value with every string replaced by what the function makes of it. */
export function mapStrings(value: Json, change: (text: string, path: Path) => string, path: Path = []): Json {
  if (typeof value === 'string') return change(value, path);
  if (isJsonArray(value)) return value.map((item, index) => mapStrings(item, change, [...path, index]));
  if (isJsonObject(value)) {
    return objectOf(
      Object.entries(value).map(([key, item]) => [key, mapStrings(item, change, [...path, key])] as const),
    );
  }
  return value;
}

/** A path in words, for messages: `a.b[0]`, `(root)` for the whole. */
export function pathText(path: Path): string {
  if (path.length === 0) return '(root)';
  return path
    .map((segment, index) =>
      typeof segment === 'number' ? `[${segment}]` : index === 0 ? segment : `.${segment}`,
    )
    .join('');
}
