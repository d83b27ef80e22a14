import { isJsonArray, isJsonObject, objectOf, own, type Json, type JsonObject } from './json.ts';

/** Whether anything but empty objects and arrays is in a value. */
function hasLeaf(value: Json): boolean {
  if (isJsonArray(value)) return value.some(hasLeaf);
  if (isJsonObject(value)) return Object.values(value).some(hasLeaf);
  return true;
}

function isAtom(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value !== 'object';
}

function fill(value: Json | undefined, defaults: Json): Json | undefined {
  if (isAtom(defaults)) return value === undefined ? defaults : value;
  if (!hasLeaf(defaults)) return value;
  if (isJsonArray(defaults)) {
    // An object gives way to the array here, as an atom does below: that is what Onyxia's patch does.
    const present = isJsonArray(value) ? value : [];
    return Array.from({ length: Math.max(present.length, lastLeaf(defaults) + 1) }, (_, index) => {
      const item = defaults[index];
      return (item === undefined ? present[index] : fill(present[index], item)) ?? null;
    });
  }
  if (!isJsonObject(defaults) || isJsonArray(value)) return value;
  const present = isJsonObject(value) ? value : {};
  const merged = new Map(Object.entries(present));
  for (const [key, child] of Object.entries(defaults)) {
    const filled = fill(own(present, key), child);
    if (filled !== undefined) merged.set(key, filled);
  }
  return objectOf(merged);
}

function lastLeaf(items: readonly Json[]): number {
  return items.findLastIndex(hasLeaf);
}

/**
 * The values with the leaves of values.yaml that they lack (rule 5.5); empty objects and arrays are not added,
 * and where a single value stands in the way of an object or array of values.yaml, that takes its place.
 */
export function addChartDefaults(values: JsonObject, chartDefaults: JsonObject): JsonObject {
  const filled = fill(values, chartDefaults);
  return isJsonObject(filled) ? filled : values;
}
