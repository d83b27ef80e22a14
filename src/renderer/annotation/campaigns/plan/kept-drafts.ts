/** Drafts as text, for a reload of the page: all that was typed, but not the file nor what was read of it. */
import { z } from 'zod';
import {
  CampaignPlan,
  Meanings,
  SamplingRequest,
  SourceColumn,
} from '../../../../shared/contract/annotation/campaigns.ts';
import { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import type { PlanDraft } from './draft.ts';

// An emptied field is not in the text.
const amount = z.number().optional();
const { shape: sampling } = SamplingRequest;

const Kept = z.object({
  path: z.string(),
  /** Asked for anew; a file of this laptop is to be chosen again. */
  object: ObjectRef.optional(),
  corrected: z.record(z.string(), SourceColumn.pick({ role: true, rank: true })),
  isRead: z.boolean(),
  meanings: z.record(z.string(), Meanings),
  title: z.string(),
  id: z.string(),
  purpose: CampaignPlan.shape.purpose,
  mode: CampaignPlan.shape.mode,
  nomenclature: z.string(),
  level: amount,
  recodingFrom: z.string(),
  kind: sampling.kind,
  size: amount,
  seed: amount,
  deduplicate: z.boolean(),
  stratifyBy: sampling.stratifyBy.unwrap(),
  column: z.string(),
  allocation: sampling.allocation.unwrap(),
  shares: z.object({ margin: amount, random: amount, rare: amount }),
  annotators: z.string(),
  leads: z.string(),
  adjudicators: z.string(),
  overlapAnnotators: amount,
  overlapShare: amount,
  calibration: amount,
  controls: amount,
  batchSize: amount,
  stealing: z.boolean(),
  claimHours: amount,
  deadline: z.string(),
  guidelines: z.string(),
  folder: z.string(),
  apart: z.record(z.string(), z.boolean()),
});
type Kept = z.infer<typeof Kept>;

type Drafts = Readonly<Record<string, PlanDraft>>;

/** The drafts as one text. */
export function textOf(drafts: Drafts): string {
  const kept = Object.entries(drafts).map(([key, { file, reading: _reading, ...draft }]) => [
    key,
    { ...draft, object: file?.kind === 'object' ? file : undefined },
  ]);
  return JSON.stringify(Object.fromEntries(kept));
}

/** The drafts of a text; one that cannot be read, because another version of the app wrote it, is left out. */
export function draftsIn(text: string | null): Drafts {
  try {
    const all = z.record(z.string(), z.unknown()).parse(JSON.parse(text ?? '{}'));
    const drafts = Object.entries(all).flatMap(([key, one]) => {
      const { data } = Kept.safeParse(one);
      return data ? [[key, draftOf(data)] as const] : [];
    });
    return Object.fromEntries(drafts);
  } catch {
    return {};
  }
}

function draftOf({ object, shares, ...kept }: Kept): PlanDraft {
  return {
    ...kept,
    file: object && { kind: 'object', ...object },
    reading: undefined,
    level: kept.level,
    size: kept.size,
    seed: kept.seed,
    shares: { margin: shares.margin, random: shares.random, rare: shares.rare },
    overlapAnnotators: kept.overlapAnnotators,
    overlapShare: kept.overlapShare,
    calibration: kept.calibration,
    controls: kept.controls,
    batchSize: kept.batchSize,
    claimHours: kept.claimHours,
  };
}
