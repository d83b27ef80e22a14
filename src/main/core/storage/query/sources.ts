/** Which objects a statement speaks of, and where in its text it names them. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import { isS3, s3Address, type S3Address } from './glob.ts';
import { callEnd, dottedEnd, sqlName, tokens } from './sql-text.ts';
import { child, children, constant, location, text, walk, type Tree } from './syntax.ts';

/** `whole` is fetched completely; of `metadata` only the footers are read. */
export type SourceKind = 'parquet' | 'whole' | 'metadata';

/** A name in the text, bytes `[start, end)` with its quotes. */
export interface NamedObject extends S3Address {
  readonly address: string;
  readonly start: number;
  readonly end: number;
}

/** A table of the statement that is read from objects. */
export interface Source {
  readonly kind: SourceKind;
  /** As DuckDB calls it, for example `read_parquet`. */
  readonly reader: string;
  readonly names: readonly NamedObject[];
  /** The names stand in a list of the text already. */
  readonly inList: boolean;
  /** Set where an address stands as a table, without a function: what has to follow it, ` AS "k"`. */
  readonly alias?: string | undefined;
  /** Bytes of the whole call; undefined for an address that stands as a table. */
  readonly call?: { readonly start: number; readonly end: number } | undefined;
  /** The call has an alias of its own. */
  readonly hasAlias: boolean;
  readonly unionByName: boolean;
  /** Name of the column that is to hold the object's name. */
  readonly filenameColumn?: string | undefined;
  readonly hasEncoding: boolean;
}

export interface ReadStatement {
  readonly sources: readonly Source[];
  /** Where `filename` is spoken of; `output` when it stands alone among the columns of the result. */
  readonly filenames: readonly { readonly start: number; readonly end: number; readonly output: boolean }[];
  /** Rows that are needed at most when nothing has to be sorted or grouped before. */
  readonly firstRows?: number | undefined;
  readonly isOrdered: boolean;
}

const readers: Readonly<Record<string, SourceKind>> = {
  read_parquet: 'parquet',
  parquet_scan: 'parquet',
  parquet_metadata: 'metadata',
  parquet_schema: 'metadata',
  parquet_file_metadata: 'metadata',
  parquet_kv_metadata: 'metadata',
  ...Object.fromEntries(
    [
      ...['read_csv', 'read_csv_auto', 'sniff_csv', 'read_json', 'read_json_auto', 'read_ndjson'],
      ...['read_ndjson_auto', 'read_json_objects', 'read_json_objects_auto', 'read_ndjson_objects'],
      ...['read_text', 'read_blob', 'parquet_bloom_probe'],
    ].map((name) => [name, 'whole'] as const),
  ),
};

/** How an address that stands as a table is read, by its ending. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/\.(parquet|parq|pq)$/i, 'read_parquet'],
  [/\.(csv|tsv|txt)(\.(gz|zst))?$/i, 'read_csv'],
  [/\.(json|jsonl|ndjson)(\.(gz|zst))?$/i, 'read_json'],
];

/** The reader of an address by its ending; undefined when no ending is known. */
export function readerOf(address: string): string | undefined {
  return endings.find(([ending]) => ending.test(address))?.[1];
}

/**
 * Reads the tree of one statement.
 * @param sql the text whose byte offsets the tree tells.
 * @throws Failure `invalid-input` for an address that cannot be looked up, `forbidden` for a file of this laptop.
 */
export function readSources(tree: unknown, sql: Buffer): ReadStatement {
  const sources: Source[] = [];
  const filenames: { start: number; end: number; output: boolean }[] = [];
  const outputs = new Set<Tree>();
  const root = child(children(tree as Tree, 'statements')[0] ?? {}, 'node');
  for (const column of children(root, 'select_list')) if (!text(column, 'alias')) outputs.add(column);
  walk(tree, (node) => {
    const type = text(node, 'type');
    if (type === 'BASE_TABLE' && isS3(text(node, 'table_name'))) sources.push(tableSource(node, sql));
    if (type === 'TABLE_FUNCTION') {
      const source = functionSource(node, sql);
      if (source) sources.push(source);
      return false;
    }
    if (type === 'COLUMN_REF') {
      const names = node['column_names'];
      const start = location(node);
      if (start !== undefined && Array.isArray(names) && String(names.at(-1)).toLowerCase() === 'filename')
        filenames.push({ start, end: dottedEnd(sql, start), output: outputs.has(node) });
    }
    return undefined;
  });
  const modifiers = children(root, 'modifiers').map((modifier) => ({
    modifier,
    type: text(modifier, 'type'),
  }));
  const [only] = modifiers.length === 1 ? modifiers : [];
  const limit = only?.type === 'LIMIT_MODIFIER' ? constant(child(only.modifier, 'limit')) : undefined;
  const offset = only ? (constant(child(only.modifier, 'offset')) ?? 0) : 0;
  return {
    sources,
    filenames,
    isOrdered: modifiers.some(({ type }) => type === 'ORDER_MODIFIER'),
    ...(limit !== undefined && !Number.isNaN(Number(limit)) && { firstRows: Number(limit) + Number(offset) }),
  };
}

function tableSource(node: Tree, sql: Buffer): Source {
  const address = text(node, 'table_name');
  const named = nameAt(address, location(node), sql);
  const reader = readerOf(address);
  if (!reader)
    throw failure('invalid-input', `Not known how to read ${address}`, {
      reason: 'query-format',
      values: { name: address },
    });
  // As DuckDB names such a table: after its file, unless the name is a pattern.
  const file = address.slice(address.lastIndexOf('/') + 1);
  const base = /[*?[]/.test(address)
    ? reader
    : file.slice(0, file.includes('.') ? file.lastIndexOf('.') : undefined);
  return {
    kind: readers[reader] ?? 'whole',
    reader,
    names: [named],
    inList: false,
    alias: text(node, 'alias') ? '' : ` AS ${sqlName(base)}`,
    hasAlias: true,
    unionByName: false,
    hasEncoding: false,
  };
}

function functionSource(node: Tree, sql: Buffer): Source | undefined {
  const call = child(node, 'function');
  const reader = text(call, 'function_name').toLowerCase();
  const [first, ...others] = children(call, 'children');
  const start = location(node) ?? location(call);
  const kind = readers[reader];
  if (!kind || !first) {
    refuseHidden(call);
    return undefined;
  }
  const isList = ['list_value', 'array_value'].includes(text(first, 'function_name'));
  const literals = isList ? children(first, 'children') : [first];
  const options = new Map(
    others.flatMap((option) => {
      const names = child(option, 'left')['column_names'];
      return Array.isArray(names)
        ? [[String(names[0]).toLowerCase(), constant(child(option, 'right'))] as const]
        : [];
    }),
  );
  const names = literals.map((literal) => {
    const value = constant(literal);
    if (typeof value !== 'string')
      throw failure('invalid-input', `${reader} needs its objects as plain texts`, {
        reason: 'query-name-computed',
        values: { name: reader },
      });
    return nameAt(value, location(literal), sql);
  });
  const column = filenameColumn(reader, kind, options.get('filename'));
  const end = start === undefined ? undefined : callEnd(sql, start);
  return {
    kind,
    reader,
    names,
    inList: isList,
    ...(start !== undefined && end !== undefined && { call: { start, end } }),
    hasAlias: text(node, 'alias') !== '',
    unionByName: truthy(options.get('union_by_name')),
    ...(column !== undefined && { filenameColumn: column }),
    hasEncoding: options.has('encoding'),
  };
}

/** The column of a reader that holds names of files. */
function filenameColumn(reader: string, kind: SourceKind, option: unknown): string | undefined {
  if (kind === 'metadata') return 'file_name';
  if (reader === 'read_text' || reader === 'read_blob') return 'filename';
  if (reader === 'sniff_csv' || !option || option === '0') return undefined;
  return typeof option === 'string' ? option : 'filename';
}

const truthy = (value: unknown) => value === true || value === 1 || value === 'true' || value === 't';

/** Functions that would read addresses behind our back: DuckDB could not reach them, this says it more plainly. */
function refuseHidden(call: Tree): void {
  walk(call, (node) => {
    const value = constant(node);
    if (typeof value !== 'string' || !isS3(value)) return;
    throw failure('unsupported', `${text(call, 'function_name')} does not read objects here`, {
      reason: 'query-reader',
      values: { name: text(call, 'function_name') },
    });
  });
}

function nameAt(address: string, at: number | undefined, sql: Buffer): NamedObject {
  if (!isS3(address))
    throw failure('forbidden', 'A query reads objects, not files of this laptop', {
      reason: 'query-local-file',
      values: { name: address },
    });
  const parts = s3Address(address);
  const [token] = at === undefined ? [] : tokens(sql, at);
  if (!parts || !token || (token.kind !== 'text' && token.kind !== 'name'))
    throw failure('invalid-input', `${address} names no object`, {
      reason: 'query-address',
      values: { name: address },
    });
  return { ...parts, address, start: token.start, end: token.end };
}
