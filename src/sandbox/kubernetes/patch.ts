/** JSON patch (RFC 6902), JSON merge patch (RFC 7396) and Kubernetes' strategic merge patch. */
import { listTypeOf } from './list-types.ts';
import { copyJson, isFields, listOf, sameJson, textOf, type Fields } from './shape.ts';
import { badRequest, StatusError } from './status.ts';

/** Applies a JSON merge patch: maps merge, null removes, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return copyJson(patch);
  const merged: Fields = isFields(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = mergePatch(merged[field], value);
  }
  return merged;
}

/** The fields that a strategic merge patch joins entries by: the first key of the list, and `port` or `containerPort` for ports. */
function mergeKey(field: string, entries: readonly unknown[]): string | undefined {
  const sample = entries.filter(
    (entry) => isFields(entry) && !('$patch' in entry && Object.keys(entry).length === 1),
  );
  if (sample.length === 0) return undefined;
  const type = listTypeOf(field, sample);
  return type.kind === 'map' ? type.keys[0] : undefined;
}

/** Applies a strategic merge patch with its directives (`$patch`, `$retainKeys`, `$deleteFromPrimitiveList`, `$setElementOrder`). */
export function strategicMerge(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return copyJson(patch);
  if (patch['$patch'] === 'replace') return copyJson(withoutDirectives(patch));
  if (patch['$patch'] === 'delete') return {};
  const merged: Fields = isFields(target) ? { ...target } : {};
  const retained = patch['$retainKeys'];
  if (Array.isArray(retained)) {
    for (const field of Object.keys(merged)) if (!retained.includes(field)) delete merged[field];
  }
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) continue;
    if (value === null) delete merged[field];
    else if (Array.isArray(value)) merged[field] = mergeLists(field, merged[field], value);
    else merged[field] = strategicMerge(merged[field], value);
  }
  for (const [field, value] of Object.entries(patch)) {
    const [directive, list = ''] = field.split('/');
    const current = merged[list];
    if (!Array.isArray(current) || !Array.isArray(value)) continue;
    if (directive === '$deleteFromPrimitiveList')
      merged[list] = current.filter((entry) => !value.includes(entry));
    if (directive === '$setElementOrder') merged[list] = inOrder(list, current, value);
  }
  return merged;
}

function withoutDirectives(patch: Fields): Fields {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => !field.startsWith('$')));
}

function mergeLists(field: string, target: unknown, patch: unknown[]): unknown {
  const live = Array.isArray(target) ? (target as unknown[]) : [];
  if (
    patch.some((entry) => isFields(entry) && entry['$patch'] === 'replace' && Object.keys(entry).length === 1)
  ) {
    return patch.filter((entry) => !(isFields(entry) && '$patch' in entry)).map(copyJson);
  }
  if (field === 'finalizers') return [...new Set([...live, ...patch])];
  const key = mergeKey(field, [...live, ...patch]);
  if (key === undefined) return copyJson(patch);
  const merged = [...live];
  for (const entry of listOf(patch)) {
    const index = merged.findIndex((candidate) => isFields(candidate) && candidate[key] === entry[key]);
    if (entry['$patch'] === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index < 0) merged.push(copyJson(withoutDirectives(entry)));
    else merged[index] = strategicMerge(merged[index], entry);
  }
  return merged;
}

function inOrder(field: string, list: unknown[], order: unknown[]): unknown[] {
  const key = mergeKey(field, list);
  const identity = (entry: unknown) => (key !== undefined && isFields(entry) ? entry[key] : entry);
  const wanted = order.map(identity);
  const position = (entry: unknown) => wanted.findIndex((value) => sameJson(value, identity(entry)));
  const named = list
    .filter((entry) => position(entry) >= 0)
    .sort((left, right) => position(left) - position(right));
  return [...named, ...list.filter((entry) => position(entry) < 0)];
}

function refused(message: string): StatusError {
  return new StatusError(422, 'Invalid', message);
}

/** Applies a JSON patch. Throws 400 when it is no list of operations, 422 when an operation does not fit or a test fails. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch must be a list of operations');
  let document = copyJson(target);
  for (const operation of listOf(patch)) {
    const path = textOf(operation['path']) ?? '';
    switch (operation['op']) {
      case 'add':
      case 'replace':
        document = setAt(document, path, copyJson(operation['value']), operation['op']);
        break;
      case 'remove':
        document = removePointer(document, path);
        break;
      case 'move': {
        const from = textOf(operation['from']) ?? '';
        const value = getAt(document, from);
        document = setAt(removePointer(document, from), path, value, 'add');
        break;
      }
      case 'copy':
        document = setAt(document, path, copyJson(getAt(document, textOf(operation['from']) ?? '')), 'add');
        break;
      case 'test':
        if (!sameJson(getAt(document, path), operation['value'])) {
          throw refused(`testing path ${path} value failed`);
        }
        break;
      default:
        throw refused(`Unexpected kind: ${String(operation['op'])}`);
    }
  }
  return document;
}

function pointer(path: string): string[] {
  if (path === '') return [];
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function getAt(document: unknown, path: string): unknown {
  return pointer(path).reduce<unknown>((current, step) => {
    if (Array.isArray(current)) return (current as unknown[])[Number(step)];
    // Own fields only: a pointer must never reach what all objects inherit.
    return isFields(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }, document);
}

function holderOf(document: unknown, path: string): { holder: Fields | unknown[]; last: string } {
  const steps = pointer(path);
  const last = steps.pop() ?? '';
  const parent = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const holder = getAt(document, parent);
  if (!isFields(holder) && !Array.isArray(holder)) {
    throw refused(`the server rejected our request due to an error in our request: missing path: "${path}"`);
  }
  return { holder, last };
}

function setAt(document: unknown, path: string, value: unknown, operation: 'add' | 'replace'): unknown {
  if (path === '') return value;
  const { holder, last } = holderOf(document, path);
  if (!Array.isArray(holder)) {
    if (operation === 'replace' && !(last in holder))
      throw refused(`replace operation does not apply: doc is missing key: ${path}`);
    holder[last] = value;
    return document;
  }
  const index = last === '-' ? holder.length : Number(last);
  if (!Number.isInteger(index) || index < 0 || index > holder.length)
    throw refused(`invalid array index in ${path}`);
  holder.splice(index, operation === 'replace' ? 1 : 0, value);
  return document;
}

function removePointer(document: unknown, path: string): unknown {
  const { holder, last } = holderOf(document, path);
  if (Array.isArray(holder)) {
    const index = Number(last);
    if (!(index >= 0 && index < holder.length))
      throw refused(`remove operation does not apply: invalid index in ${path}`);
    holder.splice(index, 1);
  } else {
    if (!(last in holder))
      throw refused(`remove operation does not apply: doc is missing path: "${path}": missing value`);
    delete holder[last];
  }
  return document;
}
