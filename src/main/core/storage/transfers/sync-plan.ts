/** What makes one side like the other. Pure. */

export interface SyncEntry {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export type Difference = 'create' | 'update' | 'same' | 'compare';

/** A file system may keep whole seconds or two (FAT); S3 tells whole seconds in headers. */
const tolerance = 2_000;

/**
 * What is to be done for a name that is at the source. `compare`: as large, but the source is newer: the bytes decide, where their
 * checksum is known, otherwise it is an update.
 */
export function difference(source: SyncEntry, target: SyncEntry | undefined): Difference {
  if (!target) return 'create';
  if (source.size !== target.size) return 'update';
  return source.modified > target.modified + tolerance ? 'compare' : 'same';
}
