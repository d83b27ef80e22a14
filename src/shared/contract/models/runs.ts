/** Experiments and runs: a table that stays fast, since rows come from the local store. */
import { z } from 'zod';
import { mutation, query, stream } from '../operation.ts';
import { Freshness, KeyValue, Metric } from './registry.ts';
import { OfServer } from './servers.ts';

export const Experiment = z.object({
  id: z.string(),
  name: z.string(),
  lifecycle: z.enum(['active', 'deleted']),
  artifacts: z.string(),
  createdAt: z.number().optional(),
  updatedAt: z.number().optional(),
  tags: z.array(KeyValue),
  /** Runs in the local store. */
  runs: z.int(),
});
export type Experiment = z.infer<typeof Experiment>;

export const RunStatus = z.enum(['running', 'scheduled', 'finished', 'failed', 'killed']);
export type RunStatus = z.infer<typeof RunStatus>;

/** A row; `values` by column: `metrics.accuracy_level_5`, `params.DIM`, `tags.user`. NaN and infinities come as text. */
export const RunRow = z.object({
  id: z.string(),
  name: z.string(),
  experiment: z.string(),
  status: RunStatus,
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  by: z.string().optional(),
  values: z.record(z.string(), z.union([z.number(), z.string()])),
});
export type RunRow = z.infer<typeof RunRow>;

export const Run = z.object({
  id: z.string(),
  name: z.string(),
  experiment: z.string(),
  experimentName: z.string().optional(),
  status: RunStatus,
  lifecycle: z.enum(['active', 'deleted']),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  by: z.string().optional(),
  artifacts: z.string(),
  /** Last values. */
  metrics: z.array(Metric),
  /** Metrics whose last value is NaN or infinite, as text: they are not among `metrics`. */
  notFinite: z.array(KeyValue).optional(),
  params: z.array(KeyValue),
  tags: z.array(KeyValue),
  /** Markdown (tag `mlflow.note.content`). */
  note: z.string(),
  /** Logged models of MLflow 3 that came out of it. */
  models: z.array(z.object({ id: z.string(), name: z.string().optional() })),
});
export type Run = z.infer<typeof Run>;

/** Where artifacts are looked for. */
export const ArtifactsOf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), run: z.string() }),
  z.object({ kind: z.literal('version'), name: z.string(), version: z.string() }),
]);
export type ArtifactsOf = z.infer<typeof ArtifactsOf>;

export const Artifact = z.object({
  path: z.string(),
  isFolder: z.boolean(),
  bytes: z.int().optional(),
});
export type Artifact = z.infer<typeof Artifact>;

const Experiments = OfServer.extend({ experiments: z.array(z.string()).min(1) });

export const runOperations = {
  experiments: stream(OfServer, Freshness.extend({ experiments: z.array(Experiment) })),
  /** Keeps the runs of these experiments fresh while it is read; `generation` grows with each change of rows. */
  watchRuns: stream(Experiments, Freshness.extend({ loaded: z.int(), generation: z.int() })),
  /**
   * Rows of the local store. `filter`: the grammar of MLflow (`metrics.acc > 0.9 and params.DIM = '180'`); a fault is
   * `invalid-input` with reason `run-filter` and values `position`, `near`. `order`: by columns; runs without a value come last.
   */
  runRows: query(
    Experiments.extend({
      filter: z.string().default(''),
      order: z.array(z.object({ column: z.string(), descending: z.boolean() })).default([]),
      columns: z.array(z.string()).max(200),
      offset: z.int().nonnegative(),
      limit: z.int().positive().max(1_000),
    }),
    z.object({ rows: z.array(RunRow), total: z.int() }),
  ),
  /** Columns that the runs have, each with in how many runs and, for metrics, the range. */
  runColumns: query(
    Experiments,
    z.array(
      z.object({
        column: z.string(),
        kind: z.enum(['metric', 'param', 'tag']),
        runs: z.int(),
        distinct: z.int().optional(),
        least: z.number().optional(),
        greatest: z.number().optional(),
      }),
    ),
  ),
  run: query(OfServer.extend({ run: z.string() }), Run),
  /** The same for several, at most 100, for comparing. */
  runsById: query(OfServer.extend({ runs: z.array(z.string()).min(1).max(100) }), z.array(Run)),
  /** By step; thinned out to at most `points` a run, first and last kept. */
  metricHistory: query(
    OfServer.extend({
      runs: z.array(z.string()).min(1).max(100),
      metric: z.string(),
      points: z.int().min(2).max(2_500).default(1_000),
    }),
    z.array(
      z.object({
        run: z.string(),
        steps: z.array(z.number()),
        values: z.array(z.number()),
        at: z.array(z.number()),
        all: z.int(),
      }),
    ),
  ),
  noteRun: mutation(OfServer.extend({ run: z.string(), text: z.string() }), z.object({})),
  tagRun: mutation(
    OfServer.extend({ run: z.string(), key: z.string().min(1), value: z.string().optional() }),
    z.object({}),
  ),
  renameRun: mutation(OfServer.extend({ run: z.string(), name: z.string().min(1) }), z.object({})),
  /** One level below `path`. `straight`: bytes come from S3, not through the server. */
  artifacts: query(
    OfServer.extend({ of: ArtifactsOf, path: z.string().default('') }),
    z.object({ address: z.string(), straight: z.boolean(), artifacts: z.array(Artifact) }),
  ),
  /** The beginning of a text artifact. */
  artifactText: query(
    OfServer.extend({ of: ArtifactsOf, path: z.string() }),
    z.object({ text: z.string(), isCut: z.boolean() }),
  ),
  /** Where the page can fetch it; refused where the platform forbids local copies. */
  artifactAddress: mutation(
    OfServer.extend({ of: ArtifactsOf, path: z.string() }),
    z.object({ address: z.string() }),
  ),
};
