/** A draft as the files of a campaign. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { assignBatches } from '../../../../shared/sampling/holders.ts';
import type { ControlRecord, ItemRecord } from '../files/campaign-files.ts';
import type { SourceRow } from '../sources/frame.ts';
import { designOf, drawnRows, type Draft } from './draft.ts';
import type { DraftBatch, DraftThread } from './draft-thread.ts';
import type { Drawing } from './drawing.ts';
import { createOccurringValues, itemFields } from './item-fields.ts';
import type { Plan } from './plan-rules.ts';

export interface Composed {
  readonly campaign: CampaignFile;
  readonly items: readonly ItemRecord[];
  readonly controls: readonly ControlRecord[];
}

/** Items that are made, or texts that are cleaned, before the core does something else. */
const atOnce = 1_000;

/**
 * Reads what was drawn, cleans texts, makes batches and puts everything together.
 * @param canClaim whether the server keeps to conditions when writing; where not, the campaign says who has which batch
 * @param progress told of the share of the drawn rows that was read
 * @throws Failure
 */
export async function composeCampaign(
  draft: Draft,
  drawing: Drawing,
  thread: DraftThread,
  made: { readonly by: string; readonly at: number; readonly canClaim: boolean },
  signal?: AbortSignal,
  progress?: (share: number) => void,
): Promise<Composed> {
  const { plan, frame, tree } = draft;
  // Batches are made in the thread while the source is read.
  const batching = thread.batch(drawing.rows.length, plan.overlap.controls, batchOptions(plan));
  batching.catch(() => {});
  const rows = await drawnRows(frame, drawing.rows, signal, progress);
  const known = await controlRows(draft, drawing, signal);
  const all = [...rows, ...known.map(({ row }) => row)];
  const clean: string[] = [];
  for (let from = 0; from < all.length; from += atOnce)
    for (const text of await thread.clean(all.slice(from, from + atOnce).map(({ text: raw }) => raw)))
      clean.push(text);
  const drafted = await batching;
  const batches = describeBatches(drafted, plan, made.canClaim);
  const idOf = (place: number) => `${plan.id}-${String(place + 1).padStart(6, '0')}`;
  // Numbers go by the batches, so that they do not tell which items are controls.
  const ids: string[] = [];
  let next = 0;
  const records: ItemRecord[] = [];
  const occurring = createOccurringValues(frame.fields);
  for (const [index, { items }] of drafted.entries())
    for (const place of items) {
      const row = all[place];
      if (!row) continue;
      occurring.add(row.fields);
      const id = idOf(next++);
      ids[place] = id;
      const base = itemOf(row, { id, batch: batches[index]?.id ?? '', cleanText: clean[place] ?? '' });
      records.push(place < rows.length ? { ...base, ...drawnAs(drawing, place) } : base);
      if (records.length % atOnce === 0) await nextTurn();
    }
  return {
    campaign: {
      ...campaignOf(draft, drawing, batches, made, tree.nomenclature),
      fields: itemFields(frame.fields, occurring, draft.meanings),
    },
    items: records,
    controls: known.map(({ code }, index) => ({ item: ids[rows.length + index] ?? '', code })),
  };
}

/** Rows with a decided code of this nomenclature, as many as are wanted. @throws Failure `plan-few-controls` */
async function controlRows({ plan, frame, tree }: Draft, drawing: Drawing, signal?: AbortSignal) {
  const wanted = plan.overlap.controls;
  if (wanted === 0) return [];
  const spare = await drawnRows(frame, drawing.spare, signal);
  const usable = spare.flatMap((row) => {
    const node = row.code === undefined ? undefined : tree.node(row.code);
    return node && node.level >= plan.level ? [{ row, code: node.code }] : [];
  });
  if (usable.length >= wanted) return usable.slice(0, wanted);
  throw failure('invalid-input', 'Too few rows have a decided code', {
    reason: 'plan-few-controls',
    field: 'overlap.controls',
    values: { wanted, found: usable.length },
  });
}

/** What batches are made by. Pure. */
export function batchOptions(plan: Plan) {
  const { sampling, batchSize, overlap, annotators } = plan;
  return {
    seed: sampling.seed,
    batchSize,
    calibration: overlap.calibration,
    overlapShare: overlap.annotators > 1 ? overlap.share : 0,
    overlapAnnotators: overlap.annotators,
    annotators,
  };
}

/** Batches as the campaign names them, in the order in which they are made: `overlap-0001`. Pure. */
function describeBatches(
  drafted: readonly DraftBatch[],
  plan: Plan,
  canClaim: boolean,
): CampaignFile['batches'] {
  const named = () => drafted.map(({ items, ...rest }) => ({ ...rest, items: Array.from(items, String) }));
  const assigned = canClaim ? [] : assignBatches(named(), plan.annotators, plan.sampling.seed);
  const numbers = { calibration: 0, overlap: 0, single: 0 };
  return drafted.map(({ kind, items, holders }, index) => ({
    id: `${kind}-${String((numbers[kind] += 1)).padStart(4, '0')}`,
    kind,
    items: items.length,
    annotators: holders,
    ...(assigned[index] && { assigned: assigned[index] }),
  }));
}

function itemOf(row: SourceRow, rest: Pick<ItemRecord, 'id' | 'batch' | 'cleanText'>): ItemRecord {
  const { sourceId, text, fields, knownCode, suggestions } = row;
  return {
    ...rest,
    sourceId,
    text,
    fields,
    multiplicity: 1,
    ...(knownCode !== undefined && { knownCode }),
    ...(suggestions && { suggestions }),
  };
}

/** How an item came into the sample. */
function drawnAs({ design, ...drawing }: Drawing, place: number): Partial<ItemRecord> {
  const stratum = design.strata[drawing.strata[place] ?? 0];
  const name = stratum?.name ?? '';
  const multiplicity = drawing.multiplicities[place] ?? 1;
  if (!design.probability) return { multiplicity, stratum: name, queue: name };
  return {
    multiplicity,
    stratum: name,
    populationSize: stratum?.populationSize,
    inclusionProbability: drawing.inclusion[place],
    weight: drawing.weights[place],
  };
}

function campaignOf(
  draft: Draft,
  drawing: Drawing,
  batches: CampaignFile['batches'],
  made: { readonly by: string; readonly at: number; readonly canClaim: boolean },
  nomenclature: Draft['tree']['nomenclature'],
): Omit<CampaignFile, 'fields'> {
  const { id, title, purpose, mode, level, recoding, leads, adjudicators, annotators } = draft.plan;
  const { claimHours, deadline, overlap, batchSize, guidelines, stealing } = draft.plan;
  const { model } = draft.frame;
  return {
    schemaVersion: 1,
    id,
    title,
    purpose,
    mode,
    nomenclature: {
      id: nomenclature.id,
      hash: createHash('sha256').update(JSON.stringify(nomenclature)).digest('hex'),
    },
    level,
    ...(recoding && { recoding }),
    createdAt: made.at,
    createdBy: made.by,
    state: 'open',
    leads,
    adjudicators,
    annotators,
    assignment: made.canClaim ? 'claims' : 'assigned',
    stealing: made.canClaim && stealing,
    claimHours,
    ...(deadline !== undefined && { deadline }),
    overlap,
    batchSize,
    batches,
    sampling: designOf(draft, drawing),
    guidelines: guidelines.trim() === '' ? [] : [{ version: 1, text: guidelines, at: made.at, by: made.by }],
    ...(model && { model }),
  };
}
