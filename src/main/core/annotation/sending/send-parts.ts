/** Sends what waits: in parts that keep their name and their bytes however often it takes, each read back before it counts as sent. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { Disagreement } from '../../../../shared/contract/annotation/quality.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { Desk } from '../coding/desks.ts';
import type { JournalEntry } from '../../store/decision-journal.ts';
import type { AdjudicationRecord, CampaignFiles, ItemRecord, PartRef } from '../files/campaign-files.ts';
import { knownParts } from './known-parts.ts';
import { setAside } from './set-aside.ts';

const Adjudication = Disagreement.shape.settled
  .unwrap()
  .omit({ sent: true })
  .extend({ id: z.string(), item: z.string(), machine: z.string() });

/** Decisions in one file at most. */
const mostInPart = 500;

/** Sends all of a campaign; what is sent counts as sent even if what follows fails. @throws Failure */
export async function sendParts(desk: Desk, files: CampaignFiles, clock: () => number): Promise<void> {
  const { decisions: journal } = desk.context.store;
  for (const kind of ['decision', 'adjudication'] as const)
    for (;;) {
      const request = { campaign: desk.key, kind, part: randomUUID(), most: mostInPart };
      const parts = Map.groupBy(await journal.bind(request), ({ part }) => part ?? '');
      if (parts.size === 0) break;
      const campaign = await desk.campaign();
      for (const [uuid, entries] of parts) {
        desk.mustBeHere();
        const send = kind === 'decision' ? sendDecisions : sendAdjudications;
        const written = await send({ desk, files, campaign, uuid, entries, clock });
        if (written && kind === 'decision')
          await (await knownParts(desk.context.store, desk.key)).add(written);
        await journal.confirm(uuid);
        desk.book.confirmed(entries.map(({ id }) => id));
      }
    }
}

interface Sending {
  readonly desk: Desk;
  readonly files: CampaignFiles;
  readonly campaign: CampaignFile;
  readonly uuid: string;
  readonly entries: readonly JournalEntry[];
  readonly clock: () => number;
}

/** Undefined where nothing of it can be read. */
async function sendDecisions(sending: Sending): Promise<PartRef | undefined> {
  const { desk, files, campaign, uuid, entries } = sending;
  const readable = await readableOf(sending, ({ id }) => desk.book.decision(id), entries);
  const items = await itemsOf(desk, files, readable);
  const rows = await readableOf(
    sending,
    ({ id }) => {
      const decision = desk.book.decision(id);
      const item = decision && items.get(decision.item);
      return item && { decision, item };
    },
    entries.filter(({ id }) => desk.book.decision(id) !== undefined),
  );
  if (rows.length === 0) return undefined;
  return files.writeDecisions(desk.at, { uuid, annotator: desk.context.userName }, rows, campaign);
}

async function sendAdjudications(sending: Sending): Promise<PartRef | undefined> {
  const { desk, files, campaign, uuid, entries } = sending;
  const rows = await readableOf(sending, adjudication, entries);
  return rows.length === 0 ? undefined : files.writeAdjudications(desk.at, { uuid }, rows, campaign);
}

function adjudication({ record }: JournalEntry): AdjudicationRecord | undefined {
  try {
    return Adjudication.safeParse(JSON.parse(record)).data;
  } catch {
    return undefined;
  }
}

/** What can be read; the rest is set aside, so that it is reported and does not hold up the others. */
async function readableOf<Row>(
  { desk, clock }: Sending,
  read: (entry: JournalEntry) => Row | undefined,
  entries: readonly JournalEntry[],
): Promise<Row[]> {
  const rows = entries.map((entry) => ({ entry, row: read(entry) }));
  await setAside(
    desk.context.store,
    desk.key,
    rows
      .filter(({ row }) => row === undefined)
      .map(({ entry: { id: what, record } }) => ({ what, reason: 'unreadable', record, at: clock() })),
  );
  return rows.flatMap(({ row }) => (row === undefined ? [] : [row]));
}

/** The items of decisions: from this laptop, else from the server. @throws Failure */
async function itemsOf(
  desk: Desk,
  files: CampaignFiles,
  decisions: readonly Decision[],
): Promise<Map<string, ItemRecord>> {
  const items = new Map<string, ItemRecord>();
  for (const [batch, ofBatch] of Map.groupBy(decisions, ({ batch }) => batch)) {
    const here = (await desk.kept.batch(batch))?.items ?? (await files.items(desk.at, [batch]));
    desk.mustBeHere();
    const byId = new Map(here.map((item) => [item.id, item]));
    for (const { item } of ofBatch) {
      const record = byId.get(item);
      if (record) items.set(item, record);
    }
  }
  if (items.size === 0 && decisions.length > 0)
    throw failure('not-found', 'The items of the decisions are gone', { reason: 'items-gone' });
  return items;
}
