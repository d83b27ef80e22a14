/** Who owns which field: kept at every write of a client, and the rules of server-side apply. */
import { timestamp } from './event-recorder.ts';
import {
  fieldsIn,
  fromFieldsV1,
  pathText,
  removeAt,
  stepsOf,
  toFieldsV1,
  valueAt,
  type FieldSet,
} from './field-set.ts';
import { hasKey, isAtomicMap, keyOfEntry, listTypeOf } from './list-types.ts';
import type { Json, KubernetesObject } from './model.ts';
import { copyJson, isFields, listOf, sameJson, textOf, type Fields } from './shape.ts';
import { StatusError } from './status.ts';

export interface Writer {
  /** The field manager: named by the client, or the first word of its user agent. */
  manager: string;
  apiVersion: string;
  subresource?: string;
}

interface Entry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time: string;
  subresource: string | undefined;
  fields: FieldSet;
}

function readEntries(object: KubernetesObject | undefined): Entry[] {
  return listOf(object?.metadata.managedFields).map((entry) => ({
    manager: textOf(entry['manager']) ?? '',
    operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
    apiVersion: textOf(entry['apiVersion']) ?? '',
    time: textOf(entry['time']) ?? timestamp(),
    subresource: textOf(entry['subresource']),
    fields: fromFieldsV1(entry['fieldsV1']),
  }));
}

function writeEntries(entries: Entry[]): Json[] {
  return entries
    .filter((entry) => entry.fields.size > 0)
    .map((entry) => ({
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      time: entry.time,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(entry.fields) as Json,
      ...(entry.subresource === undefined ? {} : { subresource: entry.subresource }),
    }));
}

function isOf(entry: Entry, writer: Writer, operation: Entry['operation']): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === operation &&
    entry.subresource === writer.subresource
  );
}

/** The `managedFields` after a create, replace or patch: what changed now belongs to the writer. */
export function ownChanges(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  writer: Writer,
): Json[] {
  const entries = readEntries(after.metadata.managedFields ? after : before);
  const present = fieldsIn(after);
  const changed: FieldSet = new Set();
  for (const path of present) {
    const steps = stepsOf(path);
    if (before === undefined || !sameField(before, after, steps)) changed.add(path);
  }
  for (const entry of entries) {
    const mine = isOf(entry, writer, 'Update');
    for (const path of entry.fields) {
      const gone = valueAt(after, stepsOf(path)) === undefined && !path.includes('"f:stringData"');
      if (gone || (changed.has(path) && !mine)) entry.fields.delete(path);
    }
  }
  if (changed.size > 0) {
    const own = entries.find((entry) => isOf(entry, writer, 'Update'));
    if (own !== undefined) {
      for (const path of changed) own.fields.add(path);
      own.time = timestamp();
    } else {
      entries.push({ ...entryOf(writer), operation: 'Update', time: timestamp(), fields: changed });
    }
  }
  return writeEntries(entries);
}

function sameField(before: unknown, after: unknown, steps: string[]): boolean {
  const old = valueAt(before, steps);
  // An entry's own dot says only that the entry is there.
  if (steps.at(-1) === '.') return old !== undefined;
  return sameJson(old, valueAt(after, steps));
}

function entryOf(writer: Writer): Pick<Entry, 'manager' | 'apiVersion' | 'subresource'> {
  return { manager: writer.manager, apiVersion: writer.apiVersion, subresource: writer.subresource };
}

/**
 * Applies a configuration to a live object (Kubernetes "Server-Side Apply"): sets what it states, removes what this manager
 * stated before and no longer does, unless another owns it. Throws 409 when it would change a field of another manager and `force` is off.
 */
export function applyConfiguration(
  live: KubernetesObject | undefined,
  configuration: Fields,
  writer: Writer,
  force: boolean,
): KubernetesObject {
  const stated = fieldsIn(configuration);
  const entries = readEntries(live);
  const own = entries.find((entry) => isOf(entry, writer, 'Apply'));
  const others = entries.filter((entry) => entry !== own);

  const conflicts = others.flatMap((entry) =>
    [...entry.fields]
      .filter((path) => {
        const steps = stepsOf(path);
        return (
          steps.at(-1) !== '.' &&
          stated.has(path) &&
          !sameJson(valueAt(live, steps), valueAt(configuration, steps))
        );
      })
      .map((path) => ({ entry, path })),
  );
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);
  for (const { entry, path } of conflicts) entry.fields.delete(path);

  const base = live === undefined ? {} : copyJson(live);
  for (const path of own?.fields ?? []) {
    if (!stated.has(path) && !others.some((entry) => entry.fields.has(path))) removeAt(base, stepsOf(path));
  }
  const merged = mergeMaps(base, configuration) as KubernetesObject;
  const unchanged =
    own !== undefined && own.fields.size === stated.size && [...stated].every((path) => own.fields.has(path));
  const time = unchanged && live !== undefined && sameJson(merged, live) ? own.time : timestamp();
  const next: Entry = { ...entryOf(writer), operation: 'Apply', time, fields: stated };
  const position = own === undefined ? 0 : entries.indexOf(own);
  const kept = entries.filter((entry) => entry !== own);
  kept.splice(position, 0, next);
  return { ...merged, metadata: { ...merged.metadata, managedFields: writeEntries(kept) } };
}

function applyConflict(conflicts: { entry: Entry; path: string }[]): StatusError {
  const causes = conflicts.map(({ entry, path }) => {
    const where = entry.subresource === undefined ? '' : ` with subresource "${entry.subresource}"`;
    const when = entry.operation === 'Update' ? ` using ${entry.apiVersion}` : '';
    return {
      reason: 'FieldManagerConflict',
      message: `conflict with "${entry.manager}"${where}${when}`,
      field: pathText(stepsOf(path)),
    };
  });
  const words = causes.map((cause) => `${cause.message}: ${cause.field}`);
  const first = causes[0]?.message ?? '';
  const together =
    words.length === 1
      ? `Apply failed with 1 conflict: ${words[0]}`
      : causes.every((cause) => cause.message === first)
        ? `Apply failed with ${words.length} conflicts: ${first.replace('conflict', 'conflicts')}:\n${causes.map((cause) => `- ${cause.field}`).join('\n')}`
        : `Apply failed with ${words.length} conflicts: ${words.join('\n')}`;
  return new StatusError(409, 'Conflict', together, { causes });
}

function mergeMaps(live: Fields, applied: Fields): Fields {
  const merged: Fields = { ...live };
  for (const [field, value] of Object.entries(applied)) {
    if (value === undefined) continue;
    merged[field] = mergeValues(field, merged[field], value);
  }
  return merged;
}

function mergeValues(field: string, live: unknown, applied: unknown): unknown {
  if (isFields(applied) && isFields(live) && !isAtomicMap(field)) return mergeMaps(live, applied);
  if (Array.isArray(applied) && Array.isArray(live)) {
    const type = listTypeOf(field, [...applied, ...live]);
    if (type.kind === 'set') return [...new Set([...(live as unknown[]), ...(applied as unknown[])])];
    if (type.kind === 'map') {
      const rest = [...(live as unknown[])];
      // The order of the configuration counts; what others added follows.
      const stated = (applied as unknown[]).map((entry) => {
        const key = keyOfEntry(entry, type.keys);
        const index = rest.findIndex((candidate) => hasKey(candidate, key));
        if (index < 0) return copyJson(entry);
        const [found] = rest.splice(index, 1);
        return mergeMaps(found as Fields, entry as Fields);
      });
      return [...stated, ...rest];
    }
  }
  return copyJson(applied);
}
