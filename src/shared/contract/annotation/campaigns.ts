/** Campaigns: what they are for, how their items were drawn, who codes what; all of it as files on S3. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { Place } from '../storage/places.ts';
import { SourceFile, Words } from './nomenclatures.ts';

export const Purpose = z.enum(['gold', 'training']);
/** `blind`: never a suggestion. `reveal`: code first, then the model's. `assisted`: suggestions from the start. */
export const CodingMode = z.enum(['blind', 'reveal', 'assisted']);
export type CodingMode = z.infer<typeof CodingMode>;

/** Words for the values of a column, for example of a legal category: `{ "1000": { fr: "Entrepreneur individuel" } }`. */
export const Meanings = z.record(z.string(), Words);
export type Meanings = z.infer<typeof Meanings>;

/** What a variable of an item means; the names are those of the existing Parquet files. */
export const ItemField = z.object({
  /** Column of the items. */
  name: z.string(),
  titles: Words,
  meanings: Meanings.optional(),
});
export type ItemField = z.infer<typeof ItemField>;

export const Stratum = z.object({
  name: z.string(),
  /** Rows of the frame in it (N_h), items drawn of it (n_h). */
  populationSize: z.int().nonnegative(),
  sampled: z.int().nonnegative(),
});
export type Stratum = z.infer<typeof Stratum>;

/** How the items were drawn: frozen when the campaign is made. */
export const SamplingDesign = z.object({
  kind: z.enum(['all', 'simple-random', 'stratified', 'uncertainty']),
  /** False: no inclusion probabilities, so nothing may be estimated from it. */
  probability: z.boolean(),
  seed: z.int(),
  frame: z.object({
    id: z.string(),
    /** Where it came from and when it was read. */
    source: z.string(),
    readAt: z.number(),
    rows: z.int(),
    distinctTexts: z.int(),
    hash: z.string().optional(),
    /** Rows left out of it because another campaign has their text: estimates say nothing of them. */
    excludedRows: z.int().positive().optional(),
  }),
  sampled: z.int(),
  /** By what: `code`, `section-and-confidence`, `date`, a column. Only `stratified`. */
  stratifiedBy: z.string().optional(),
  allocation: z.enum(['equal', 'proportional', 'square-root', 'neyman']).optional(),
  deduplicated: z.boolean(),
  /** Only `uncertainty`: shares of the queues, summing to 1. */
  shares: z
    .object({ margin: z.number(), random: z.number(), rare: z.number(), diverse: z.number().optional() })
    .optional(),
  strata: z.array(Stratum),
  /** What it takes besides to draw the same again (shared/sampling/replay.ts). */
  generator: z.string().optional(),
  minimum: z.int().optional(),
  deviations: z.array(z.number()).optional(),
  asked: z.int().optional(),
  likely: z.number().optional(),
  perText: z.int().optional(),
});
export type SamplingDesign = z.infer<typeof SamplingDesign>;

export const Guideline = z.object({
  version: z.int().positive(),
  /** Markdown. */
  text: z.string(),
  at: z.number(),
  by: z.string(),
});

/** `campaign.json`; a reader ignores fields that it does not know and refuses another major version. */
export const CampaignFile = z.object({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: z.string().min(1),
  purpose: Purpose,
  mode: CodingMode,
  nomenclature: z.object({ id: z.string(), hash: z.string() }),
  /** Level that a decision must reach. */
  level: z.int().min(1),
  /** Recoding from another version: its nomenclature, and the column with the known code. */
  recoding: z.object({ from: z.string(), field: z.string() }).optional(),
  createdAt: z.number(),
  createdBy: z.string(),
  state: z.enum(['open', 'closed']),
  /** Sees progress by person, settles disagreements. */
  leads: z.array(z.string()).min(1),
  adjudicators: z.array(z.string()),
  annotators: z.array(z.string()),
  /** `claims`: people take batches. `assigned`: the campaign says who has which (servers without conditional writes). */
  assignment: z.enum(['claims', 'assigned']),
  /** A batch whose holder let it lie may be taken by another. */
  stealing: z.boolean(),
  claimHours: z.number().positive(),
  deadline: z.number().optional(),
  /** Annotators of an overlap item; share of the items that are; items that everyone codes first; hidden items with a known code. */
  overlap: z.object({
    annotators: z.int().min(1),
    share: z.number().min(0).max(1),
    calibration: z.int().nonnegative(),
    controls: z.int().nonnegative(),
  }),
  batchSize: z.int().min(1).max(500),
  batches: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['calibration', 'overlap', 'single']),
      items: z.int().positive(),
      /** How many people code each of its items; in `assigned`, who. */
      annotators: z.int().positive(),
      assigned: z.array(z.string()).optional(),
    }),
  ),
  sampling: SamplingDesign,
  fields: z.array(ItemField),
  guidelines: z.array(Guideline),
  /** Which model made the suggestions of the file, where it said so. */
  model: z.object({ name: z.string(), version: z.string().optional() }).optional(),
});
export type CampaignFile = z.infer<typeof CampaignFile>;

/** A campaign is meant by its folder: profile, bucket and the prefix that ends with `campaigns/<id>/`. */
export const CampaignRef = Place;
export type CampaignRef = z.infer<typeof CampaignRef>;

export const CampaignSummary = z.object({
  at: CampaignRef,
  campaign: CampaignFile.omit({ guidelines: true, fields: true, batches: true }),
  /** What the person is in it. */
  roles: z.array(z.enum(['lead', 'adjudicator', 'annotator'])),
  items: z.int(),
  /** Of the person. */
  mine: z.object({
    /** Items decided, batches held, decisions that wait to be sent, items to be settled. */
    done: z.int(),
    held: z.int(),
    unsent: z.int(),
    conflicts: z.int(),
    /** Items an hour of active time, of this person in this campaign. */
    pace: z.number().positive().optional(),
  }),
  /** The batch that is begun, or the next one. */
  nextBatch: z.string().optional(),
  /** Items of that batch which this person has still to decide. */
  nextItems: z.int().optional(),
  asOf: z.number(),
  state: z.enum(['live', 'stored']),
  problem: FailureData.optional(),
});
export type CampaignSummary = z.infer<typeof CampaignSummary>;

export const Campaigns = z.object({
  campaigns: z.array(CampaignSummary),
  /** Folders in which was looked, with why one could not be. `added`: by the person, who may leave it out again. */
  places: z.array(z.object({ at: Place, problem: FailureData.optional(), added: z.boolean().optional() })),
  loading: z.boolean(),
});
export type Campaigns = z.infer<typeof Campaigns>;

/** What a column of a source is taken for. */
export const ColumnRole = z.enum([
  'id',
  'text',
  'type_',
  'nature',
  'surface',
  'event',
  'cj',
  'permanence',
  'other_nature_text',
  'date',
  'known-code',
  'code',
  'suggestion-code',
  'suggestion-probability',
  'suggestion-title',
  'confidence',
  'model-version',
  'other',
  'ignored',
]);
export type ColumnRole = z.infer<typeof ColumnRole>;

export const SourceColumn = z.object({
  name: z.string(),
  /** Guessed from name and values; the person may say otherwise. */
  role: ColumnRole,
  /** 1 to 5, for suggestions. */
  rank: z.int().optional(),
  examples: z.array(z.string()),
  missing: z.int(),
});
export type SourceColumn = z.infer<typeof SourceColumn>;

/** What is wrong in a source; `line` and `column` count from 1. */
export const SourceFinding = z.object({
  severity: z.enum(['error', 'warning']),
  kind: z.enum([
    'unreadable',
    'encoding',
    'empty',
    'no-text-column',
    'ragged-row',
    'bad-json',
    'bad-parquet',
    'missing-text',
    'duplicate-id',
    'other-version',
    'unknown-code',
    'bad-probability',
    'no-suggestions',
    'other-columns',
  ]),
  name: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  /** How many rows have it. */
  rows: z.int().optional(),
});
export type SourceFinding = z.infer<typeof SourceFinding>;

export const SourceReading = z.object({
  /** By which `draft` and `createCampaign` mean it; absent where errors forbid that. */
  reading: z.string().optional(),
  format: z.enum(['parquet', 'csv', 'jsonl', 'json', 'label-studio']),
  encoding: z.string().optional(),
  rows: z.int(),
  distinctTexts: z.int(),
  columns: z.array(SourceColumn),
  /** Which nomenclature its codes are of, as far as letters tell. */
  nomenclature: z.string().optional(),
  findings: z.array(SourceFinding),
  findingsInAll: z.int(),
});
export type SourceReading = z.infer<typeof SourceReading>;

export const SamplingRequest = z.object({
  kind: z.enum(['all', 'simple-random', 'stratified', 'uncertainty']),
  size: z.int().positive(),
  seed: z.int(),
  deduplicate: z.boolean(),
  stratifyBy: z.enum(['code', 'section-and-confidence', 'date', 'column']).optional(),
  column: z.string().optional(),
  allocation: z.enum(['equal', 'proportional', 'square-root', 'neyman']).optional(),
  shares: z.object({ margin: z.number(), random: z.number(), rare: z.number() }).optional(),
});
export type SamplingRequest = z.infer<typeof SamplingRequest>;

export const CampaignPlan = CampaignFile.pick({
  id: true,
  title: true,
  purpose: true,
  mode: true,
  level: true,
  recoding: true,
  leads: true,
  adjudicators: true,
  annotators: true,
  stealing: true,
  claimHours: true,
  deadline: true,
  overlap: true,
  batchSize: true,
}).extend({
  nomenclature: z.string(),
  guidelines: z.string(),
  /** The folder in which `campaigns/<id>/` is made. */
  at: Place,
  sampling: SamplingRequest,
  /** Campaigns whose texts must not be drawn: gold keeps out of training and the other way round. */
  keepApartFrom: z.array(CampaignRef),
  /** Words for the values of columns, as `readMeanings` read them; they come before those that the app knows. */
  meanings: z.record(z.string(), Meanings).optional(),
});
export type CampaignPlan = z.infer<typeof CampaignPlan>;

const Reading = z.object({
  reading: z.string(),
  /** As corrected by the person. */
  columns: z.array(SourceColumn.pick({ name: true, role: true, rank: true })),
});

/** What a plan would draw, and what speaks against it. */
export const PlanPreview = z.object({
  design: SamplingDesign,
  /** A few of the items. */
  examples: z.array(z.object({ text: z.string(), stratum: z.string().optional() })),
  batches: z.object({ calibration: z.int(), overlap: z.int(), single: z.int() }),
  /** Half-width of the 95 % interval for an accuracy of 0.8, for gold sets. */
  halfWidth: z.number().optional(),
  /** Codings in all, and for each annotator. */
  codings: z.int(),
  findings: z.array(SourceFinding),
  problems: z.array(FailureData),
});
export type PlanPreview = z.infer<typeof PlanPreview>;

export const campaignOperations = {
  campaigns: stream(z.object({}), Campaigns),
  refreshCampaigns: mutation(z.object({}), z.object({})),
  campaign: query(z.object({ at: CampaignRef }), CampaignFile),
  /** Looks for campaigns in one more folder, until it is left out again. */
  addCampaignPlace: mutation(z.object({ at: Place }), z.object({})),
  removeCampaignPlace: mutation(z.object({ at: Place }), z.object({})),
  /** Reads a file of texts (Parquet, CSV, JSON, JSON Lines, a Label Studio export) and says what it holds; may take long and be cancelled. */
  readSource: mutation(
    z.object({ files: z.array(SourceFile).min(1), nomenclature: z.string().optional() }),
    SourceReading,
  ),
  /**
   * Reads words for the values of a column: JSON (an object by code, or a list of records or pairs) or CSV (code and label, then a second
   * language where there is a third column). Labels without a language are in `language`, French where it is not said.
   */
  readMeanings: mutation(
    z.object({ file: SourceFile, language: z.enum(['fr', 'en']).optional() }),
    z.object({ meanings: Meanings, findings: z.array(SourceFinding) }),
  ),
  previewPlan: query(z.object({ source: Reading, plan: CampaignPlan }), PlanPreview),
  /** Draws and writes all files; `conflict` where the folder has a campaign already. */
  createCampaign: mutation(z.object({ source: Reading, plan: CampaignPlan }), z.object({ at: CampaignRef })),
  /** By a lead: title, people, deadline, state, stealing; a new guideline text becomes the next version. */
  changeCampaign: mutation(
    z.object({
      at: CampaignRef,
      change: CampaignFile.pick({
        title: true,
        state: true,
        leads: true,
        adjudicators: true,
        annotators: true,
        stealing: true,
        claimHours: true,
      })
        .extend({
          guidelines: z.string(),
          /** Null takes it away. */
          deadline: z.number().nullable(),
        })
        .partial(),
    }),
    z.object({}),
  ),
};
