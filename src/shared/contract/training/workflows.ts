/** Workflows as they run: a list from metadata alone, one of them whole. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { LogLines } from '../services.ts';

/** Phases of Argo, read with what their messages add: stopped, suspended and waiting for quota are phases of their own here. */
export const WorkflowState = z.enum([
  'pending',
  'running',
  'suspended',
  'succeeded',
  'failed',
  'error',
  'stopping',
  'stopped',
]);
export type WorkflowState = z.infer<typeof WorkflowState>;

export const WorkflowSummary = z.object({
  name: z.string(),
  state: WorkflowState,
  createdAt: z.number(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  by: z.string().optional(),
  template: z.string().optional(),
  schedule: z.string().optional(),
  resubmittedFrom: z.string().optional(),
  /** Of a grid that this app started: combinations in all, server and experiment in MLflow, training set. */
  combinations: z.int().optional(),
  server: z.string().optional(),
  experiment: z.string().optional(),
  set: z.string().optional(),
});
export type WorkflowSummary = z.infer<typeof WorkflowSummary>;

export const NodeState = z.enum([
  'pending',
  'running',
  'succeeded',
  'skipped',
  'failed',
  'error',
  'omitted',
  'waiting-for-quota',
]);

export const WorkflowNode = z.object({
  id: z.string(),
  name: z.string(),
  /** `Pod`, `DAG`, `TaskGroup`, `Steps`, `StepGroup`, `Retry`, `Suspend`, `Skipped`... */
  type: z.string(),
  state: NodeState,
  message: z.string().optional(),
  template: z.string().optional(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  children: z.array(z.string()),
  parameters: z.record(z.string(), z.string()),
  exitCode: z.string().optional(),
  /** Run in MLflow, for a combination of a grid. */
  run: z.string().optional(),
});
export type WorkflowNode = z.infer<typeof WorkflowNode>;

export const Workflow = z.object({
  workflow: WorkflowSummary,
  /** Argo's own words on the whole. */
  message: z.string().optional(),
  nodes: z.array(WorkflowNode),
  root: z.string().optional(),
  /** Runs of pods: done, failed, going on; in all where it is known (a grid grows while it runs). */
  pods: z.object({
    done: z.int(),
    failed: z.int(),
    running: z.int(),
    waiting: z.int(),
    all: z.int().optional(),
  }),
  /** `status`: from the workflow. `server`: from Argo's server, where the status is offloaded. `pods`: rebuilt from pods alone. */
  from: z.enum(['status', 'server', 'pods']),
  connection: z.enum(['loading', 'live', 'reconnecting', 'stored']),
  asOf: z.number(),
  problem: FailureData.optional(),
});
export type Workflow = z.infer<typeof Workflow>;

/** A finished run of the grid on all levels of the nomenclature. */
export const RankedRun = z.object({
  run: z.string(),
  name: z.string(),
  params: z.record(z.string(), z.string()),
  /** Accuracy by level, from the section to the sub-class; absent where the run did not log it. */
  levels: z.array(z.number().optional()),
  /** Mean over the levels; absent where one is. */
  mean: z.number().optional(),
  /** No other run is at least as good on every level and better on one. */
  undominated: z.boolean(),
});
export type RankedRun = z.infer<typeof RankedRun>;

const OfWorkflow = z.object({ name: z.string() });

export const workflowOperations = {
  workflows: stream(
    z.object({}),
    z.object({
      workflows: z.array(WorkflowSummary),
      state: z.enum(['loading', 'live', 'stored', 'unsupported']),
      asOf: z.number().optional(),
      problem: FailureData.optional(),
    }),
  ),
  workflow: stream(OfWorkflow, Workflow),
  /** From the pod while it exists, then from the bucket that keeps logs. */
  nodeLog: stream(OfWorkflow.extend({ node: z.string() }), LogLines),
  workflowYaml: query(OfWorkflow, z.object({ yaml: z.string() })),
  /** `stop` runs the exit handlers, `terminate` does not. */
  stopWorkflow: mutation(OfWorkflow.extend({ how: z.enum(['stop', 'terminate']) }), z.object({})),
  suspendWorkflow: mutation(OfWorkflow, z.object({})),
  resumeWorkflow: mutation(OfWorkflow, z.object({})),
  /** By Argo's server, under the same name; without one, as a new workflow of the failed combinations alone. */
  retryFailed: mutation(OfWorkflow, z.object({ name: z.string(), way: z.enum(['retried', 'resubmitted']) })),
  resubmitWorkflow: mutation(OfWorkflow, z.object({ name: z.string() })),
  removeWorkflow: mutation(OfWorkflow, z.object({})),
  /** Finished runs, the best first: undominated ones by their mean over all levels, then the others. */
  rankRuns: query(OfWorkflow, z.object({ runs: z.array(RankedRun), best: z.string().optional() })),
};
