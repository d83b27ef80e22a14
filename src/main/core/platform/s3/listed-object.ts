/** One row of a list as an object. */
import type { ListColumns } from './list-columns.ts';
import { rowFlags } from './list-row.ts';

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly etag: string;
  readonly versionId?: string | undefined;
  readonly deleted?: boolean | undefined;
}

/** One row as an object. */
export function objectOf(columns: ListColumns, row: number): ListedObject {
  const flags = columns.flags(row);
  const size = columns.size(row);
  const modified = columns.time(row);
  return {
    key: columns.key(row),
    size: Number.isNaN(size) ? 0 : size,
    modified: Number.isNaN(modified) ? 0 : modified,
    etag: columns.etag(row) ?? '',
    ...(flags & rowFlags.version && { versionId: columns.versionIds?.[row] ?? '' }),
    ...(flags & rowFlags.deleted && { deleted: true }),
  };
}
