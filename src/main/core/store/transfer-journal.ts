/** The journal of transfers as the engine sees it; transfer-tables.ts keeps it, in the worker. */

/** `sending`: the page has not sent all of it yet. `ready`: to be done. `active`: begun. The others are ends. */
export type FileState = 'sending' | 'ready' | 'active' | 'done' | 'failed' | 'skipped';

/** One file of a transfer; `record` and `problem` are JSON. */
export interface JournalFile {
  readonly number: number;
  readonly state: FileState;
  /** Its name is taken at the target and nobody said yet what to do. */
  readonly conflict: boolean;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly uploadId: string | null;
  readonly record: string;
  readonly problem: string | null;
  /** What was compared at the end: `md5`, `composite`, `length`. */
  readonly verified: string | null;
}

export interface JournalPart {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
}

export type JournalChange =
  | { readonly kind: 'transfer'; readonly id: string; readonly record: string }
  | { readonly kind: 'forget'; readonly id: string }
  | { readonly kind: 'files'; readonly transfer: string; readonly files: readonly JournalFile[] }
  | { readonly kind: 'clear-files'; readonly transfer: string }
  /** How one file stands; what else is known of it stays. */
  | {
      readonly kind: 'state';
      readonly transfer: string;
      readonly number: number;
      readonly state: FileState;
      readonly problem?: string | undefined;
      readonly verified?: string | undefined;
    }
  /** All of one file anew. */
  | { readonly kind: 'file'; readonly transfer: string; readonly file: JournalFile }
  /** Every file in one of these states goes to another; problems are forgotten. */
  | {
      readonly kind: 'settle';
      readonly transfer: string;
      readonly from: readonly FileState[];
      readonly to: FileState;
      readonly problem?: string | undefined;
    }
  | {
      readonly kind: 'part';
      readonly transfer: string;
      readonly file: number;
      readonly part: JournalPart;
    }
  | { readonly kind: 'clear-parts'; readonly transfer: string; readonly file: number };

export interface FileQuery {
  readonly transfer: string;
  readonly states: readonly FileState[];
  /** Absent: both. */
  readonly conflict?: boolean | undefined;
  /** Only those that have a problem, by `from`. */
  readonly problems?: boolean | undefined;
  /** Only those with a greater number; -1 for all. */
  readonly after: number;
  readonly from?: number | undefined;
  readonly count: number;
}

export interface FileSum {
  readonly state: FileState;
  readonly conflict: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly problems: number;
}

export type JournalCall =
  | 'journal-write'
  | 'journal-transfers'
  | 'journal-files'
  | 'journal-sums'
  | 'journal-parts'
  | 'journal-part-bytes'
  | 'journal-uploads';

/** Acknowledged only when it is on disk. Calls reject with `no-space` on a full disk. */
export interface TransferJournal {
  /** All of them in one transaction. */
  write(changes: readonly JournalChange[]): Promise<void>;
  /** Oldest first; the records as JSON. */
  transfers(): Promise<readonly { readonly id: string; readonly record: string }[]>;
  files(query: FileQuery): Promise<readonly JournalFile[]>;
  sums(transfer: string): Promise<readonly FileSum[]>;
  parts(transfer: string, file: number): Promise<readonly JournalPart[]>;
  /** Bytes of the parts of files that are not done. */
  partBytes(transfer: string): Promise<readonly { readonly file: number; readonly bytes: number }[]>;
  /** Upload ids of files that are not ended. */
  uploads(): Promise<readonly string[]>;
}

/** The journal over the calls of one database. */
export function journalOver(ask: (call: JournalCall, input?: unknown) => Promise<unknown>): TransferJournal {
  return {
    write: async (changes) => void (await ask('journal-write', changes)),
    transfers: async () => (await ask('journal-transfers')) as { id: string; record: string }[],
    files: async (query) => (await ask('journal-files', query)) as JournalFile[],
    sums: async (transfer) => (await ask('journal-sums', transfer)) as FileSum[],
    parts: async (transfer, file) => (await ask('journal-parts', { transfer, file })) as JournalPart[],
    partBytes: async (transfer) =>
      (await ask('journal-part-bytes', transfer)) as { file: number; bytes: number }[],
    uploads: async () => (await ask('journal-uploads')) as string[],
  };
}
