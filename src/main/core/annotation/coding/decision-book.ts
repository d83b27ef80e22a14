/** All that one person decided in one campaign, in memory over the journal: what is asked of it costs no disk. */
import { setImmediate as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { DecisionJournal, JournalEntry } from '../../store/decision-journal.ts';
import { newestFirst, standingOf, type Standing } from './in-force.ts';
import type { BatchProgress } from './next-batch.ts';
import { paceOf } from './pace.ts';

const FirstCode = z.object({ code: z.string(), leadTime: z.number(), at: z.number() });
type FirstCode = z.infer<typeof FirstCode>;

export interface DecisionBook {
  /** Entries of the journal that cannot be read; they stay there. */
  readonly damaged: readonly JournalEntry[];
  standing(item: string): Standing;
  decision(id: string): Decision | undefined;
  /** Items of a batch on which anything was ever decided. */
  touched(batch: string): ReadonlySet<string>;
  progress(batch: string): BatchProgress;
  /** What the person said before seeing any suggestion; it never changes. */
  firstCode(item: string): string | undefined;
  conflicts(): readonly { readonly item: string; readonly decisions: readonly Decision[] }[];
  /** What `undo` takes back. */
  newest(): Decision | undefined;
  /** Items with a decision in force. */
  done(): number;
  /** Items an hour of active time, of decisions in force; undefined while no time is known. */
  pace(): number | undefined;
  /** Decisions confirmed on the server. */
  sent(): number;
  /** Is on the disk when it resolves. @throws Failure `no-space`; then nothing has changed */
  append(decision: Decision): Promise<void>;
  /** As `append`. */
  keepFirstCode(id: string, item: string, first: FirstCode): Promise<void>;
  /** Takes in what another laptop sent. */
  adopt(decisions: readonly Decision[]): Promise<void>;
  confirmed(ids: Iterable<string>): void;
}

/** Records parsed at a time, so that a long history does not hold up the core. */
const parsedAtOnce = 500;

/** Reads the journal of one campaign. */
export async function openBook(journal: DecisionJournal, campaign: string): Promise<DecisionBook> {
  const decisions = new Map<string, Decision>();
  const byItem = new Map<string, Decision[]>();
  const byBatch = new Map<string, Set<string>>();
  const standings = new Map<string, Standing>();
  const firstCodes = new Map<string, string>();
  const sent = new Set<string>();
  const damaged: JournalEntry[] = [];

  function add(decision: Decision, isSent: boolean): void {
    if (isSent) sent.add(decision.id);
    if (decisions.has(decision.id)) return;
    decisions.set(decision.id, decision);
    byItem.set(decision.item, [...(byItem.get(decision.item) ?? []), decision]);
    byBatch.set(decision.batch, (byBatch.get(decision.batch) ?? new Set()).add(decision.item));
    standings.delete(decision.item);
  }
  function standing(item: string): Standing {
    const known = standings.get(item) ?? standingOf(byItem.get(item) ?? []);
    standings.set(item, known);
    return known;
  }
  const itemsThat = (kind: Standing['kind']) =>
    [...byItem.keys()]
      .map((item) => ({ item, standing: standing(item) }))
      .filter((one) => one.standing.kind === kind);

  const entries = await journal.entries({ campaign });
  for (const [index, entry] of entries.entries()) {
    if (index % parsedAtOnce === 0) await pause();
    if (entry.kind === 'decision') {
      const decision = parsed(Decision, entry.record);
      if (decision) add(decision, entry.sent);
      else damaged.push(entry);
    } else if (entry.kind === 'first-code') {
      const first = parsed(FirstCode, entry.record);
      if (!first) damaged.push(entry);
      else if (!firstCodes.has(entry.item)) firstCodes.set(entry.item, first.code);
    }
  }

  return {
    damaged,
    standing,
    decision: (id) => decisions.get(id),
    touched: (batch) => byBatch.get(batch) ?? new Set(),
    progress(batch) {
      const items = [...(byBatch.get(batch) ?? [])];
      return {
        begun: items.length > 0,
        decided: items.filter((item) => standing(item).kind !== 'open').length,
      };
    },
    firstCode: (item) =>
      firstCodes.get(item) ??
      [...(byItem.get(item) ?? [])].sort(newestFirst).findLast(({ codeFirst }) => codeFirst !== undefined)
        ?.codeFirst,
    conflicts: () => itemsThat('conflict').map(({ item, standing }) => ({ item, decisions: standing.heads })),
    newest() {
      let newest: Decision | undefined;
      for (const decision of decisions.values()) {
        const now = standing(decision.item);
        if (now.kind !== 'in-force' || now.decision.id !== decision.id) continue;
        // Of two in one millisecond the later of the journal.
        if (!newest || decision.decidedAt >= newest.decidedAt) newest = decision;
      }
      return newest;
    },
    done: () => itemsThat('in-force').length,
    pace: () => paceOf(itemsThat('in-force').flatMap(({ standing }) => standing.heads.slice(0, 1))),
    sent: () => sent.size,
    async append(decision) {
      const { id, item } = decision;
      await journal.append([{ id, campaign, kind: 'decision', item, record: JSON.stringify(decision) }]);
      add(decision, false);
    },
    async keepFirstCode(id, item, first) {
      await journal.append([{ id, campaign, kind: 'first-code', item, record: JSON.stringify(first) }]);
      if (!firstCodes.has(item)) firstCodes.set(item, first.code);
    },
    async adopt(adopted) {
      const fresh = adopted.filter(({ id }) => !decisions.has(id));
      if (fresh.length === 0) return;
      await journal.adopt(
        fresh.map((decision) => ({
          id: decision.id,
          campaign,
          kind: 'decision',
          item: decision.item,
          record: JSON.stringify(decision),
        })),
      );
      for (const decision of fresh) add(decision, true);
    },
    confirmed(ids) {
      for (const id of ids) if (decisions.has(id)) sent.add(id);
    },
  };
}

function parsed<T>(schema: z.ZodType<T>, record: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(record)).data;
  } catch {
    return undefined;
  }
}
