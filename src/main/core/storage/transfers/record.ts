/** What the journal keeps of a transfer and of each of its files. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { Selection } from '../../../../shared/contract/storage/listing.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import type { ConflictAnswer, Transfer } from '../../../../shared/contract/storage/transfers.ts';
import type { FileState, JournalFile } from '../../store/transfer-journal.ts';

/** Where objects are meant to be: a bucket of a profile. */
export interface BucketOf {
  readonly profile: string;
  readonly bucket: string;
}

/** What a person asked for: enough to count its files again after a restart. */
export type Job =
  | { readonly kind: 'upload'; readonly to: Place; readonly paths: readonly string[] }
  /** The page sends the files; `secret` is what their addresses are made from. */
  | { readonly kind: 'staged'; readonly to: Place; readonly secret: string }
  | {
      readonly kind: 'download';
      readonly from: BucketOf;
      readonly selection: Selection;
      readonly folder: string;
    }
  | {
      readonly kind: 'copy' | 'move';
      readonly from: BucketOf;
      readonly selection: Selection;
      readonly to: Place;
      /** A rename: this first part of the relative paths becomes that. */
      readonly rename?: { readonly from: string; readonly to: string } | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly from: BucketOf;
      readonly selection: Selection;
      readonly versions: boolean;
    }
  | {
      readonly kind: 'sync';
      readonly direction: 'up' | 'down';
      readonly local: string;
      readonly remote: Place;
    }
  | {
      readonly kind: 'undo';
      readonly of: string;
      readonly from: BucketOf;
      readonly to?: BucketOf | undefined;
    };

export interface TransferRecord {
  readonly id: string;
  readonly kind: Transfer['kind'];
  readonly name: string;
  readonly from: string;
  readonly to?: string | undefined;
  readonly job: Job;
  readonly state: Transfer['state'];
  /** `counting`: its files are being found; `checking`: which names are taken; `running`: under way, or ended. */
  readonly phase: 'counting' | 'checking' | 'running';
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly problem?: FailureData | undefined;
  readonly conflicts?: { readonly count: number; readonly sample: readonly string[] } | undefined;
  readonly answer?: ConflictAnswer | undefined;
  /** Every deletion left a delete marker, so that it can be taken back. */
  readonly canUndo: boolean;
  /** The command that would do the same, for `mc`. */
  readonly command: string;
  /** Uploads that were begun are not aborted yet. */
  readonly cleaning?: boolean | undefined;
}

export type Action = 'upload' | 'download' | 'copy' | 'move' | 'delete' | 'unmark' | 'unlink' | 'folder';

/** What is known of one file besides its row. Local paths are absolute, the others are keys. */
export interface FileRecord {
  readonly action: Action;
  readonly source: string;
  readonly target: string;
  /** Of the source, milliseconds since 1970. */
  readonly modified: number;
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  /** Something may lie at the target and be replaced: that was agreed. */
  readonly replace: boolean;
  /** What lies at the target. */
  readonly existing?: { readonly size: number; readonly modified: number } | undefined;
  readonly uploadId?: string | undefined;
  readonly partSize?: number | undefined;
  /** CRC-32 that the server keeps of a download, as it writes it; of an upload, which kind it wants. */
  readonly sum?: string | undefined;
  /** The source is our own copy of what the page sent. */
  readonly staged?: boolean | undefined;
  /** Delete marker that this left at the source. */
  readonly marker?: string | undefined;
  /** A move whose copy is there already. */
  readonly copied?: boolean | undefined;
  /** How often it began anew because the source changed. */
  readonly restarts?: number | undefined;
  /** The start of the system in which parts were written: after another one, what was not synced may be missing. */
  readonly boot?: string | undefined;
}

export interface FileEntry {
  readonly number: number;
  readonly state: FileState;
  readonly conflict: boolean;
  readonly name: string;
  readonly size: number;
  readonly record: FileRecord;
  readonly problem?: FailureData | undefined;
  readonly verified?: string | undefined;
}

export function toJournal(file: FileEntry): JournalFile {
  return {
    number: file.number,
    state: file.state,
    conflict: file.conflict,
    name: file.name,
    size: file.size,
    uploadId: file.record.uploadId ?? null,
    record: JSON.stringify(file.record),
    problem: file.problem ? JSON.stringify(file.problem) : null,
    verified: file.verified ?? null,
  };
}

export function fromJournal(row: JournalFile): FileEntry {
  return {
    number: row.number,
    state: row.state,
    conflict: row.conflict,
    name: row.name,
    size: row.size,
    record: JSON.parse(row.record) as FileRecord,
    ...(row.problem !== null && { problem: JSON.parse(row.problem) as FailureData }),
    ...(row.verified !== null && { verified: row.verified }),
  };
}
