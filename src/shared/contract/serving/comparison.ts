/** Two versions on the gold set, before one is promoted. */
import { z } from 'zod';
import { CampaignRef } from '../annotation/campaigns.ts';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { AnswerSource } from './asking.ts';

/** A share with its interval, by the estimator that is named; `observed` (without probability sampling) says what was seen and has no width. */
export const ShareEstimate = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  /** `wilson` for simple random samples, `stratified` for weights by stratum, `weighted` for other weights. */
  estimator: z.enum(['wilson', 'stratified', 'weighted', 'observed']),
});

/** McNemar's test on the items on which the two differ. `exact`: binomial, where they are fewer than 25. */
export const McNemar = z.object({
  /** Right by A only, by B only. */
  onlyA: z.int(),
  onlyB: z.int(),
  method: z.enum(['exact', 'chi-square-corrected']),
  statistic: z.number().optional(),
  pValue: z.number().min(0).max(1),
});
export type McNemar = z.infer<typeof McNemar>;

export const LevelComparison = z.object({
  level: z.int().positive(),
  /** Items that count: coded down to this level. */
  n: z.int(),
  a: ShareEstimate,
  b: ShareEstimate,
  /** B minus A, paired, with its interval. */
  difference: z.object({
    value: z.number(),
    low: z.number(),
    high: z.number(),
    /** Newcombe's paired interval (method 10), or the design-based one where items have weights. */
    method: z.enum(['newcombe-paired', 'weighted-paired', 'observed']),
  }),
  mcNemar: McNemar,
});
export type LevelComparison = z.infer<typeof LevelComparison>;

export const Comparison = z.object({
  id: z.string(),
  a: AnswerSource,
  b: AnswerSource,
  names: z.object({ a: z.string(), b: z.string() }),
  gold: CampaignRef,
  goldTitle: z.string(),
  nomenclature: z.string(),
  items: z.int(),
  /** Items without an answer of one of them count as wrong for it. */
  unanswered: z.object({ a: z.int(), b: z.int() }),
  /** False: the sample has no inclusion probabilities, so only what was seen is told, no estimate for all requests. */
  probability: z.boolean(),
  levels: z.array(LevelComparison),
  at: z.number(),
});
export type Comparison = z.infer<typeof Comparison>;

export const ComparedItem = z.object({
  item: z.string(),
  text: z.string(),
  truth: z.string(),
  a: z
    .object({ code: z.string(), probability: z.number(), confidenceIndex: z.number().optional() })
    .optional(),
  b: z
    .object({ code: z.string(), probability: z.number(), confidenceIndex: z.number().optional() })
    .optional(),
});
export type ComparedItem = z.infer<typeof ComparedItem>;

export const comparisonOperations = {
  /** Asks both for every item and ends with `done`; leaving the stream cancels. */
  compareModels: stream(
    z.object({ a: AnswerSource, b: AnswerSource, gold: CampaignRef }),
    z.object({
      state: z.enum(['reading', 'asking', 'done', 'failed']),
      done: z.int(),
      total: z.int().optional(),
      comparison: Comparison.optional(),
      problem: FailureData.optional(),
    }),
  ),
  /** The last ones, newest first; kept on this laptop. */
  comparisons: query(z.object({}), z.array(Comparison)),
  removeComparison: mutation(z.object({ id: z.string() }), z.object({})),
  /** Items of a comparison. `which`: by who is right at the level. */
  comparedItems: query(
    z.object({
      id: z.string(),
      level: z.int().positive(),
      which: z.enum(['only-a', 'only-b', 'both-wrong', 'all']),
      offset: z.int().nonnegative(),
      limit: z.int().positive().max(500),
    }),
    z.object({ items: z.array(ComparedItem), total: z.int() }),
  ),
};
