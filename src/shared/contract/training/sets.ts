/** Training sets: what a model learns from, hashed and stored on S3, never with an item that measures it. */
import { z } from 'zod';
import { CampaignRef } from '../annotation/campaigns.ts';
import { FailureData } from '../errors.ts';
import { PreprocessingProfile } from '../models/inference.ts';
import { mutation, query, stream } from '../operation.ts';
import { Place } from '../storage/places.ts';

export const TrainingSetDraft = z.object({
  /** Folder name below `training-sets/`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  /** The folder below which `training-sets/` is. */
  at: Place,
  /** Campaigns for training, whose decided items are learnt from. */
  campaigns: z.array(CampaignRef),
  /** More coded texts: Parquet objects with `text` (or `libelle`) and `code` (or `apet_manual`). */
  files: z.array(Place.omit({ prefix: true }).extend({ key: z.string() })).default([]),
  /** Gold sets: their items are kept out by id and by normalised text. */
  gold: z.array(CampaignRef),
  nomenclature: z.string(),
  /** Codes of another version: those with one successor are recoded, of the others `multivocal` says what becomes. */
  multivocal: z.enum(['leave-out', 'refuse']).default('leave-out'),
  /** Titles of codes as pseudo-examples. `missing`: of codes without data. */
  titles: z.enum(['none', 'missing', 'all']),
  profile: PreprocessingProfile,
  /** Share held out for testing the runs of the grid, by text, in [0, 0.5]. */
  testShare: z.number().min(0).max(0.5),
  seed: z.int(),
});
export type TrainingSetDraft = z.infer<typeof TrainingSetDraft>;

export const TrainingSetCounts = z.object({
  /** Lines to learn from, lines to test on, of which pseudo-examples (learnt from only). */
  train: z.int(),
  test: z.int(),
  pseudo: z.int(),
  codes: z.int(),
  /** Codes of the nomenclature without one line of people's. */
  codesWithout: z.int(),
  /** Kept out: because a gold set has the id, or the normalised text. */
  goldById: z.int(),
  goldByText: z.int(),
  recoded: z.int(),
  multivocal: z.int(),
  unknownCode: z.int(),
  emptyText: z.int(),
  /** The same text with the same code, more than once; with different codes. */
  duplicates: z.int(),
  contradictions: z.int(),
  unresolved: z.int(),
});
export type TrainingSetCounts = z.infer<typeof TrainingSetCounts>;

/** `set.json` beside `train.txt` (fastText lines), `test.parquet` and `rows.parquet`. */
export const TrainingSetFile = z.object({
  schemaVersion: z.literal(1),
  draft: TrainingSetDraft,
  counts: TrainingSetCounts,
  nomenclature: z.object({ id: z.string(), hash: z.string() }),
  sources: z.array(z.object({ key: z.string(), etag: z.string() })),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), rows: z.int(), hash: z.string() })),
  /** SHA-256 over the hashes of its files: the same campaigns and choices give the same. */
  hash: z.string(),
  madeAt: z.number(),
  madeBy: z.string(),
  app: z.string(),
});
export type TrainingSetFile = z.infer<typeof TrainingSetFile>;

export const TrainingSet = z.object({
  at: Place,
  /** `s3://bucket/prefix/`. */
  address: z.string(),
  set: TrainingSetFile,
});
export type TrainingSet = z.infer<typeof TrainingSet>;

export const trainingSetOperations = {
  trainingSets: stream(
    z.object({}),
    z.object({
      sets: z.array(TrainingSet),
      state: z.enum(['loading', 'live', 'stored']),
      asOf: z.number().optional(),
      problem: FailureData.optional(),
    }),
  ),
  /** Everything but writing it. */
  previewTrainingSet: mutation(
    TrainingSetDraft,
    z.object({
      counts: TrainingSetCounts,
      lines: z.array(z.string()),
      byCode: z.array(z.object({ code: z.string(), rows: z.int() })),
    }),
  ),
  /** @throws `conflict` where the name is taken by a set of another hash */
  makeTrainingSet: mutation(TrainingSetDraft, TrainingSet),
  trainingSetLines: query(
    z.object({ at: Place, offset: z.int().nonnegative(), limit: z.int().positive().max(1_000) }),
    z.object({ lines: z.array(z.string()) }),
  ),
};
