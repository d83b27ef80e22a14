/** The journal of what a person decided, as the annotation sees it; decision-tables.ts keeps it, in the worker. */

/** `decision` and `adjudication` are sent; `first-code` (reveal mode) rests until its decision comes. */
export type JournalKind = 'decision' | 'adjudication' | 'first-code';

/** `record` is JSON. */
export interface JournalEntry {
  /** Grows with each entry of this database. */
  readonly position: number;
  /** UUID of the record: the same one is never added twice. */
  readonly id: string;
  /** `profile/bucket/prefix` of the campaign. */
  readonly campaign: string;
  readonly kind: JournalKind;
  readonly item: string;
  readonly record: string;
  /** UUID of the part by which it is sent; null while it waits for one. */
  readonly part: string | null;
  /** The part was read back from the server, or the entry came from there. */
  readonly sent: boolean;
}

export interface JournalQuery {
  readonly campaign: string;
  readonly kind?: JournalKind | undefined;
  readonly item?: string | undefined;
  /** Only entries that are not confirmed. */
  readonly unsent?: boolean | undefined;
  /** Newest first. */
  readonly newestFirst?: boolean | undefined;
  readonly count?: number | undefined;
}

/** Acknowledged only when it is on disk (one transaction a call). Calls reject with `no-space` on a full disk. */
export interface DecisionJournal {
  append(entries: readonly Omit<JournalEntry, 'position' | 'part' | 'sent'>[]): Promise<void>;
  /** What another laptop sent; what is known already stays as it is. */
  adopt(entries: readonly Omit<JournalEntry, 'position' | 'part' | 'sent'>[]): Promise<void>;
  entries(query: JournalQuery): Promise<readonly JournalEntry[]>;
  /** Gives entries that wait for one (at most `most`, oldest first) a part; then all entries of every part that is not confirmed. */
  bind(request: {
    readonly campaign: string;
    readonly kind: JournalKind;
    readonly part: string;
    readonly most: number;
  }): Promise<readonly JournalEntry[]>;
  confirm(part: string): Promise<void>;
  forget(campaign: string): Promise<void>;
  /** Unsent entries by campaign. */
  unsent(): Promise<readonly { readonly campaign: string; readonly entries: number }[]>;
}

const calls = [
  'decisions-append',
  'decisions-adopt',
  'decisions-entries',
  'decisions-bind',
  'decisions-confirm',
  'decisions-forget',
  'decisions-unsent',
] as const;
export type DecisionCall = (typeof calls)[number];

/** Tells the calls of this journal from the others that the worker answers. */
export function isDecisionCall(call: string): call is DecisionCall {
  return (calls as readonly string[]).includes(call);
}

/** The journal over the calls of one database. */
export function decisionsOver(
  ask: (call: DecisionCall, input?: unknown) => Promise<unknown>,
): DecisionJournal {
  return {
    append: async (entries) => void (await ask('decisions-append', entries)),
    adopt: async (entries) => void (await ask('decisions-adopt', entries)),
    entries: async (query) => (await ask('decisions-entries', query)) as JournalEntry[],
    bind: async (request) => (await ask('decisions-bind', request)) as JournalEntry[],
    confirm: async (part) => void (await ask('decisions-confirm', part)),
    forget: async (campaign) => void (await ask('decisions-forget', campaign)),
    unsent: async () => (await ask('decisions-unsent')) as { campaign: string; entries: number }[],
  };
}
