/** Nested values as columns, by the names that `pandas.json_normalize` gives them: `Response.1.code`. Pure. */
import type { Cell } from './cells.ts';

const mostDepth = 6;
/** Objects of a list that become columns; longer lists stay one. */
const mostItems = 5;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !ArrayBuffer.isView(value)
  );
}

/** Puts the values of an object into `row`; items of a list of at most five objects count from 1: `suggestions.1.code`. */
export function flatten(
  value: Readonly<Record<string, unknown>>,
  row: Map<string, Cell>,
  before = '',
  depth = 0,
): void {
  for (const [key, inner] of Object.entries(value)) {
    const name = `${before}${key}`;
    const items = Array.isArray(inner) && inner.length > 0 && inner.length <= mostItems ? inner : [];
    if (depth >= mostDepth) row.set(name, inner);
    else if (isRecord(inner)) flatten(inner, row, `${name}.`, depth + 1);
    else if (items.length > 0 && items.every(isRecord))
      for (const [index, item] of items.entries()) flatten(item, row, `${name}.${index + 1}.`, depth + 1);
    else row.set(name, inner);
  }
}
