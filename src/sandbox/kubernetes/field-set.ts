/**
 * Which fields of an object someone owns, as in `managedFields`: paths of steps `f:<field>`, `k:<keys of a list entry>`,
 * `v:<value of a set>`, and `.` for the entry itself (Kubernetes "Server-Side Apply", FieldsV1).
 */
import { hasKey, isAtomicMap, keyOfEntry, listTypeOf } from './list-types.ts';
import { isFields, type Fields } from './shape.ts';

/** Paths as JSON texts of their steps, so that sets of them can be compared. */
export type FieldSet = Set<string>;

const ownMetadata = new Set(['labels', 'annotations', 'ownerReferences', 'finalizers']);

/** The leaf fields of an object, without those that nobody owns (name, version and the like). */
export function fieldsIn(object: Fields): FieldSet {
  const set: FieldSet = new Set();
  for (const [field, value] of Object.entries(object)) {
    if (field === 'apiVersion' || field === 'kind' || value === undefined) continue;
    if (field !== 'metadata') addLeaves(set, [`f:${field}`], field, value);
    else if (isFields(value)) {
      for (const [name, part] of Object.entries(value)) {
        if (ownMetadata.has(name) && !isEmpty(part)) addLeaves(set, ['f:metadata', `f:${name}`], name, part);
      }
    }
  }
  return set;
}

/** Empty labels and the like are not kept, so nobody owns them. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function addLeaves(set: FieldSet, path: string[], field: string, value: unknown): void {
  if (isFields(value) && !isAtomicMap(field) && Object.keys(value).length > 0) {
    for (const [name, part] of Object.entries(value)) addLeaves(set, [...path, `f:${name}`], name, part);
    return;
  }
  if (Array.isArray(value) && value.length > 0) {
    const type = listTypeOf(field, value);
    if (type.kind === 'set') {
      for (const entry of value) set.add(JSON.stringify([...path, `v:${JSON.stringify(entry)}`]));
      return;
    }
    if (type.kind === 'map') {
      for (const entry of value) {
        const step = `k:${JSON.stringify(keyOfEntry(entry, type.keys))}`;
        set.add(JSON.stringify([...path, step, '.']));
        for (const [name, part] of Object.entries(isFields(entry) ? entry : {})) {
          addLeaves(set, [...path, step, `f:${name}`], name, part);
        }
      }
      return;
    }
  }
  set.add(JSON.stringify(path));
}

/** The steps of a path in a set. */
export function stepsOf(path: string): string[] {
  return JSON.parse(path) as string[];
}

/** The value at a path; undefined when it is not there. For an entry's `.` the entry itself. */
export function valueAt(object: unknown, steps: readonly string[]): unknown {
  let current = object;
  for (const step of steps) {
    if (current === undefined) return undefined;
    if (step === '.') return current;
    const content = step.slice(2);
    if (step.startsWith('f:'))
      current = isFields(current) && Object.hasOwn(current, content) ? current[content] : undefined;
    else if (!Array.isArray(current)) return undefined;
    else if (step.startsWith('k:')) {
      const key = JSON.parse(content) as Record<string, unknown>;
      current = current.find((entry) => hasKey(entry, key));
    } else current = current.find((entry) => JSON.stringify(entry) === content);
  }
  return current;
}

/** Takes the field at a path out of an object, in place; for an entry's `.` the whole entry. */
export function removeAt(object: Fields, steps: readonly string[]): void {
  const target = steps.at(-1) === '.' ? steps.slice(0, -1) : steps;
  const holder = valueAt(object, target.slice(0, -1));
  const last = target.at(-1) ?? '';
  if (last.startsWith('f:') && isFields(holder)) delete holder[last.slice(2)];
  else if (Array.isArray(holder)) {
    const entry = valueAt(holder, [last]);
    const index = entry === undefined ? -1 : holder.indexOf(entry);
    if (index >= 0) holder.splice(index, 1);
  }
}

/** The set as the nested object that `managedFields` shows. */
export function toFieldsV1(set: FieldSet): Fields {
  const tree: Fields = {};
  for (const path of [...set].sort()) {
    let node = tree;
    for (const step of stepsOf(path)) node = (node[step] ??= {}) as Fields;
  }
  return tree;
}

/** Reads a set back from `managedFields`. */
export function fromFieldsV1(tree: unknown): FieldSet {
  const set: FieldSet = new Set();
  const walk = (node: unknown, path: string[]) => {
    const entries = Object.entries(isFields(node) ? node : {});
    if (entries.length === 0 && path.length > 0) set.add(JSON.stringify(path));
    for (const [step, child] of entries) walk(child, [...path, step]);
  };
  walk(tree, []);
  return set;
}

/** A path as people read it: `.spec.template.spec.containers[name="a"].image`. */
export function pathText(steps: readonly string[]): string {
  return steps
    .map((step) => {
      if (step === '.') return '';
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
      const key = JSON.parse(step.slice(2)) as Record<string, unknown>;
      const pairs = Object.entries(key).map(([field, value]) => `${field}=${JSON.stringify(value)}`);
      return `[${pairs.join(',')}]`;
    })
    .join('');
}
