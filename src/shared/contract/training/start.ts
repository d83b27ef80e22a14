/** Starting a grid: a template, a training set, values of hyper-parameters, an experiment. */
import { z } from 'zod';
import { mutation, query } from '../operation.ts';

export const TemplateParameter = z.object({
  name: z.string(),
  value: z.string().optional(),
  choices: z.array(z.string()).optional(),
  description: z.string().optional(),
});

export const TrainingTemplate = z.object({
  /** `app`: the app's own workflow. Else the name of a (Cluster)WorkflowTemplate. */
  name: z.string(),
  scope: z.enum(['app', 'namespace', 'cluster']),
  title: z.string().optional(),
  description: z.string().optional(),
  parameters: z.array(TemplateParameter),
  /** The parameter that holds the list of combinations (`withParam`); absent: it takes no grid. */
  gridParameter: z.string().optional(),
});
export type TrainingTemplate = z.infer<typeof TrainingTemplate>;

/** Values by hyper-parameter; every combination is one run. Values are texts, as Argo passes them. */
export const Grid = z.record(z.string().regex(/^[A-Za-z_]\w{0,63}$/), z.array(z.string()).min(1));
export type Grid = z.infer<typeof Grid>;

export const TrainingStart = z.object({
  template: z.object({ name: z.string(), scope: z.enum(['app', 'namespace', 'cluster']) }),
  /** `s3://` address of a training set, where the template wants one. */
  set: z.string().optional(),
  setHash: z.string().optional(),
  grid: Grid,
  /** Values of the template's other parameters. */
  parameters: z.record(z.string(), z.string()),
  /** MLflow server and experiment (made where it is missing); runs are made first and passed on. Absent: none are made. */
  tracking: z.object({ server: z.string(), experiment: z.string().min(1) }).optional(),
  /** For the app's own workflow. */
  container: z
    .object({
      image: z.string().min(1),
      /** Absent: the image's own; needed where the image is not looked up. */
      command: z.array(z.string()).optional(),
      cpu: z.string(),
      memory: z.string(),
      gpus: z.int().nonnegative().default(0),
      /** Secret of the namespace with the keys of S3; `session`: made of the person's own keys, gone with the workflow. */
      storage: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('secret'), name: z.string().min(1) }),
        z.object({ kind: z.literal('session') }),
      ]),
    })
    .optional(),
  parallelism: z.int().positive().max(500),
  /** Hours after which it is ended. */
  deadlineHours: z
    .number()
    .positive()
    .max(24 * 30),
  /** Times that a run is tried again where the node failed, not the program. */
  retries: z.int().nonnegative().max(10),
  /** Days that the finished workflow is kept in the cluster. */
  keepDays: z.number().positive().max(365),
});
export type TrainingStart = z.infer<typeof TrainingStart>;

export const startOperations = {
  trainingTemplates: query(
    z.object({}),
    z.object({
      templates: z.array(TrainingTemplate),
      /** What the platform proposes for the app's own workflow. */
      defaults: z.object({
        image: z.string().optional(),
        command: z.array(z.string()).optional(),
        secrets: z.array(z.string()),
      }),
      /** Pods that the quota leaves. */
      podsLeft: z.int().optional(),
    }),
  ),
  /** What would be sent, checked by the server (`dryRun=All`) where it answers; nothing is made. */
  planTraining: mutation(
    TrainingStart,
    z.object({
      combinations: z.int(),
      yaml: z.string(),
      command: z.string(),
      warnings: z.array(
        z.enum(['many-combinations', 'over-half-the-pods', 'no-tracking', 'session-keys-end', 'unchecked']),
      ),
    }),
  ),
  startTraining: mutation(TrainingStart, z.object({ name: z.string() })),
};
