/** The columns of a Parquet, structures taken apart: `Response.1.code` as a name or as nested fields. Pure. */
import type { SchemaTree } from 'hyparquet';

export interface ParquetColumn {
  readonly name: string;
  /** The column at the top that holds it. */
  readonly top: string;
  /** The way to the value inside of it. */
  readonly path: readonly (string | number)[];
}

const mostDepth = 6;
/** Items of a list of structures that become columns. */
const slots = 5;

/** All columns; lists of structures give columns for the first five items, other lists and maps stay one value. */
export function columnsOf(tree: SchemaTree): ParquetColumn[] {
  return tree.children.flatMap((child) => {
    const top = child.element.name;
    return leaves(child, [], top).map(({ name, path }) => ({ name, top, path }));
  });
}

interface Leaf {
  readonly name: string;
  readonly path: readonly (string | number)[];
}

function leaves(node: SchemaTree, path: readonly (string | number)[], name: string): Leaf[] {
  const item = itemOf(node);
  if (path.length >= mostDepth || node.children.length === 0 || isMap(node)) return [{ name, path }];
  if (!item) return isList(node) ? [{ name, path }] : fieldsOf(node, path, name);
  return Array.from({ length: slots }, (_, slot) =>
    fieldsOf(item, [...path, slot], `${name}.${slot + 1}`),
  ).flat();
}

function fieldsOf(node: SchemaTree, path: readonly (string | number)[], name: string): Leaf[] {
  return node.children.flatMap((child) =>
    leaves(child, [...path, child.element.name], `${name}.${child.element.name}`),
  );
}

/** The structure of which it is a list (Parquet, LogicalTypes.md, Lists). */
function itemOf(node: SchemaTree): SchemaTree | undefined {
  if (!isList(node)) return undefined;
  const repeated = node.children[0];
  const item = repeated?.children.length === 1 ? repeated.children[0] : repeated;
  return item && item.children.length > 0 ? item : undefined;
}

const isList = ({ element }: SchemaTree) =>
  element.converted_type === 'LIST' ||
  element.logical_type?.type === 'LIST' ||
  element.repetition_type === 'REPEATED';
const isMap = ({ element }: SchemaTree) =>
  element.converted_type === 'MAP' || element.logical_type?.type === 'MAP';

/** The value at the end of a path; undefined where it is not there. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let inner: unknown = value;
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = (inner as Record<string | number, unknown>)[step];
  }
  return inner;
}
