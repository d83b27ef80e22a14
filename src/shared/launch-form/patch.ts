import {
  isJsonArray,
  isJsonObject,
  isObject,
  objectOf,
  own,
  sameJson,
  type Json,
  type JsonArray,
  type JsonObject,
  type Path,
} from './json.ts';

/** A single value, as a patch of Onyxia holds it. */
export type Atom = null | boolean | number | string;

/** One edit: this value at this place; without a value, nothing is to be there. */
export type PatchEntry = { readonly path: Path; readonly value?: Atom };

/** Onyxia's `helmValuesPatch`: the edits of a person, in the order in which they are applied. */
export type Patch = readonly PatchEntry[];

type PatchResult = { readonly values: JsonObject; readonly ignored: Patch };

function isAtom(value: unknown): value is Atom {
  return value === null || ['boolean', 'number', 'string'].includes(typeof value);
}

/** Reads what is stored as a patch; entries that are none are left out and counted. */
export function parsePatch(stored: unknown): { readonly patch: Patch; readonly malformed: number } {
  const entries: readonly unknown[] = Array.isArray(stored) ? stored : [];
  const patch: PatchEntry[] = [];
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    const path: unknown = entry['path'];
    const { value } = entry;
    if (!Array.isArray(path) || path.length === 0) continue;
    if (!path.every((part) => typeof part === 'string' || Number.isInteger(part))) continue;
    if (value === undefined) patch.push({ path });
    else if (isAtom(value)) patch.push({ path, value });
  }
  const isList = stored === undefined || stored === null || Array.isArray(stored);
  return { patch, malformed: entries.length - patch.length + (isList ? 0 : 1) };
}

/**
 * Edits that make an empty object or array: taking away what is not there leaves the container around it, in
 * Onyxia too, whose patches can hold single values only.
 */
function emptyEntry(path: Path, container: JsonArray | JsonObject): PatchEntry {
  return { path: [...path, isJsonArray(container) ? 0 : '_'] };
}

function* entriesOf(before: Json | undefined, after: Json, path: Path): Generator<PatchEntry> {
  if (!isJsonArray(after) && !isJsonObject(after)) {
    if (!sameJson(before, after)) yield { path, value: after };
    return;
  }
  const isOtherKind = isJsonArray(after) ? isJsonObject(before) : isJsonArray(before);
  // Onyxia cannot turn an array into an object in place, but a single value into either.
  if (isOtherKind) yield { path, value: null };
  if (isJsonArray(after)) {
    const old = isJsonArray(before) ? before : [];
    if (after.length === 0 && !isJsonArray(before)) yield emptyEntry(path, after);
    for (const [index, item] of after.entries()) yield* entriesOf(old[index], item, [...path, index]);
    for (let index = after.length; index < old.length; index += 1) yield { path: [...path, index] };
    return;
  }
  const old = isJsonObject(before) ? before : {};
  const keys = Object.keys(after);
  if (keys.length === 0 && !isJsonObject(before)) yield emptyEntry(path, after);
  for (const key of keys) yield* entriesOf(own(old, key), after[key] ?? null, [...path, key]);
  for (const key of Object.keys(old)) {
    if (!Object.hasOwn(after, key)) yield { path: [...path, key] };
  }
}

/**
 * The edits that lead from the defaults to the values: what Onyxia stores of a configuration. Applied to the
 * defaults they give the values, by `applyPatch` and by Onyxia's web app.
 */
export function difference(defaults: JsonObject, values: JsonObject): Patch {
  return [...entriesOf(defaults, values, [])];
}

const deleted = Symbol('deleted');
type Draft = Atom | Draft[] | Map<string, Draft> | typeof deleted;
type Container = Draft[] | Map<string, Draft>;

function toDraft(value: Json): Draft {
  if (isJsonArray(value)) return value.map(toDraft);
  if (isJsonObject(value)) {
    return new Map(Object.entries(value).map(([key, item]) => [key, toDraft(item)] as const));
  }
  return value;
}

function fromDraft(draft: Draft): Json {
  if (Array.isArray(draft)) return draft.filter((item) => item !== deleted).map(fromDraft);
  if (draft instanceof Map) {
    const kept = [...draft].filter(([, item]) => item !== deleted);
    return objectOf(kept.map(([key, item]) => [key, fromDraft(item)] as const));
  }
  return draft === deleted ? null : draft;
}

/** Puts a draft at a path, making the containers on the way; false, and nothing done, when it has no place. */
function assign(container: Container, path: Path, value: Draft): boolean {
  const [first, ...rest] = path;
  if (Array.isArray(container)) {
    if (typeof first !== 'number' || first < 0 || first > container.length) return false;
  } else if (typeof first !== 'string') return false;
  const put = (item: Draft): void => {
    if (Array.isArray(container)) container[Number(first)] = item;
    else container.set(String(first), item);
  };
  const [second] = rest;
  if (second === undefined) {
    put(value);
    return true;
  }
  const present = Array.isArray(container) ? container[Number(first)] : container.get(String(first));
  if (Array.isArray(present)) return assign(present, rest, value);
  if (present instanceof Map && typeof second === 'string') return assign(present, rest, value);
  const fresh: Container = typeof second === 'number' ? [] : new Map<string, Draft>();
  if (!assign(fresh, rest, value)) return false;
  put(fresh);
  return true;
}

/**
 * The defaults with the edits of a patch, and the edits that have no place there (a key within an array, an
 * index beyond its end). Source: Onyxia web, tools/Stringifyable.
 */
export function applyPatch(defaults: JsonObject, patch: Patch): PatchResult {
  const root = new Map(Object.entries(defaults).map(([key, item]) => [key, toDraft(item)] as const));
  const ignored = patch.filter(
    ({ path, value }) => path.length === 0 || !assign(root, path, value === undefined ? deleted : value),
  );
  const values = fromDraft(root);
  return { values: isJsonObject(values) ? values : {}, ignored };
}

/**
 * The edits made so far, on other defaults: after a change of version, of S3 profile or of the amount of values.
 * `ignored` has those that no longer have a place.
 */
export function keepEdits(edited: {
  readonly previousDefaults: JsonObject;
  readonly values: JsonObject;
  readonly defaults: JsonObject;
}): PatchResult {
  return applyPatch(edited.defaults, difference(edited.previousDefaults, edited.values));
}

/** A change for a person to read: `before` is absent when added, `after` when removed. */
export type Difference = { readonly path: Path; readonly before?: Json; readonly after?: Json };

function* differencesOf(before: Json, after: Json, path: Path): Generator<Difference> {
  if (isJsonArray(before) && isJsonArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      yield* differencesAt(before[index], after[index], [...path, index]);
    }
  } else if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differencesAt(own(before, key), own(after, key), [...path, key]);
    }
  } else if (!sameJson(before, after)) yield { path, before, after };
}

function* differencesAt(
  before: Json | undefined,
  after: Json | undefined,
  path: Path,
): Generator<Difference> {
  if (before !== undefined && after !== undefined) yield* differencesOf(before, after, path);
  else if (after !== undefined) yield { path, after };
  else if (before !== undefined) yield { path, before };
}

/** What the values change in the defaults, in their order; what is added or removed as a whole is one change. */
export function listDifferences(defaults: JsonObject, values: JsonObject): readonly Difference[] {
  return [...differencesOf(defaults, values, [])];
}
