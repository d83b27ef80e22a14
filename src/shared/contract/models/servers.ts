/** MLflow servers: the platform's, those that a person added by address, those that run as a service. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, stream } from '../operation.ts';

/** How a server is reached. `service`: a running service of the project, through a forward that heals itself. */
export const ServerReach = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address'), url: z.url() }),
  z.object({
    kind: z.literal('service'),
    service: z.string().min(1),
    port: z.int().min(1).max(65_535).optional(),
  }),
]);
export type ServerReach = z.infer<typeof ServerReach>;

/** How a person is known to it; the secret itself rests in the secret store and never comes back. */
export const ServerSignIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('basic'), user: z.string().min(1) }),
  z.object({ kind: z.literal('bearer') }),
  /** The token that the cluster takes. */
  z.object({ kind: z.literal('kubernetes') }),
  /** A header (or cookie) of its own, for servers behind a proxy that signs in. */
  z.object({ kind: z.literal('header'), name: z.string().regex(/^[\w-]+$/) }),
]);
export type ServerSignIn = z.infer<typeof ServerSignIn>;

export const ServerDraft = z.object({
  name: z.string().min(1),
  reach: ServerReach,
  signIn: ServerSignIn,
  /** Sent as `X-MLFLOW-WORKSPACE` (MLflow 3). */
  workspace: z.string().optional(),
});
export type ServerDraft = z.infer<typeof ServerDraft>;

export const ModelServer = ServerDraft.extend({
  id: z.string(),
  from: z.enum(['platform', 'own']),
  hasSecret: z.boolean(),
  /** What the server says of itself (`GET /version`). */
  version: z.string().optional(),
  /** `stored`: what was seen last; `problem` says why nothing newer. */
  state: z.enum(['loading', 'live', 'stored', 'failed']),
  asOf: z.number().optional(),
  problem: FailureData.optional(),
});
export type ModelServer = z.infer<typeof ModelServer>;

export const OfServer = z.object({ server: z.string() });

export const serverOperations = {
  modelServers: stream(z.object({}), z.object({ servers: z.array(ModelServer) })),
  addModelServer: mutation(
    ServerDraft.extend({ secret: z.string().optional() }),
    z.object({ id: z.string() }),
  ),
  /** `secret` absent: as before. The platform's own server takes sign-in and workspace only. */
  changeModelServer: mutation(
    ServerDraft.extend({ id: z.string(), secret: z.string().optional() }),
    z.object({}),
  ),
  /** Forgets it with its credentials and its last known state; pinned models stay. */
  removeModelServer: mutation(z.object({ id: z.string() }), z.object({})),
  /** Asks once and says what came; nothing is kept. `id`: with the secret of that server. */
  tryModelServer: mutation(
    ServerDraft.extend({ id: z.string().optional(), secret: z.string().optional() }),
    z.object({
      version: z.string().optional(),
      experiments: z.int().optional(),
      milliseconds: z.number(),
      problem: FailureData.optional(),
    }),
  ),
};
