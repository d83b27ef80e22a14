/** The queue of adjudication: items on which people differ, or with which somebody asks for help. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { Disagreement } from '../../../../shared/contract/annotation/quality.ts';
import { createDraws, shuffled } from '../../../../shared/sampling/draws.ts';
import type { Settled } from './adjudications.ts';
import { missing, unclassifiable, type CodeTable } from './code-table.ts';
import { independentCategory, type InForce } from './codings.ts';

/** A disagreement without the item's own text and variables. */
export interface Dispute extends Omit<Disagreement, 'text' | 'fields' | 'knownCode'> {
  readonly batch: string;
}

export interface DisputeQuestion {
  readonly campaign: Pick<CampaignFile, 'batches' | 'sampling' | 'annotators'>;
  readonly held: InForce;
  readonly settled: ReadonlyMap<string, Settled>;
  readonly table: CodeTable;
  /** Who looks: items that this person may still have to code stay hidden. */
  readonly person: string;
}

/** All of them, calibration and hidden items too, in the order of the campaign; names are shown. */
export function disputesOf(question: DisputeQuestion): Dispute[] {
  const { campaign, held, settled } = question;
  const byItem = new Map<string, Decision[]>();
  for (const decisions of held.values())
    for (const [item, decision] of decisions) {
      const known = byItem.get(item);
      if (known) known.push(decision);
      else byItem.set(item, [decision]);
    }
  const batches = new Map(campaign.batches.map((batch, place) => [batch.id, { place, ...batch }]));
  const placeOf = ({ batch }: Dispute) => batches.get(batch)?.place ?? batches.size;
  const found: Dispute[] = [];
  for (const [item, decisions] of byItem) {
    const dispute = disputeOf(item, decisions, question);
    if (!dispute || (!dispute.settled && mayStillCode(question, decisions, batches.get(dispute.batch))))
      continue;
    found.push(dispute);
  }
  // Settled without a coding that is still in force.
  for (const item of settled.keys())
    if (!byItem.has(item)) {
      const dispute = disputeOf(item, [], question);
      if (dispute) found.push(dispute);
    }
  return found.sort(
    (one, other) =>
      placeOf(one) - placeOf(other) || (one.item < other.item ? -1 : one.item > other.item ? 1 : 0),
  );
}

function disputeOf(
  item: string,
  decisions: readonly Decision[],
  question: DisputeQuestion,
): Dispute | undefined {
  const { table, settled } = question;
  const categories = new Map(decisions.map((one) => [one, independentCategory(one, table)]));
  const said = new Set([...categories.values()].filter((category) => category !== missing));
  const record = settled.get(item);
  const because =
    said.size > 1
      ? 'differs'
      : decisions.some(({ status }) => status === 'delegated')
        ? 'delegated'
        : decisions.some(({ flagged }) => flagged)
          ? 'flagged'
          : undefined;
  if (!because && !record) return undefined;
  const paths = [...said].filter((category) => category !== unclassifiable).map(table.pathOf);
  const { item: _, id: __, machine: ___, ...settlement } = record?.record ?? {};
  return {
    item,
    batch: decisions[0]?.batch ?? '',
    opinions: decisions.map((decision) => {
      const category = categories.get(decision) ?? missing;
      const code = table.codeOf(category);
      return {
        who: decision.annotator,
        status: category > unclassifiable ? 'done' : decision.status,
        ...(code !== undefined && { code }),
        comment: decision.comment,
        flagged: decision.flagged,
      };
    }),
    commonLevel: sharedLevel(paths),
    because: because ?? 'differs',
    ...(record && {
      settled: {
        ...(settlement as Omit<typeof record.record, 'item' | 'id' | 'machine'>),
        sent: record.sent,
      },
    }),
  };
}

/** Level of the lowest common ancestor of all paths; 0 without one. */
function sharedLevel(paths: readonly (readonly string[])[]): number {
  const [first = [], ...others] = paths;
  const end = first.findIndex((code, level) => others.some((path) => path[level] !== code));
  return end === -1 ? first.length : end;
}

/** Whoever settles an item before coding it would not be blind any more. */
function mayStillCode(
  { campaign, person }: DisputeQuestion,
  decisions: readonly Decision[],
  batch: CampaignFile['batches'][number] | undefined,
): boolean {
  if (!batch || !campaign.annotators.includes(person)) return false;
  if (decisions.some(({ annotator }) => annotator === person)) return false;
  if (batch.assigned) return batch.assigned.includes(person);
  return decisions.length < batch.annotators;
}

/** The opinions as A, B, ... in an order by seed, of each item its own, so that neither letter nor place tells who it was. */
export function withoutNames(dispute: Dispute, seed: number): Dispute {
  const sorted = [...dispute.opinions].sort((one, other) => (one.who < other.who ? -1 : 1));
  const order = shuffled(createDraws(seed, `opinions/${dispute.item}`), sorted);
  const opinions = order.map((opinion, place) => ({ ...opinion, who: letterOf(place) }));
  return { ...dispute, opinions };
}

/** A to Z, then AA, AB, ... */
function letterOf(place: number): string {
  const before = Math.floor(place / 26);
  return (before > 0 ? letterOf(before - 1) : '') + String.fromCharCode(65 + (place % 26));
}
