/** The parse tree that DuckDB gives of a statement (`json_serialize_sql`), as far as it matters here. Pure. */

export type Tree = Readonly<Record<string, unknown>>;

/** True for an object of the tree. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A child that is an object; an empty one where there is none. */
export function child(tree: Tree, name: string): Tree {
  const value = tree[name];
  return isTree(value) ? value : {};
}

/** A child that is a list of objects. */
export function children(tree: Tree, name: string): Tree[] {
  const value = tree[name];
  return Array.isArray(value) ? value.filter(isTree) : [];
}

/** A child that is a text; empty where there is none. */
export function text(tree: Tree, name: string): string {
  const value = tree[name];
  return typeof value === 'string' ? value : '';
}

/** Byte offset in the statement; undefined where DuckDB does not tell. */
export function location(tree: Tree): number | undefined {
  const value = tree['query_location'];
  return typeof value === 'number' && value < 2 ** 32 ? value : undefined;
}

/** The value of a constant; casts are looked through, so that `true` (a cast of 't') counts. */
export function constant(tree: Tree): string | number | boolean | undefined {
  if (text(tree, 'type') === 'OPERATOR_CAST') {
    const inner = constant(child(tree, 'child'));
    if (text(child(tree, 'cast_type'), 'id') === 'BOOLEAN') return inner === 't' || inner === 'true';
    return inner;
  }
  if (text(tree, 'type') !== 'VALUE_CONSTANT') return undefined;
  const { value } = child(tree, 'value');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

/** Calls back for every object of the tree, from the outside in; `false` keeps it from going deeper. */
export function walk(value: unknown, visit: (tree: Tree) => boolean | void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit);
  else if (isTree(value) && visit(value) !== false) for (const one of Object.values(value)) walk(one, visit);
}
