/** What the footer of a Parquet tells about columns and row groups. Pure. */
import type { ColumnChunk, FileMetaData, RowGroup as FileRowGroup, SchemaTree } from 'hyparquet';
import type { z } from 'zod';
import type { Cell, Column, RowGroup } from '../../../../../shared/contract/storage/preview.ts';
import { columnLimit } from './cells.ts';
import { boundOf, kindOf, typeName } from './parquet-values.ts';

/** Where a chunk begins, and its bytes. */
export function placeOf(chunk: ColumnChunk): [number, number] {
  const meta = chunk.meta_data;
  if (!meta) return [0, 0];
  return [Number(meta.dictionary_page_offset || meta.data_page_offset), Number(meta.total_compressed_size)];
}

/** The columns that hold values, by their paths. */
export function leavesOf(tree: SchemaTree): Map<string, SchemaTree> {
  const leaves = new Map<string, SchemaTree>();
  const walk = (node: SchemaTree, depth: number) => {
    if (depth > 100) return;
    if (node.children.length === 0) leaves.set(node.path.join('.'), node);
    for (const child of node.children) walk(child, depth + 1);
  };
  walk(tree, 0);
  return leaves;
}

interface Bounds {
  nulls?: number;
  min?: Cell;
  max?: Cell;
}

function boundsOf(chunk: ColumnChunk, leaf: SchemaTree): Bounds {
  const statistics = chunk.meta_data?.statistics;
  if (!statistics) return {};
  // The older pair was compared as signed bytes: right for numbers only (parquet.thrift, Statistics).
  const isNumber = kindOf(leaf) === 'number' || kindOf(leaf) === 'time' || kindOf(leaf) === 'boolean';
  const isExact = statistics.is_min_value_exact !== false && statistics.is_max_value_exact !== false;
  const min = isExact
    ? boundOf(statistics.min_value ?? (isNumber ? statistics.min : undefined), leaf)
    : undefined;
  const max = isExact
    ? boundOf(statistics.max_value ?? (isNumber ? statistics.max : undefined), leaf)
    : undefined;
  return {
    ...(statistics.null_count !== undefined && { nulls: Number(statistics.null_count) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

/** A column at the top, with its bounds over all row groups where each tells them. */
export function columnOf(tree: SchemaTree, metadata: FileMetaData): Column {
  const { name } = tree.element;
  const chunks = metadata.row_groups.flatMap((group) =>
    group.columns.filter(({ meta_data: meta }) => meta?.path_in_schema[0] === name),
  );
  const bytes = chunks.reduce((sum, chunk) => sum + Number(chunk.meta_data?.total_compressed_size ?? 0), 0);
  const all = tree.children.length === 0 ? chunks.map((chunk) => boundsOf(chunk, tree)) : [];
  const nulls = all.length > 0 && all.every((one) => one.nulls !== undefined);
  const empty = (one: Bounds, index: number) =>
    one.nulls !== undefined && BigInt(one.nulls) === chunks[index]?.meta_data?.num_values;
  const filled = all.filter((one, index) => !empty(one, index));
  const bounded = filled.length > 0 && filled.every((one) => one.min !== undefined && one.max !== undefined);
  const ends = (side: 'min' | 'max') =>
    filled
      .map((one) => one[side] ?? null)
      .reduce((best, one) => (less(one, best) === (side === 'min') ? one : best));
  return {
    name,
    type: typeName(tree),
    kind: kindOf(tree),
    bytes,
    ...(nulls && { nulls: all.reduce((sum, one) => sum + (one.nulls ?? 0), 0) }),
    ...(bounded && { min: ends('min'), max: ends('max') }),
  };
}

/** Order of two bounds of one column; numbers that are kept as text compare as numbers. */
function less(a: Cell, b: Cell): boolean {
  if (typeof a === 'string' && typeof b === 'string') {
    const numbers = [a, b].map((text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN));
    const [x = Number.NaN, y = Number.NaN] = numbers;
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x === y ? a < b : x < y;
    return a < b;
  }
  return Number(a) < Number(b);
}

/** A row group with each of its column chunks. */
export function groupOf(
  group: FileRowGroup,
  leaves: ReadonlyMap<string, SchemaTree>,
): z.infer<typeof RowGroup> {
  return {
    rows: Number(group.num_rows),
    bytes: group.columns.reduce((sum, chunk) => sum + placeOf(chunk)[1], 0),
    columns: group.columns.slice(0, columnLimit).map((chunk) => {
      const path = chunk.meta_data?.path_in_schema.join('.') ?? '';
      const leaf = leaves.get(path);
      return {
        name: path,
        bytes: placeOf(chunk)[1],
        compression: chunk.meta_data?.codec ?? 'UNCOMPRESSED',
        ...(leaf && boundsOf(chunk, leaf)),
      };
    }),
  };
}
