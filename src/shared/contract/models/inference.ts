/** Predictions on this laptop: what the model is given of a text, what it answers, and why. */
import { z } from 'zod';
import { SourceFile } from '../annotation/nomenclatures.ts';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { ObjectRef } from '../storage/places.ts';

/** One step of a declarative preprocessing, applied in order. */
export const CleaningStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unaccent') }),
  z.object({ kind: z.literal('lower') }),
  z.object({ kind: z.literal('upper') }),
  /** A regular expression, everywhere in the text (flags `gu`). */
  z.object({ kind: z.literal('replace'), pattern: z.string().min(1), by: z.string() }),
  z.object({ kind: z.literal('drop-short'), below: z.int().positive() }),
  z.object({ kind: z.literal('drop-words'), words: z.array(z.string()) }),
  z.object({ kind: z.literal('drop-french-stop-words') }),
  z.object({ kind: z.literal('stem-french') }),
  z.object({ kind: z.literal('unique-words') }),
  z.object({ kind: z.literal('collapse-spaces') }),
]);
export type CleaningStep = z.infer<typeof CleaningStep>;

/** How a raw text becomes a line that a model learnt from. */
export const PreprocessingProfile = z.object({
  cleaning: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('ape-v1') }),
    z.object({ kind: z.literal('rules'), steps: z.array(CleaningStep).max(100) }),
  ]),
  /** Variables written after the text as `{prefix}{value}`, in this order; `missing` where there is no value (absent: left out). */
  variables: z.array(z.object({ name: z.string(), prefix: z.string(), missing: z.string().optional() })),
});
export type PreprocessingProfile = z.infer<typeof PreprocessingProfile>;

export const ModelPrediction = z.object({
  /** Without the `__label__` prefix; with its dot where it is a code of the nomenclature. */
  code: z.string(),
  title: z.string().optional(),
  /** As the official build prints it: up to 1.00001. */
  probability: z.number(),
});
export type ModelPrediction = z.infer<typeof ModelPrediction>;

export const ModelAnswer = z.object({
  raw: z.string(),
  /** The line that the model was given. */
  given: z.string(),
  predictions: z.array(ModelPrediction),
  /** p1 - p2, clipped to [0, 1]; absent where there is no second. */
  confidenceIndex: z.number().min(0).max(1).optional(),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;

const OfPin = z.object({ id: z.string() });

/** Text and variables, by the names of the profile. */
export const ModelQuestion = z.object({
  text: z.string(),
  variables: z.record(z.string(), z.string()).default({}),
});

export const inferenceOperations = {
  /** The profile of a model: chosen by the person, else guessed from what the model says of itself (`why`). */
  modelProfile: query(
    OfPin,
    z.object({
      profile: PreprocessingProfile,
      from: z.enum(['chosen', 'model', 'guessed']),
      why: z.string(),
    }),
  ),
  setModelProfile: mutation(OfPin.extend({ profile: PreprocessingProfile }), z.object({})),
  /** Predicts the model's own examples (`input_example`, a test set beside it) with a profile; `from` is `none` where it has none. */
  checkProfile: mutation(
    OfPin.extend({ profile: PreprocessingProfile }),
    z.object({
      from: z.enum(['input-example', 'test-set', 'none']),
      checked: z.int(),
      agreeing: z.int(),
      /** The first that differ, or the first ones where none do. */
      examples: z.array(
        z.object({
          raw: z.string(),
          given: z.string(),
          expected: z.string().optional(),
          got: z.string().optional(),
        }),
      ),
    }),
  ),
  predictHere: mutation(
    OfPin.extend({
      questions: z.array(ModelQuestion).min(1).max(100),
      count: z.int().min(1).max(50).default(5),
    }),
    z.object({ answers: z.array(ModelAnswer), milliseconds: z.number() }),
  ),
  /**
   * Why this code: what each word and n-gram of the line adds. `logit`: shares of the score before the loss, which sum to it
   * (softmax, one-versus-all). `left-out`: how much the probability falls without the word (hierarchical softmax).
   */
  explainPrediction: query(
    OfPin.extend({ question: ModelQuestion, code: z.string() }),
    z.object({
      method: z.enum(['logit', 'left-out']),
      score: z.number(),
      words: z.array(z.object({ word: z.string(), share: z.number() })),
      parts: z.array(
        z.object({ part: z.string(), kind: z.enum(['word', 'characters', 'words']), share: z.number() }),
      ),
    }),
  ),
  /** A file of texts (CSV or Parquet) in, Parquet out, with five codes, probabilities and IC; ends with `done`. */
  predictFile: stream(
    OfPin.extend({
      file: SourceFile,
      text: z.string(),
      /** Column of the file by variable of the profile. */
      variables: z.record(z.string(), z.string()).default({}),
      /** Where the Parquet file goes; absent: to this laptop, at the address given at the end. */
      to: ObjectRef.omit({ versionId: true }).optional(),
    }),
    z.object({
      state: z.enum(['reading', 'predicting', 'writing', 'done', 'failed']),
      rows: z.int(),
      total: z.int().optional(),
      empty: z.int(),
      address: z.string().optional(),
      bytes: z.int().optional(),
      problem: FailureData.optional(),
    }),
  ),
  /** Columns of such a file, before it is predicted. */
  readTextFile: mutation(
    z.object({ file: SourceFile }),
    z.object({
      rows: z.int().optional(),
      columns: z.array(z.object({ name: z.string(), examples: z.array(z.string()) })),
      /** The column that looks like the text, and those that look like variables of the profile. */
      text: z.string().optional(),
    }),
  ),
};
