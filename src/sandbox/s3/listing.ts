import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { versionOf } from './catalogue.ts';
import type { Version } from './model.ts';

/** A row of a listing of objects. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  readonly storageClass: string;
}

/** What to list: keys that start with `prefix` and come after `after`, keys sharing a part up to `delimiter` as one. */
export interface ListQuery {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly limit: number;
}

/** A page; `next` is where the following page starts (undefined: this was the last). */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly prefixes: readonly string[];
  readonly next: string | undefined;
}

/** The first text after everything that starts with `text`, in the order of code points. */
export const afterPrefix = (text: string): string => {
  const points = [...text];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const code = last.codePointAt(0) ?? 0;
    if (code < 0x10ffff) return points.join('') + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1);
  }
  return '\u{10ffff}';
};

const commonPrefix = (key: string, query: ListQuery): string | undefined => {
  if (query.delimiter === '') return undefined;
  const end = key.indexOf(query.delimiter, query.prefix.length);
  return end < 0 ? undefined : key.slice(0, end + query.delimiter.length);
};

interface Start {
  readonly key: string;
  readonly inclusive: boolean;
}

const startOf = (query: ListQuery): Start => {
  // A page that ended with a common prefix goes on behind all that the prefix stands for.
  const passed = commonPrefix(query.after, query);
  if (passed !== undefined && passed === query.after && query.after.startsWith(query.prefix))
    return { key: afterPrefix(passed), inclusive: true };
  return Buffer.compare(Buffer.from(query.after), Buffer.from(query.prefix)) < 0
    ? { key: query.prefix, inclusive: true }
    : { key: query.after, inclusive: false };
};

type Row = Record<string, SQLOutputValue>;

const collect = <Item>(
  query: ListQuery,
  rowsFrom: (start: Start) => Iterable<Row>,
  itemOf: (row: Row) => Item,
  start = startOf(query),
): ListPage<Item> => {
  const items: Item[] = [];
  const prefixes: string[] = [];
  let last = '';
  let from: Start | undefined = start;
  while (from) {
    const rows: Iterable<Row> = rowsFrom(from);
    from = undefined;
    for (const row of rows) {
      const key = String(row['key']);
      if (!key.startsWith(query.prefix)) break;
      if (items.length + prefixes.length >= query.limit) return { items, prefixes, next: last };
      const common = commonPrefix(key, query);
      if (common === undefined) {
        items.push(itemOf(row));
        last = key;
      } else {
        prefixes.push(common);
        last = common;
        from = { key: afterPrefix(common), inclusive: true };
        break;
      }
    }
  }
  return { items, prefixes, next: undefined };
};

/** Lists the current objects of a bucket; 1,000 of 100,000 in a few milliseconds, whatever lies before them. */
export const listObjects = (database: DatabaseSync, query: ListQuery): ListPage<ListedObject> => {
  if (query.limit === 0) return { items: [], prefixes: [], next: undefined };
  const columns = 'key, size, etag, modified, storage_class';
  const [from, after] = ['>=', '>'].map((comparison) =>
    database.prepare(
      `SELECT ${columns} FROM versions INDEXED BY current
        WHERE bucket = ? AND key ${comparison} ? AND latest = 1 AND marker = 0 ORDER BY key LIMIT ?`,
    ),
  );
  return collect(
    query,
    ({ key, inclusive }) => (inclusive ? from : after)?.iterate(query.bucket, key, query.limit + 1) ?? [],
    (row) => ({
      key: String(row['key']),
      size: Number(row['size']),
      etag: String(row['etag']),
      modified: Number(row['modified']),
      storageClass: String(row['storage_class']),
    }),
  );
};

/**
 * Lists all versions and delete markers, the newest of each key first. `afterVersion`, with `after`, goes on within
 * the versions of one key.
 */
export const listVersions = (
  database: DatabaseSync,
  query: ListQuery & { readonly afterVersion: string },
): ListPage<Version> => {
  if (query.limit === 0) return { items: [], prefixes: [], next: undefined };
  const within = query.afterVersion
    ? database
        .prepare('SELECT sequence FROM versions WHERE bucket = ? AND key = ? AND version = ?')
        .get(query.bucket, query.after, query.afterVersion)
    : undefined;
  const resume = within && Number(within['sequence']);
  const [from, after] = ['>=', '>'].map((comparison) =>
    database.prepare(
      `SELECT * FROM versions INDEXED BY history WHERE bucket = ? AND key ${comparison} ?
        ORDER BY key, sequence DESC LIMIT ?`,
    ),
  );
  const rest = database.prepare(
    'SELECT * FROM versions WHERE bucket = ? AND key = ? AND sequence < ? ORDER BY sequence DESC',
  );
  let resumed = resume === undefined;
  return collect(
    query,
    function* ({ key, inclusive }) {
      if (!resumed) {
        resumed = true;
        yield* rest.iterate(query.bucket, query.after, resume ?? 0);
      }
      yield* (inclusive ? from : after)?.iterate(query.bucket, key, query.limit + 1) ?? [];
    },
    versionOf,
  );
};
