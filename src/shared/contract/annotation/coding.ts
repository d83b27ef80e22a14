/** Coding: the items of a batch one after the other, decisions that are on the disk before the next item shows. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { CampaignFile, CampaignRef, CodingMode } from './campaigns.ts';

/** A code proposed by a model. */
export const Suggestion = z.object({
  rank: z.int().positive(),
  code: z.string(),
  /** In [0, 1]. */
  probability: z.number().min(0).max(1),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const SuggestionSet = z.object({
  suggestions: z.array(Suggestion),
  /** p1 - p2, in [0, 1]; absent where there is no second. */
  confidenceIndex: z.number().min(0).max(1).optional(),
  /** Which model and version said so. */
  model: z.string(),
  modelVersion: z.string().optional(),
  from: z.enum(['file', 'served', 'local']),
});
export type SuggestionSet = z.infer<typeof SuggestionSet>;

/** One text to code, as the person may see it: no suggestion in blind mode, in reveal only after the first code. */
export const CodingItem = z.object({
  id: z.string(),
  batch: z.string(),
  text: z.string(),
  /** What the model was given of the text. */
  cleanText: z.string(),
  /** Every other variable, by the column's name; empty ones are left out. */
  fields: z.record(z.string(), z.string()),
  /** The code of the version to be recoded from. */
  knownCode: z.string().optional(),
  /** Items with the same text in the frame. */
  multiplicity: z.int().positive(),
  suggestions: SuggestionSet.optional(),
});
export type CodingItem = z.infer<typeof CodingItem>;

export const DecisionStatus = z.enum(['done', 'skipped', 'delegated', 'unclassifiable']);
/** By which way the final code was found. */
export const CodeSource = z.enum(['suggestion', 'search', 'tree', 'typed', 'mapping', 'first']);
export type CodeSource = z.infer<typeof CodeSource>;

/** What one annotator decided about one item. Codes with their dots, of the campaign's nomenclature. */
export const Decision = z.object({
  /** UUID, made where it was made. */
  id: z.string(),
  item: z.string(),
  batch: z.string(),
  annotator: z.string(),
  round: z.int().positive(),
  mode: CodingMode,
  status: DecisionStatus,
  /** Before suggestions were revealed; in the other modes the first that was confirmed. */
  codeFirst: z.string().optional(),
  codeFinal: z.string().optional(),
  levelReached: z.int().nonnegative(),
  source: CodeSource.optional(),
  /** Rank of the suggestion that was taken. */
  suggestionRank: z.int().positive().optional(),
  searchUsed: z.boolean(),
  flagged: z.boolean(),
  comment: z.string(),
  /** 0 to 5; absent: not said. */
  difficulty: z.int().min(0).max(5).optional(),
  /** Active time in milliseconds: pauses over 60 s left out. */
  leadTime: z.number().nonnegative(),
  decidedAt: z.number(),
  guidelineVersion: z.int().nonnegative(),
  modelVersion: z.string().optional(),
  confidenceIndex: z.number().optional(),
  suggestions: z.array(Suggestion).optional(),
  /** The laptop on which it was made. */
  machine: z.string(),
  /** Decisions that this one takes the place of. */
  replaces: z.array(z.string()),
  /** Taken back by undo: the item is open again. */
  withdrawn: z.boolean(),
});
export type Decision = z.infer<typeof Decision>;

/** What the person says; the core adds who, when, which model and version. */
export const DecisionInput = Decision.pick({
  status: true,
  codeFinal: true,
  source: true,
  suggestionRank: true,
  searchUsed: true,
  flagged: true,
  comment: true,
  difficulty: true,
  leadTime: true,
});
export type DecisionInput = z.infer<typeof DecisionInput>;

export const BatchWork = z.object({
  campaign: CampaignFile,
  batch: z.string(),
  kind: CampaignFile.shape.batches.element.shape.kind,
  /** In this person's order. */
  items: z.array(CodingItem),
  /** The person's decisions in force, by item. */
  decisions: z.record(z.string(), Decision),
  /** First codes of items in reveal mode that have no decision yet. */
  firstCodes: z.record(z.string(), z.string()),
  /** Until when the batch is this person's; renewed while it is worked on. */
  heldUntil: z.number().optional(),
  /** Items decided differently on two laptops: settled before they are decided anew. */
  conflicts: z.array(z.string()).optional(),
  /** `stored`: the server could not be asked (`problem` says why), this is what the laptop has, as of then. */
  state: z.enum(['live', 'stored']).optional(),
  asOf: z.number().optional(),
  problem: FailureData.optional(),
});
export type BatchWork = z.infer<typeof BatchWork>;

/** How what was decided stands with the server. */
export const SendState = z.object({
  /** On this laptop only; confirmed on S3 by reading back. */
  waiting: z.int(),
  sent: z.int(),
  state: z.enum(['idle', 'sending', 'offline', 'failed']),
  lastSentAt: z.number().optional(),
  problem: FailureData.optional(),
  /** Decisions of the same person and item on two laptops, neither knowing the other. */
  conflicts: z.array(z.object({ item: z.string(), text: z.string(), decisions: z.array(Decision) })),
  /** Records that could not be read and were set aside. */
  setAside: z.int(),
});
export type SendState = z.infer<typeof SendState>;

const At = z.object({ at: CampaignRef });
const Item = At.extend({ item: z.string() });

export const codingOperations = {
  /** Takes the batch that is begun, else claims the next one; with a name, that one. @throws `not-found` with `no-batch-left`. */
  openBatch: mutation(At.extend({ batch: z.string().optional() }), BatchWork),
  /** What this laptop has of the batch, without asking the server. */
  batch: query(At.extend({ batch: z.string() }), BatchWork),
  /** Acknowledged when it is on the disk. */
  decide: mutation(Item.extend({ decision: DecisionInput }), Decision),
  /** Reveal mode: keeps the first code, on the disk, and only then says what the model says. */
  reveal: mutation(
    Item.extend({ code: z.string(), leadTime: z.number().nonnegative() }),
    z.object({ suggestions: SuggestionSet.optional(), problem: FailureData.optional() }),
  ),
  /** Takes back the newest decision of this campaign that is in force; undefined where there is none. */
  undo: mutation(At, z.object({ item: z.string(), batch: z.string(), was: Decision }).optional()),
  /** Assisted mode: what the model says of one item, where the batch did not bring it. */
  suggestions: query(
    Item,
    z.object({ suggestions: SuggestionSet.optional(), problem: FailureData.optional() }),
  ),
  sending: stream(At, SendState),
  /** Sends now what waits, and fetches what other laptops sent. */
  sendNow: mutation(At, z.object({})),
  settleConflict: mutation(Item.extend({ keep: z.string() }), z.object({})),
  /** Gives back a batch that is not finished; its decisions stay. */
  releaseBatch: mutation(At.extend({ batch: z.string() }), z.object({})),
};
