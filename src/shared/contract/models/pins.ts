/** Models kept on this laptop: content-addressed, verified, resumed, within a quota. */
import { z } from 'zod';
import { SourceFile } from '../annotation/nomenclatures.ts';
import { FailureData } from '../errors.ts';
import { mutation, stream } from '../operation.ts';
import { OfServer } from './servers.ts';

/** What is in a model that was read. */
export const ModelContent = z.object({
  labels: z.int(),
  dimension: z.int(),
  loss: z.enum(['softmax', 'ova', 'hs', 'ns']),
  words: z.int(),
  buckets: z.int(),
  quantised: z.boolean(),
  pruned: z.boolean(),
  /** Nomenclature that its labels fit best, with the share of labels that are codes of it. */
  nomenclature: z.object({ id: z.string(), share: z.number(), unknown: z.array(z.string()) }).optional(),
});
export type ModelContent = z.infer<typeof ModelContent>;

export const Pin = z.object({
  id: z.string(),
  /** Absent for a file that a person brought. */
  from: z
    .object({ server: z.string(), serverName: z.string(), name: z.string(), version: z.string() })
    .optional(),
  name: z.string(),
  version: z.string().optional(),
  /** Nothing that is not `ready` is ever predicted with. */
  state: z.enum(['waiting', 'downloading', 'verifying', 'ready', 'paused', 'failed']),
  /** In all (absent where the server does not say) and here. */
  bytes: z.int().optional(),
  done: z.int(),
  /** Bytes a second, while it moves. */
  rate: z.number().optional(),
  pinnedAt: z.number(),
  usedAt: z.number().optional(),
  /** `mlflow.pyfunc.model`, `onnx`, `fasttext`...: flavours that MLmodel names. */
  flavours: z.array(z.string()),
  /** Absent: it runs here. */
  whyNot: FailureData.optional(),
  content: ModelContent.optional(),
  problem: FailureData.optional(),
});
export type Pin = z.infer<typeof Pin>;

const PinId = z.object({ id: z.string() });

export const pinOperations = {
  pins: stream(
    z.object({}),
    z.object({
      pins: z.array(Pin),
      /** On disk in all (files that two models share count once), what sharing saved, and what is allowed. */
      bytes: z.int(),
      shared: z.int(),
      quota: z.int(),
      free: z.int().optional(),
    }),
  ),
  /** Asked again for a version that is kept it only brings it up to date. */
  pin: mutation(OfServer.extend({ name: z.string(), version: z.string() }), PinId),
  /** A `.bin` or `.ftz` of this laptop or of a bucket. */
  importModel: mutation(z.object({ file: SourceFile, name: z.string().optional() }), PinId),
  pausePin: mutation(PinId, z.object({})),
  resumePin: mutation(PinId, z.object({})),
  unpin: mutation(PinId, z.object({})),
  /** Bytes; the models used longest ago go first where it is too small. */
  setPinQuota: mutation(z.object({ bytes: z.int().positive() }), z.object({})),
};
