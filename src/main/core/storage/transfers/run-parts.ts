/** What every running transfer is given, and what its phases share. */
import type { StorageContext, StorageSurroundings } from '../storage-context.ts';
import type { ResolveSelection } from '../selection.ts';
import type { Counters } from './counters.ts';
import type { Hashing } from './hashing.ts';
import type { Journal } from './journal.ts';
import type { Line } from './line.ts';
import type { TransferRecord } from './record.ts';
import type { Meter } from './rate.ts';
import type { CopyObject, DeleteObjects } from './server-side.ts';
import type { SmallFiles } from './small-files.ts';
import type { Target } from './taken-names.ts';
import type { Disk } from './work.ts';

export interface EngineParts {
  readonly context: StorageContext;
  readonly surroundings: StorageSurroundings;
  readonly resolve: ResolveSelection;
  readonly copyObject: CopyObject;
  readonly deleteObjects: DeleteObjects;
  readonly journal: Journal;
  readonly hashing: Hashing;
  readonly disk: Disk;
  readonly smallFiles: SmallFiles;
  readonly lines: { readonly up: Line; readonly down: Line; readonly server: Line };
  readonly meters: { readonly up: Meter; readonly down: Meter };
  /** Milliseconds before the first repetition. */
  readonly base: number;
  /** Folder of what the page sent. */
  readonly staged: string;
  /** Something that is shown changed; `state`: perhaps whether something runs at all. */
  readonly changed: (state?: boolean) => void;
}

/** A transfer while its phases run. */
export interface Under {
  readonly parts: EngineParts;
  readonly signal: AbortSignal;
  readonly record: () => TransferRecord;
  readonly counters: Counters;
  /** Resolves when another file was received whole, or may be. */
  readonly moreFiles: (signal: AbortSignal) => Promise<void>;
  /** Rounds in which a file failed for a reason that may pass. */
  readonly rounds: Map<number, number>;
}

/** Where a transfer's objects come from and go to; local folder where one end is this laptop. */
export function endsOf({ job }: TransferRecord): {
  readonly source?: { readonly profile: string; readonly bucket: string };
  readonly target?: { readonly profile: string; readonly bucket: string; readonly prefix: string };
  readonly folder?: string;
} {
  switch (job.kind) {
    case 'upload':
    case 'staged':
      return { target: job.to };
    case 'download':
      return { source: job.from, folder: job.folder };
    case 'copy':
    case 'move':
      return { source: job.from, target: job.to };
    case 'delete':
      return { source: job.from };
    case 'undo':
      return { source: job.from, target: { prefix: '', ...(job.to ?? job.from) } };
    case 'sync':
      return job.direction === 'up'
        ? { target: job.remote, folder: job.local }
        : { source: job.remote, folder: job.local };
  }
}

/** Where a transfer writes, for asking which names are taken. @throws Failure where the profile is gone */
export function targetOf({ context }: EngineParts, record: TransferRecord): Target {
  const { target } = endsOf(record);
  if (!target) return { kind: 'folder' };
  const { profile, bucket, prefix } = target;
  return { kind: 'bucket', endpoint: context.endpoint(profile), bucket, prefix };
}
