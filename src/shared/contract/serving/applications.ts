/** Argo CD applications and plain Deployments that serve models. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';

/** A model that a container says it serves, and where it says so. */
export const ServedModel = z.object({
  name: z.string(),
  /** A number, or the alias that is followed. */
  version: z.string().optional(),
  workload: z.string(),
  container: z.string(),
  /** The environment variable that holds the version (`MLFLOW_MODEL_VERSION`); absent: told by the image's tag. */
  variable: z.string().optional(),
});
export type ServedModel = z.infer<typeof ServedModel>;

export const ContainerImage = z.object({ workload: z.string(), container: z.string(), image: z.string() });

export const Application = z.object({
  /** `argo-cd/<namespace>/<name>` or `deployment/<namespace>/<name>`. */
  id: z.string(),
  kind: z.enum(['argo-cd', 'deployment']),
  name: z.string(),
  namespace: z.string(),
  sync: z.enum(['synced', 'out-of-sync', 'unknown']).optional(),
  health: z.enum(['healthy', 'progressing', 'degraded', 'suspended', 'missing', 'unknown']),
  /** Why it is not healthy, in the cluster's words. */
  message: z.string().optional(),
  since: z.number().optional(),
  images: z.array(ContainerImage),
  models: z.array(ServedModel),
  /** Pods ready of pods wanted. */
  ready: z.int().optional(),
  wanted: z.int().optional(),
  revision: z.string().optional(),
  syncedAt: z.number().optional(),
  autoSync: z.boolean().optional(),
  /** What Argo CD is doing at the moment. */
  operation: z.object({ phase: z.string(), message: z.string().optional() }).optional(),
  addresses: z.array(z.string()),
  /** What the person may do with it. */
  rights: z.object({ change: z.boolean(), sync: z.boolean() }),
});
export type Application = z.infer<typeof Application>;

export const ApplicationDetail = z.object({
  application: Application,
  /** Newest first. `id` is what a rollback names. */
  history: z.array(
    z.object({
      id: z.string(),
      revision: z.string().optional(),
      at: z.number(),
      by: z.string().optional(),
      images: z.array(z.string()),
      model: z.string().optional(),
      current: z.boolean(),
    }),
  ),
  resources: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      sync: z.string().optional(),
      health: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
  conditions: z.array(z.object({ type: z.string(), message: z.string() })),
  asOf: z.number(),
});
export type ApplicationDetail = z.infer<typeof ApplicationDetail>;

/** One change: a tag of an image, or the value of an environment variable. */
export const ServingChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    workload: z.string(),
    container: z.string(),
    image: z.string().min(1),
  }),
  z.object({
    kind: z.literal('variable'),
    workload: z.string(),
    container: z.string(),
    name: z.string().min(1),
    value: z.string(),
  }),
]);
export type ServingChange = z.infer<typeof ServingChange>;

const OfApplication = z.object({ id: z.string() });
const Changes = OfApplication.extend({ changes: z.array(ServingChange).min(1) });

export const applicationOperations = {
  applications: stream(
    z.object({}),
    z.object({
      applications: z.array(Application),
      state: z.enum(['loading', 'live', 'stored', 'unsupported']),
      asOf: z.number().optional(),
      problem: FailureData.optional(),
      /** Why applications of Argo CD are not shown, where Deployments are. */
      argoCdProblem: FailureData.optional(),
    }),
  ),
  application: stream(OfApplication, ApplicationDetail),
  /** Where a registered model is live. */
  servedWhere: query(
    z.object({ name: z.string() }),
    z.array(z.object({ id: z.string(), application: z.string(), version: z.string().optional() })),
  ),
  /** What would change: a unified diff of the manifests, a patch to commit, the command; `ways` by the rights of the person. */
  proposeChange: mutation(
    Changes,
    z.object({
      diff: z.string(),
      patch: z.string(),
      command: z.string(),
      ways: z.array(z.enum(['apply', 'patch'])),
      /** Of what Argo CD keeps in step by itself a change made here would be undone. */
      undoneBySync: z.boolean(),
    }),
  ),
  applyChange: mutation(Changes, z.object({})),
  syncApplication: mutation(OfApplication.extend({ prune: z.boolean().default(false) }), z.object({})),
  refreshApplication: mutation(OfApplication.extend({ hard: z.boolean().default(false) }), z.object({})),
  /** @throws `conflict` where it is kept in step automatically */
  rollbackApplication: mutation(OfApplication.extend({ history: z.string() }), z.object({})),
  restartApplication: mutation(OfApplication.extend({ workload: z.string() }), z.object({})),
};
