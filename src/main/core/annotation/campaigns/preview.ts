/** What a plan would draw, and what speaks against it, before anything is written. */
import type { PlanPreview, SamplingDesign } from '../../../../shared/contract/annotation/campaigns.ts';
import { isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import { criticalZ } from '../../../../shared/statistics/normal-distribution.ts';
import { campaignExists } from '../files/campaign-object.ts';
import { batchOptions } from './compose.ts';
import { placeOf } from './campaign-places.ts';
import {
  designOf,
  drawDraft,
  drawnRows,
  openDraft,
  type Draft,
  type DraftInput,
  type DraftParts,
} from './draft.ts';
import { startDraftThread, type DraftBatch } from './draft-thread.ts';
import type { Plan } from './plan-rules.ts';

const examples = 5;
/** An accuracy that models of this kind come near; the half-width is said for it. */
const expectedAccuracy = 0.8;

/** @throws Failure where the source or the nomenclature are not there; what speaks against the plan is in the answer. */
export async function previewPlan(
  parts: DraftParts,
  input: DraftInput,
  signal?: AbortSignal,
): Promise<PlanPreview> {
  const draft = await openDraft(parts, input, signal);
  const problems: FailureData[] = draft.problems.map(({ data }) => data);
  const base = {
    design: emptyDesign(draft),
    examples: [],
    batches: { calibration: 0, overlap: 0, single: 0 },
    codings: 0,
    findings: [...draft.frame.findings],
    problems,
  };
  if (await isThere(parts, input.plan, signal)) problems.push(campaignExists(placeOf(input.plan)).data);
  if (problems.length > 0) return base;
  try {
    await using thread = startDraftThread(signal);
    const drawing = await drawDraft(parts, draft, thread, signal);
    const design = designOf(draft, drawing);
    const rows = await drawnRows(draft.frame, drawing.rows.slice(0, examples), signal);
    const batches = await thread.batch(
      drawing.rows.length,
      input.plan.overlap.controls,
      batchOptions(input.plan),
    );
    return {
      ...base,
      design,
      examples: rows.map(({ text }, place) => ({
        text,
        stratum: design.strata[drawing.strata[place] ?? 0]?.name,
      })),
      batches: countBatches(batches),
      ...halfWidth(input.plan, design),
      codings: batches.reduce((sum, { items, holders }) => sum + items.length * holders, 0),
    };
  } catch (error) {
    if (!isFailure(error) || error.code === 'cancelled') throw error;
    return { ...base, problems: [error.data] };
  }
}

/** Whether the folder has a campaign already, as far as the server tells. */
async function isThere({ files }: DraftParts, plan: Plan, signal?: AbortSignal): Promise<boolean> {
  try {
    await files.read(placeOf(plan), signal);
    return true;
  } catch (error) {
    return isFailure(error) && (error.code === 'invalid-input' || error.code === 'unsupported');
  }
}

function countBatches(batches: readonly DraftBatch[]): PlanPreview['batches'] {
  const of = (kind: DraftBatch['kind']) => batches.filter((batch) => batch.kind === kind).length;
  return { calibration: of('calibration'), overlap: of('overlap'), single: of('single') };
}

/** z sqrt(p (1 - p) / n) at p = 0.8, of a simple random sample of as many (Cochran 1977, 4.4); strata mostly do better. */
function halfWidth(
  { purpose }: Plan,
  { kind, sampled, probability }: SamplingDesign,
): { halfWidth?: number } {
  // What takes all has no sampling error.
  if (purpose !== 'gold' || !probability || kind === 'all' || sampled === 0) return {};
  return { halfWidth: criticalZ(0.95) * Math.sqrt((expectedAccuracy * (1 - expectedAccuracy)) / sampled) };
}

/** Of a plan that cannot be drawn. */
function emptyDesign({ plan, frame }: Draft): SamplingDesign {
  const { kind, seed, deduplicate } = plan.sampling;
  return {
    kind,
    probability: kind !== 'uncertainty',
    seed,
    frame: {
      id: '',
      source: frame.description,
      readAt: frame.readAt,
      rows: frame.size,
      distinctTexts: frame.distinctTexts,
      hash: frame.hash,
    },
    sampled: 0,
    deduplicated: deduplicate,
    strata: [],
  };
}
