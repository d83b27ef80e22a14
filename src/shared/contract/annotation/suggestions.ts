/** Where suggestions come from: the served coding API, a fastText model on this laptop, or the items themselves. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query } from '../operation.ts';
import { CampaignRef } from './campaigns.ts';
import { SuggestionSet } from './coding.ts';
import { SourceFile } from './nomenclatures.ts';

/** The forms in which the coding API was served (see docs/coding-api.md); `auto`: tried once and remembered. */
export const CodingDialect = z.enum([
  'auto',
  'predict-2024-01',
  'predict-2024-02',
  'predict-v1',
  'pytorch-v1',
  'forms-2025',
  'formation',
]);
export type CodingDialect = z.infer<typeof CodingDialect>;

export const SuggestionSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file') }),
  z.object({
    kind: z.literal('served'),
    address: z.url(),
    dialect: CodingDialect,
    /** User name of HTTP Basic; the password rests in the secret store. */
    user: z.string().optional(),
  }),
  /** A model file that was brought to this laptop. */
  z.object({
    kind: z.literal('local'),
    model: z.string(),
    /** The names of the variables in the model's training texts; absent: `sirene-3`. */
    form: z.enum(['sirene-3', 'sirene-4']).optional(),
  }),
  z.object({ kind: z.literal('none') }),
]);
export type SuggestionSource = z.infer<typeof SuggestionSource>;

export const LocalModel = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.int(),
  labels: z.int(),
  dimension: z.int(),
  quantised: z.boolean(),
  hash: z.string(),
  at: z.number(),
});
export type LocalModel = z.infer<typeof LocalModel>;

const At = z.object({ at: CampaignRef });

export const suggestionOperations = {
  suggestionSource: query(At, z.object({ source: SuggestionSource, hasPassword: z.boolean() })),
  /** For this person and laptop. `password` absent: as before. */
  setSuggestionSource: mutation(
    At.extend({ source: SuggestionSource, password: z.string().optional() }),
    z.object({}),
  ),
  /** Asks once with a text and says what came, in which dialect, in how many milliseconds. */
  trySuggestions: mutation(
    At.extend({ source: SuggestionSource, password: z.string().optional(), text: z.string().min(1) }),
    z.object({
      answer: SuggestionSet.optional(),
      dialect: CodingDialect.optional(),
      milliseconds: z.number(),
      problem: FailureData.optional(),
    }),
  ),
  localModels: query(z.object({}), z.array(LocalModel)),
  addLocalModel: mutation(z.object({ file: SourceFile }), LocalModel),
  removeLocalModel: mutation(z.object({ id: z.string() }), z.object({})),
};
