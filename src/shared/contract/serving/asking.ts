/** Asking a text of the live API and of models on this laptop, side by side. */
import { z } from 'zod';
import { CodingDialect } from '../annotation/suggestions.ts';
import { FailureData } from '../errors.ts';
import { ModelPrediction } from '../models/inference.ts';
import { mutation, query } from '../operation.ts';

/** Who answers. */
export const AnswerSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('served'),
    address: z.url(),
    dialect: CodingDialect.default('auto'),
    user: z.string().optional(),
  }),
  z.object({ kind: z.literal('pinned'), id: z.string() }),
]);
export type AnswerSource = z.infer<typeof AnswerSource>;

/** One text with its variables, by the names of the existing Parquet files (`type_`, `nature`, `surface`, `event`, `cj`...). */
export const AskedText = z.object({
  text: z.string().min(1),
  variables: z.record(z.string(), z.string()).default({}),
});

export const Answer = z.object({
  source: AnswerSource,
  predictions: z.array(ModelPrediction),
  confidenceIndex: z.number().min(0).max(1).optional(),
  /** What the model was given, where it is known. */
  given: z.string().optional(),
  model: z.string().optional(),
  version: z.string().optional(),
  milliseconds: z.number(),
  problem: FailureData.optional(),
});
export type Answer = z.infer<typeof Answer>;

export const askingOperations = {
  /** Addresses that are known to serve: the platform's, those of applications. */
  servedAddresses: query(
    z.object({}),
    z.array(z.object({ address: z.string(), name: z.string(), hasPassword: z.boolean() })),
  ),
  /** Kept in the secret store, for that address. */
  setServedPassword: mutation(
    z.object({ address: z.url(), user: z.string(), password: z.string() }),
    z.object({}),
  ),
  askModels: mutation(
    z.object({ question: AskedText, sources: z.array(AnswerSource).min(1).max(6) }),
    z.object({ answers: z.array(Answer) }),
  ),
};
