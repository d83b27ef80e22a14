/** Registered models, their versions and aliases, as last seen and as now. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { OfServer } from './servers.ts';

/** How fresh an answer is. */
export const Freshness = z.object({
  state: z.enum(['loading', 'live', 'stored']),
  asOf: z.number().optional(),
  problem: FailureData.optional(),
});
export type Freshness = z.infer<typeof Freshness>;

export const KeyValue = z.object({ key: z.string(), value: z.string() });
export const Metric = z.object({ key: z.string(), value: z.number() });

export const ModelAlias = z.object({ alias: z.string(), version: z.string() });
export type ModelAlias = z.infer<typeof ModelAlias>;

export const RegisteredModel = z.object({
  name: z.string(),
  description: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  tags: z.array(KeyValue),
  aliases: z.array(ModelAlias),
  /** Number of versions and the newest one. */
  versions: z.int(),
  newest: z.string().optional(),
});
export type RegisteredModel = z.infer<typeof RegisteredModel>;

export const ModelVersion = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  by: z.string().optional(),
  tags: z.array(KeyValue),
  aliases: z.array(z.string()),
  /** Deprecated in MLflow since 2.9: shown, never written. */
  stage: z.string().optional(),
  status: z.enum(['ready', 'pending', 'failed']),
  source: z.string(),
  run: z.string().optional(),
  /** Logged model of MLflow 3 (`m-...`). */
  modelId: z.string().optional(),
});
export type ModelVersion = z.infer<typeof ModelVersion>;

/** One move of an alias; kept by this app as a tag of the model (MLflow itself forgets). `from` absent: it was new. */
export const AliasMove = z.object({
  alias: z.string(),
  from: z.string().optional(),
  /** Absent: the alias was removed. */
  to: z.string().optional(),
  at: z.number(),
  by: z.string(),
});
export type AliasMove = z.infer<typeof AliasMove>;

export const ModelDetail = Freshness.extend({
  model: RegisteredModel.optional(),
  /** Newest first. */
  versions: z.array(ModelVersion),
  moves: z.array(AliasMove),
});
export type ModelDetail = z.infer<typeof ModelDetail>;

/** Where a version came from. */
export const VersionLineage = z.object({
  version: ModelVersion,
  run: z
    .object({
      id: z.string(),
      name: z.string(),
      experiment: z.string(),
      experimentName: z.string().optional(),
      status: z.string(),
      startedAt: z.number().optional(),
      endedAt: z.number().optional(),
      metrics: z.array(Metric),
      params: z.array(KeyValue),
      tags: z.array(KeyValue),
    })
    .optional(),
  /** What the run says it learnt from: tags `training.set` (s3:// address) and `training.set.hash`. */
  trainingSet: z.object({ address: z.string(), hash: z.string().optional() }).optional(),
  /** Where its files are, resolved (`s3://...`, `mlflow-artifacts:/...`), and their sizes in all. */
  artifacts: z.string().optional(),
  bytes: z.int().optional(),
});
export type VersionLineage = z.infer<typeof VersionLineage>;

const OfModel = OfServer.extend({ name: z.string().min(1) });
const OfVersion = OfModel.extend({ version: z.string().min(1) });

export const registryOperations = {
  /** What was seen last at once, then what the server says, then again after each change. */
  registry: stream(OfServer, Freshness.extend({ models: z.array(RegisteredModel) })),
  registeredModel: stream(OfModel, ModelDetail),
  modelVersion: query(OfVersion, VersionLineage),
  refreshRegistry: mutation(OfServer, z.object({})),
  /** `expected`: the version on which the alias was seen (absent: none); where it is elsewhere meanwhile the answer is `conflict`. */
  setAlias: mutation(
    OfVersion.extend({ alias: z.string().min(1), expected: z.string().optional() }),
    z.object({}),
  ),
  removeAlias: mutation(OfModel.extend({ alias: z.string(), expected: z.string().optional() }), z.object({})),
  /** `version` absent: of the model. */
  describeModel: mutation(OfModel.extend({ version: z.string().optional(), text: z.string() }), z.object({})),
  /** `value` absent: removes the tag. */
  tagModel: mutation(
    OfModel.extend({ version: z.string().optional(), key: z.string().min(1), value: z.string().optional() }),
    z.object({}),
  ),
  /** Registers what a run logged as the next version; the model is made where it is missing. */
  registerVersion: mutation(
    OfModel.extend({ run: z.string(), description: z.string().optional() }),
    z.object({ version: z.string() }),
  ),
};
