import {
  isJsonArray,
  isJsonObject,
  objectOf,
  valueAtText,
  type Json,
  type JsonArray,
  type JsonObject,
} from './json.ts';
import type { Context } from './types.ts';

/** Reads a place of the context; undefined where nothing is. */
export type ReadContext = (path: readonly string[]) => Json | undefined;

/** Reads a context as it is. */
export function contextReader(context: Context): ReadContext {
  return (path) => valueAtText(context, path);
}

/** Reads the keys of an element first, then the context around it. */
export function overlayReader(element: JsonObject, read: ReadContext): ReadContext {
  return (path) => {
    const [first] = path;
    return first !== undefined && Object.hasOwn(element, first) ? valueAtText(element, path) : read(path);
  };
}

/** Splits `a.b[0]["c.d"]` into its segments; spaces are part of a segment. */
export function referencePath(text: string): readonly string[] {
  // A dot within a quoted segment must survive the split at dots.
  const dot = '\u0000';
  return text
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/\["([^"]+)"\]/g, (_whole, name: string) => `.${name.replaceAll('.', dot)}`)
    .replace(/\['([^']+)'\]/g, (_whole, name: string) => `.${name.replaceAll('.', dot)}`)
    .split('.')
    .map((segment) => segment.replaceAll(dot, '.'));
}

function resolveText(text: string, read: ReadContext, isLiteralAllowed: boolean): Json | undefined {
  const whole = /^{{([^}]+)}}$/.exec(text);
  if (whole?.[1] !== undefined) return read(referencePath(whole[1]));
  if (!text.includes('{{')) {
    return isLiteralAllowed ? text : resolveText(`{{${text}}}`, read, true);
  }
  let isResolved = true;
  const resolved = text.replace(/\{\{([^}]+)\}\}/g, (_part, path: string) => {
    const value = read(referencePath(path));
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return String(value);
    }
    isResolved = false;
    return '';
  });
  return isResolved ? resolved : undefined;
}

function resolvePart(part: Json, read: ReadContext): Json | undefined {
  if (typeof part === 'string') return resolveText(part, read, true);
  if (isJsonArray(part)) {
    const items = part.map((item) => resolvePart(item, read));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!isJsonObject(part)) return part;
  const entries: (readonly [string, Json])[] = [];
  for (const [key, value] of Object.entries(part)) {
    const resolved = resolvePart(value, read);
    if (resolved === undefined) return undefined;
    entries.push([key, resolved]);
  }
  return objectOf(entries);
}

/**
 * The value of an x-onyxia expression: one `{{path}}` or bare text keeps the type of what it names; other text
 * has its parts replaced; in lists and objects bare text is a literal. Undefined when anything is unresolved.
 */
export function resolveExpression(
  expression: string | JsonArray | JsonObject,
  read: ReadContext,
): Json | undefined {
  return typeof expression === 'string'
    ? resolveText(expression, read, false)
    : resolvePart(expression, read);
}
