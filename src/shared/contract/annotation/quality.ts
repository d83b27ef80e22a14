/** Quality: agreement, control items, adjudication, pace, and what may be estimated. Every figure names its estimator, its interval and its n. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { CampaignRef, CodingMode } from './campaigns.ts';
import { DecisionStatus } from './coding.ts';

export const AgreementEstimator = z.enum([
  'percent',
  'cohen-kappa',
  'fleiss-kappa',
  'krippendorff-nominal',
  'krippendorff-hierarchical',
  'gwet-ac1',
]);

export const AgreementFigure = z.object({
  estimator: AgreementEstimator,
  /** Level of the nomenclature at which codes are compared; 0 for the hierarchical distance, which uses all. */
  level: z.int().nonnegative(),
  /** Whose: everybody, two people, one person against what the others agree on, a section, a mode. */
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('pair'), one: z.string(), other: z.string() }),
    z.object({ kind: z.literal('consensus'), annotator: z.string() }),
    z.object({ kind: z.literal('section'), code: z.string() }),
    z.object({ kind: z.literal('mode'), mode: CodingMode }),
  ]),
  /** Absent with `reason` where it is not defined (one category only, nothing coded twice). */
  value: z.number().optional(),
  reason: z.string().optional(),
  /** 95 %, percentile bootstrap over items; absent for fewer than 10 items. */
  low: z.number().optional(),
  high: z.number().optional(),
  resamples: z.int().optional(),
  items: z.int(),
  codings: z.int(),
});
export type AgreementFigure = z.infer<typeof AgreementFigure>;

/** A proportion with its interval. */
export const Estimate = z.object({
  level: z.int(),
  estimator: z.enum(['proportion', 'stratified', 'hajek', 'post-stratified']),
  interval: z.enum(['wilson', 'wilson-effective-n']),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int(),
  effectiveN: z.number().optional(),
  /** How strata without variance were treated, where there were any: `strata-add-half`, `strata-joined`, `lonely-strata`, with a blank between. */
  note: z.string().optional(),
});
export type Estimate = z.infer<typeof Estimate>;

/** Accuracy of the campaign's model, where the design allows saying it. */
export const AccuracyReport = z.object({
  /** Absent: allowed. Uncertainty samples, training sets and assisted decisions never are. */
  refused: FailureData.optional(),
  model: z.string().optional(),
  /** Among what could be coded; with unclassifiable items as errors. */
  codable: z.array(Estimate),
  withUnclassifiable: z.array(Estimate),
  skippedShare: z.number(),
  unclassifiableShare: z.number(),
  /** Left out: coded by several without a majority, and not settled. */
  disputed: z.int().optional(),
  /** Items for which the model said nothing; they count as errors. */
  withoutSuggestion: z.int().optional(),
  /** Human agreement at the same levels, to be read beside it. */
  human: z.array(AgreementFigure),
});
export type AccuracyReport = z.infer<typeof AccuracyReport>;

export const PersonProgress = z.object({
  name: z.string(),
  done: z.int(),
  skipped: z.int(),
  delegated: z.int(),
  unclassifiable: z.int(),
  flagged: z.int(),
  /** Items an hour of active time; median active seconds an item. */
  pace: z.number().optional(),
  medianSeconds: z.number().optional(),
  lastAt: z.number().optional(),
  held: z.array(z.object({ batch: z.string(), until: z.number() })),
  /** Hidden items with a known code: right of how many. Absent while there are fewer than five. */
  controls: z.object({ right: z.int(), of: z.int(), low: z.number(), high: z.number() }).optional(),
});
export type PersonProgress = z.infer<typeof PersonProgress>;

export const CampaignProgress = z.object({
  items: z.int(),
  codings: z.int(),
  codingsWanted: z.int(),
  byStatus: z.record(DecisionStatus, z.int()),
  /** Only for a lead; others see themselves. */
  people: z.array(PersonProgress),
  /** Codings a day, oldest first. */
  days: z.array(z.object({ day: z.string(), codings: z.int() })),
  difficulty: z.array(z.int()),
});

export const QualityReport = z.object({
  asOf: z.number(),
  state: z.enum(['computing', 'live', 'stored']),
  /** Share read and computed so far. */
  progress: z.number().optional(),
  campaign: CampaignProgress.optional(),
  agreement: z.array(AgreementFigure),
  accuracy: AccuracyReport.optional(),
  /** Pairs of codes that are confused most: how often, of how many double codings. */
  confusions: z.array(z.object({ one: z.string(), other: z.string(), count: z.int() })),
  /** Files that could not be read (damaged, edited by hand), named. */
  problems: z.array(z.object({ file: z.string(), problem: FailureData })),
  disagreements: z.int(),
  problem: FailureData.optional(),
});
export type QualityReport = z.infer<typeof QualityReport>;

export const AdjudicationReason = z.enum([
  'ambiguous-text',
  'guideline-gap',
  'slip',
  'nomenclature',
  'other',
]);

/** An item on which people differ; names hidden unless asked for. */
export const Disagreement = z.object({
  item: z.string(),
  text: z.string(),
  fields: z.record(z.string(), z.string()),
  knownCode: z.string().optional(),
  /** In an order that tells nothing of the people. */
  opinions: z.array(
    z.object({
      /** `A`, `B`, ...; with names shown, the person. */
      who: z.string(),
      status: DecisionStatus,
      code: z.string().optional(),
      comment: z.string(),
      flagged: z.boolean(),
    }),
  ),
  /** Level of the lowest common ancestor of all codes; 0: not even the section. */
  commonLevel: z.int(),
  /** Why it is in the queue. */
  because: z.enum(['differs', 'flagged', 'delegated']),
  settled: z
    .object({
      code: z.string().optional(),
      status: DecisionStatus,
      reason: AdjudicationReason,
      comment: z.string(),
      by: z.string(),
      at: z.number(),
      sent: z.boolean(),
    })
    .optional(),
});
export type Disagreement = z.infer<typeof Disagreement>;

const At = z.object({ at: CampaignRef });

export const qualityOperations = {
  /** From the store at once, then again as files are read and figures come. */
  quality: stream(At, QualityReport),
  disagreements: query(
    At.extend({
      settled: z.boolean().optional(),
      showNames: z.boolean().default(false),
      from: z.int().nonnegative().default(0),
      count: z.int().positive().max(500).default(100),
    }),
    z.object({ disagreements: z.array(Disagreement), total: z.int(), open: z.int() }),
  ),
  /** Acknowledged when it is on the disk; sent like decisions. Again: the newer one holds. */
  adjudicate: mutation(
    At.extend({
      item: z.string(),
      status: DecisionStatus,
      code: z.string().optional(),
      reason: AdjudicationReason,
      comment: z.string(),
    }),
    z.object({}),
  ),
};
